import Glibc
import StyledText

/// What the user asked for on the command line; it wins over the environment.
public struct DisplayFlags: Hashable, Sendable {
    /// When to use colour.
    public enum Colour: String, CaseIterable, Sendable {
        /// On a terminal that shows it, unless the environment says no.
        case auto
        /// In files and pipes too.
        case always
        /// Not at all.
        case never
    }

    /// `--color`.
    public var colour: Colour
    /// `--plain`: sentences only, appended one after the other.
    public var plain: Bool
    /// `--ascii`: no ornament beyond ASCII.
    public var ascii: Bool
    /// `--width`, in columns.
    public var width: Int?

    /// What is asked for if nothing is said.
    public init(
        colour: Colour = .auto,
        plain: Bool = false,
        ascii: Bool = false,
        width: Int? = nil
    ) {
        self.colour = colour
        self.plain = plain
        self.ascii = ascii
        self.width = width
    }
}

/// How to show things here: decided once, from the flags, the environment and the terminal.
public struct TerminalSettings: Hashable, Sendable {
    /// Whether there is someone to ask: standard input and output are both terminals.
    public var isInteractive: Bool
    /// Whether standard output is a terminal.
    public var outputIsTerminal: Bool
    /// Whether to use colour.
    public var colour: Bool
    /// Whether to write sentences only, appended: no box drawing, nothing drawn over.
    public var plain: Bool
    /// Whether to replace ornament by ASCII.
    public var ascii: Bool
    /// Whether the cursor can be moved: full-screen views and line editing need it.
    public var canMoveCursor: Bool
    /// The size to lay things out for; at least 20 columns.
    public var size: WindowSize
    /// Whether the width was asked for, so that it does not follow the window.
    public var widthIsFixed: Bool

    /// The columns to lay things out for.
    public var width: Int { size.columns }

    /// How lines become text here.
    public var rendering: Rendering { Rendering(colour: colour, ascii: ascii) }

    /// Decides from what is given; nothing else is looked at.
    ///
    /// Colour: `flags` first, then off under a `NO_COLOR` that is not empty, in plain style, on a
    /// dumb terminal (`TERM` is `dumb`, empty or missing) and on no terminal. Plain style: the flag
    /// or `ACCESSIBLE`, unless that is empty or `0`; it implies ASCII. Width: the flag, `COLUMNS`,
    /// the window, 80, in this order.
    public init(
        flags: DisplayFlags = DisplayFlags(),
        environment: [String: String],
        inputIsTerminal: Bool,
        outputIsTerminal: Bool,
        window: WindowSize?
    ) {
        let isDumb = ["", "dumb"].contains(environment["TERM"] ?? "")
        let accessible = !["", "0"].contains(environment["ACCESSIBLE"] ?? "")
        isInteractive = inputIsTerminal && outputIsTerminal
        self.outputIsTerminal = outputIsTerminal
        plain = flags.plain || accessible
        ascii = flags.ascii || plain
        canMoveCursor = isInteractive && !isDumb && !plain
        switch flags.colour {
        case .always: colour = true
        case .never: colour = false
        case .auto:
            colour =
                outputIsTerminal && !isDumb && !plain && (environment["NO_COLOR"] ?? "").isEmpty
        }
        let asked =
            flags.width ?? environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        widthIsFixed = asked != nil
        size = WindowSize(
            columns: Self.sensible(asked ?? window?.columns ?? 80),
            rows: window?.rows ?? 24
        )
    }

    /// Decides for this process.
    public static func current(flags: DisplayFlags = DisplayFlags()) -> TerminalSettings {
        var environment: [String: String] = [:]
        for name in ["TERM", "NO_COLOR", "ACCESSIBLE", "COLUMNS"] {
            if let value = getenv(name) { environment[name] = String(cString: value) }
        }
        return TerminalSettings(
            flags: flags,
            environment: environment,
            inputIsTerminal: isatty(STDIN_FILENO) == 1,
            outputIsTerminal: isatty(STDOUT_FILENO) == 1,
            window: WindowSize(of: STDOUT_FILENO)
        )
    }

    /// Takes over the size of the window, say after it changed.
    public mutating func follow(_ window: WindowSize?) {
        guard let window else { return }
        size.rows = window.rows
        if !widthIsFixed { size.columns = Self.sensible(window.columns) }
    }

    /// Narrower than 20 nothing can be laid out; wider than 1000 nobody reads.
    private static func sensible(_ columns: Int) -> Int { min(max(columns, 20), 1000) }
}
