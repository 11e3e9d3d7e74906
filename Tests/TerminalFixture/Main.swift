// A program with a prompt, for tests of the line editor and the keys on a real terminal.

import Glibc
import StyledText
import Terminal

@main struct TerminalFixture {
    static func main() {
        let arguments = CommandLine.arguments
        switch arguments.count > 1 ? arguments[1] : "" {
        case "lines": lines(keys: .emacs)
        case "vi": lines(keys: .vi)
        case "plain": lines(keys: .emacs, plain: true)
        case "keys": keys()
        case "pager": pager()
        default: exit(64)
        }
    }

    private static let words = ["step", "status", "stop", "why"]

    /// Says what came, one line each, until there is no more.
    private static func lines(keys: LineEditor.Keys, plain: Bool = false) {
        let settings = TerminalSettings.current(flags: DisplayFlags(plain: plain))
        var lines = standardLines(
            settings: settings,
            history: getenv("FIXTURE_HISTORY").map { String(cString: $0) },
            keys: keys
        ) { line, cursor in
            let word = line.prefix(cursor).split(separator: " ").last ?? ""
            return words.filter { $0.hasPrefix(word) }
        }
        Output.standard.write("pid \(getpid())\n")
        while true {
            switch lines.nextLine(prompt: StyledLine("ready", .strong) + "> ") {
            case .line("trap"): fatalError("as asked")
            case .line(let line): Output.standard.write("got <\(line)>\n")
            case .interrupted: Output.standard.write("interrupted\n")
            case .end:
                Output.standard.write("bye\n")
                return
            }
        }
    }

    /// Names each key, until q.
    private static func keys() {
        guard
            let keys = KeyInput(
                entering: "\u{1B}[?1049h\u{1B}[H",
                leaving: "\u{1B}[?1049l"
            )
        else { exit(1) }
        Output.standard.write("pid \(getpid())\n")
        while true {
            let event = keys.next()
            Output.standard.write("\(event)\n")
            if event == .key(.character("q")) || event == .end { return }
            if event == .key(.character("x")) { exit(3) }
        }
    }

    private static func pager() {
        let lines = (1...20).map { StyledLine("line \($0)") }
        let ending = Pager(settings: .current()).show(lines)
        Output.standard.write("\(ending)\n")
    }
}
