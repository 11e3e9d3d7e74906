/// The learner's own copies of demos: a value; `CopyFolder` keeps them.
struct OwnCopies: Equatable, Sendable {
    /// The copies' code, by the lesson's folder and the demo's name.
    private var code: [String: [String: String]] = [:]

    /// The learner's code for `demo` of `lesson`; nil if there is no copy.
    subscript(lesson: String, demo: String) -> String? {
        get { code[lesson]?[demo] }
        set { code[lesson, default: [:]][demo] = newValue }
    }

    /// The copies of the lesson's demos, by name.
    subscript(lesson: String) -> [String: String] { code[lesson] ?? [:] }
}
