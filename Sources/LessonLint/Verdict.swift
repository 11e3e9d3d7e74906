/// Whether a claim holds on a recording.
public enum Verdict: Hashable, Sendable {
    /// It does.
    case holds
    /// It does not; `reason` says what was found instead.
    case fails(reason: String)

    /// Whether it does.
    public var holds: Bool { self == .holds }

    /// `holds` if `condition`, else the reason.
    static func unless(_ condition: Bool, _ reason: @autoclosure () -> String) -> Verdict {
        condition ? .holds : .fails(reason: reason())
    }
}
