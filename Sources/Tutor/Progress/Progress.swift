/// How far a learner has come: a value; `ProgressFile` keeps it.
struct Progress: Codable, Equatable, Sendable {
    /// The format this program writes; a file with a higher number is left alone.
    static let currentVersion = 1

    /// The format's version.
    var version = Progress.currentVersion
    /// The name of the lesson the learner is in; nil before the first.
    var lesson: String?
    /// By the name of the lesson.
    var lessons: [String: Way] = [:]

    /// How far somebody has come in one lesson.
    struct Way: Codable, Equatable, Sendable {
        /// The step the learner is at, from 1.
        var step: Int
        /// Whether the lesson has been walked to its end.
        var done: Bool
    }

    /// Notes that the learner is at `step` (from 1) of the lesson `name`.
    mutating func arrive(at step: Int, of name: String) {
        lesson = name
        lessons[name, default: Way(step: step, done: false)].step = step
    }

    /// Notes that the lesson `name` has been walked to its end.
    mutating func finish(_ name: String) {
        lessons[name]?.done = true
    }

    /// Forgets the lesson `name`, or everything.
    mutating func forget(_ name: String?) {
        guard let name else {
            self = Progress()
            return
        }
        lessons[name] = nil
        if lesson == name { lesson = nil }
    }
}
