import LessonFormat

/// A demo's code that the learner wants to change.
struct EditOrder: Equatable {
    /// The folder of the lesson's copies.
    var lesson: String
    /// The demo, as the lesson has it.
    var demo: Demo
}

/// What came of editing.
enum EditOutcome: Equatable {
    /// The copy has changed; this is its code now.
    case changed(String)
    /// It is what it was.
    case unchanged
    /// It says what the lesson says, so that there is no copy any more.
    case asInLesson
    /// The editor did not do its work: what happened, in one sentence.
    case failed(String)
}
