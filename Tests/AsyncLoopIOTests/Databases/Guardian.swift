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

/// Runs a shell script to its end and returns its exit code.
func runShell(_ script: String) -> Int32 {
    var status: Int32 = 0
    waitpid(spawnShell(script, input: nil, output: nil), &status, 0)
    return (status >> 8) & 0xff
}

@discardableResult
private func spawnShell(_ script: String, input: Int32?, output: Int32?) -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    if let input { posix_spawn_file_actions_adddup2(&files, input, 0) }
    if let output { posix_spawn_file_actions_adddup2(&files, output, 1) }
    // Nobody shall wait for what it might still say.
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0)
    // A group of its own: Ctrl-C ends the tests, and the shell cleans up after them.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // And no signal blocked, as some are on the threads of tests: it waits for its child to end.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
        &attributes,
        Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGMASK)
    )
    let words = ["/bin/sh", "-c", script].map { (word: String) in strdup(word) }
    defer { for word in words { free(word) } }
    var process = pid_t()
    let failure = posix_spawn(&process, "/bin/sh", &files, &attributes, words + [nil], environ)
    precondition(failure == 0, "no shell: \(String(cString: strerror(failure)))")
    return process
}

/// A pipe that programs which are started do not get to see.
private func closedPipe() -> (out: Int32, in: Int32) {
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0, "no pipe")
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}
