/// Why there is no program to run.
public enum BuildFailure: Error, Equatable, Sendable {
    /// The compiler refuses the code: its errors and warnings, at least one an error.
    case refused([CompilerMessage])
    /// It could not be compiled for another reason: what went wrong, where, and what to do.
    case trouble(String)
    /// The user pressed Ctrl-C.
    case interrupted
}
