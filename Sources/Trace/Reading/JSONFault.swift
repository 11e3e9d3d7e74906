/// What is wrong with a line that should be a JSON object.
struct JSONFault: Error, Equatable {
    /// What was expected and what was found, in words; no text of the line's own.
    var message: String

    init(_ message: String) { self.message = message }
}
