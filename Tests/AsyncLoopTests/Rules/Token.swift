/// Something that a test looks for after everybody is to have let it go.
final class Token: Sendable {}

/// Where a token was.
struct Trail {
    weak var token: Token?
}
