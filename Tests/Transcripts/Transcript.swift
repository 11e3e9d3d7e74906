/// A session at the shell, as text: what was typed, what came back.
///
/// The first line says why it is kept. `$ ` begins a command of the shell, `> ` a line that was
/// typed into it, `? ` its exit code; every other line is output.
struct Transcript: Equatable {
    /// Why it is kept: its first lines, each begun with `#`.
    var reason: [String]
    /// The commands, in order.
    var exchanges: [Exchange]

    /// A command of the shell and what came of it.
    struct Exchange: Equatable {
        /// The command.
        var command: String
        /// Output lines, and the typed lines (begun with `> `) where they were read.
        var lines: [String]
        /// The exit code, as text.
        var code: String

        /// What was typed into the command.
        var input: [String] {
            lines.filter { $0.hasPrefix("> ") || $0 == ">" }.map { String($0.dropFirst(2)) }
        }
    }

    /// Reads a transcript; nil if it does not begin with a reason and a command.
    init?(_ text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        let reason = lines.prefix { $0.hasPrefix("#") }
        self.reason = Array(reason)
        exchanges = []
        for line in lines.dropFirst(reason.count) {
            if line.hasPrefix("$ ") {
                exchanges.append(Exchange(command: String(line.dropFirst(2)), lines: [], code: ""))
            } else if exchanges.isEmpty {
                return nil
            } else if line.hasPrefix("? "), exchanges[exchanges.count - 1].code.isEmpty {
                exchanges[exchanges.count - 1].code = String(line.dropFirst(2))
            } else {
                exchanges[exchanges.count - 1].lines.append(line)
            }
        }
        if reason.isEmpty || exchanges.isEmpty { return nil }
    }

    /// A transcript with one command that nobody has run yet.
    init(reason: String, command: String) {
        self.reason = ["# " + reason]
        exchanges = [Exchange(command: command, lines: [], code: "")]
    }

    /// The text it was read from.
    var text: String {
        var lines = reason
        for exchange in exchanges {
            lines.append("$ " + exchange.command)
            lines += exchange.lines
            lines.append("? " + exchange.code)
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
