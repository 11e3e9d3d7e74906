/// Several errors thrown as one, such as those of a task group's tasks.
///
/// Source: Python `ExceptionGroup`. Swift has no `except*`: see `split` and `errors(of:)`.
public struct ErrorGroup: Error, CustomStringConvertible {
    /// What happened, in a phrase.
    public var message: String
    /// The errors, in the order in which they came; a group among them is one item.
    public var errors: [any Error]

    /// A group of `errors`.
    public init(_ message: String, _ errors: [any Error]) {
        self.message = message
        self.errors = errors
    }

    /// `ExceptionGroup`, with its message and the number of errors.
    public var description: String {
        "ExceptionGroup: \(message) (\(errors.count) sub-exception\(errors.count == 1 ? "" : "s"))"
    }

    /// Every error of type `type`, those of groups inside groups as well, in the order they stand.
    public func errors<Failure: Error>(of type: Failure.Type) -> [Failure] {
        errors.flatMap { error -> [Failure] in
            if let found = error as? Failure { return [found] }
            return (error as? ErrorGroup)?.errors(of: type) ?? []
        }
    }

    /// The errors that `matches` picks, and the others; each nil if there is none.
    ///
    /// Groups inside are split likewise and keep their shape.
    /// Source: Python `ExceptionGroup.split`, and `except*`, which calls it.
    public func split(
        _ matches: (any Error) -> Bool
    ) -> (matching: ErrorGroup?, rest: ErrorGroup?) {
        var (matching, rest): ([any Error], [any Error]) = ([], [])
        for error in errors {
            if let group = error as? ErrorGroup {
                let parts = group.split(matches)
                if let part = parts.matching { matching.append(part) }
                if let part = parts.rest { rest.append(part) }
            } else if matches(error) {
                matching.append(error)
            } else {
                rest.append(error)
            }
        }
        func group(_ errors: [any Error]) -> ErrorGroup? {
            errors.isEmpty ? nil : ErrorGroup(message, errors)
        }
        return (group(matching), group(rest))
    }
}
