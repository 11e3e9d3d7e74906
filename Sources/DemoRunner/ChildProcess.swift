import CLinux
import DemoHost
import Glibc
import Synchronization

/// The process that runs a demo: started in a session of its own, so without a terminal, in the
/// folder it is given, its output in a pipe.
struct ChildProcess {
    let pid: pid_t
    /// Where its standard output and error come out.
    let output: Int32
    /// What stands in its environment, and so in that of all it starts.
    let mark: String

    private static let runs = Atomic<Int>(0)

    init(_ request: DemoRequest, record: SharedRecord, in folder: ScratchFolder) throws {
        var ends: [Int32] = [-1, -1]
        guard linux_pipe(&ends, 0) == 0 else {
            throw DemoStartError(description: "no pipe for the demo's output: \(systemReason())")
        }
        defer { close(ends[1]) }
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&files, ends[1], 1)
        posix_spawn_file_actions_adddup2(&files, ends[1], 2)
        posix_spawn_file_actions_adddup2(&files, record.descriptor, DemoHost.recordDescriptor)
        linux_spawn_in_folder(&files, folder.path)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(
            &attributes,
            linux_spawn_setsid | Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
        )
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for signal in [SIGINT, SIGPIPE, SIGTSTP, SIGTERM, SIGXFSZ] { sigaddset(&defaults, signal) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        var blocked = sigset_t()
        sigemptyset(&blocked)
        posix_spawnattr_setsigmask(&attributes, &blocked)

        let run = Self.runs.add(1, ordering: .relaxed).newValue
        let mark = "\(DemoHost.runVariable)=\(getpid())-\(run)"
        let arguments =
            [request.executable, DemoHost.argument, request.lesson, request.demo]
            + request.experiment.arguments
        var pid = pid_t()
        let failure = Self.withCStrings(arguments) { arguments in
            Self.withCStrings(Self.environment(request, mark: mark)) { environment in
                posix_spawn(
                    &pid,
                    request.executable,
                    &files,
                    &attributes,
                    arguments,
                    environment
                )
            }
        }
        guard failure == 0 else {
            close(ends[0])
            throw DemoStartError(
                description: "cannot start \(request.executable): "
                    + String(cString: strerror(failure))
            )
        }
        self.pid = pid
        self.mark = mark
        output = ends[0]
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
    }

    /// This process's environment, with what the child is to know.
    private static func environment(_ request: DemoRequest, mark: String) -> [String] {
        let own = [
            mark,
            // Its places are worth a moment only where the code's lines are known to the debugger.
            "SWIFT_BACKTRACE=" + (request.codeFile == nil ? "enable=no" : CrashReport.settings),
            "\(DemoHost.memoryLimitVariable)=\(request.limits.memoryBytes)",
            "\(DemoHost.fileLimitVariable)=\(request.limits.fileBytes)",
        ]
        let names = own.map { $0.prefix { $0 != "=" } }
        var inherited: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if !names.contains(text.prefix { $0 != "=" }) { inherited.append(text) }
            next += 1
        }
        return inherited + own
    }

    private static func withCStrings<T>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> T
    ) -> T {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }

    /// Sends `signal` to the process and all that it has started in its session's group.
    func send(_ signal: Int32) {
        kill(-pid, signal)
    }

    /// How the process ended, as `wait` says it; nil while it runs.
    func poll() -> Int32? {
        var status: Int32 = 0
        return waitpid(pid, &status, WNOHANG) == pid ? status : nil
    }
}
