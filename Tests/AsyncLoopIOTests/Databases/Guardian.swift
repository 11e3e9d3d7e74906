import Glibc

/// A shell that outlives the test process by a moment: it ends the server and removes the folder
/// when the tests are over, however they end.
///
/// It reads commands from a pipe whose other end this process alone has. `start` begins a server,
/// `kill` ends it at once; at the pipe's end it does so as well, and cleans up.
final class Guardian: Sendable {
    private let commands: Int32
    private let answers: Int32

    init(folder: String) {
        let (commandsOut, commandsIn) = closedPipe()
        let (answersOut, answersIn) = closedPipe()
        spawnShell(
            """
            server=
            end() {
                [ -z "$server" ] || { kill -9 $server; wait $server; } 2>/dev/null
                server=
            }
            while read -r command; do
                case $command in
                    kill) end ;;
                    *) eval "exec $command" <&- & server=$! ;;
                esac
                echo done
            done
            end
            rm -rf '\(folder)'
            """,
            input: commandsOut,
            output: answersIn
        )
        close(commandsOut)
        close(answersIn)
        commands = commandsIn
        answers = answersOut
    }

    deinit {
        close(commands)
        close(answers)
    }

    /// Starts a server; its command is one line.
    func start(_ command: String) throws { say(command) }

    /// Ends the server, and waits until it is gone.
    func killServer() { say("kill") }

    private func say(_ command: String) {
        let line = Array((command + "\n").utf8)
        _ = line.withUnsafeBytes { write(commands, $0.baseAddress, $0.count) }
        var answer = [UInt8](repeating: 0, count: 5)
        _ = read(answers, &answer, answer.count)
    }
}
