import CLinux
import DemoHost
import Glibc

/// The process that runs a demo: started in a group of its own, its output in a pipe.
struct ChildProcess {
    let pid: pid_t
    /// Where its standard output and error come out.
    let output: Int32

    init(_ request: DemoRequest, record: SharedRecord) throws {
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

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF)
        )
        posix_spawnattr_setpgroup(&attributes, 0)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for signal in [SIGINT, SIGPIPE, SIGTSTP, SIGTERM] { sigaddset(&defaults, signal) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)

        let arguments =
            [request.executable, DemoHost.argument, request.lesson, request.demo]
            + request.experiment.arguments
        var pid = pid_t()
        let failure = Self.withCStrings(arguments) { arguments in
            Self.withCStrings(Self.environment(request.limits)) { environment in
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
        output = ends[0]
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
    }

    /// A crash must not spend seconds on a backtrace that nobody reads.
    private static func environment(_ limits: DemoLimits) -> [String] {
        var variables: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if !text.hasPrefix("SWIFT_BACKTRACE=") { variables.append(text) }
            next += 1
        }
        variables.append("SWIFT_BACKTRACE=enable=no")
        variables.append("\(DemoHost.memoryLimitVariable)=\(limits.memoryBytes)")
        return variables
    }

    private static func withCStrings<T>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> T
    ) -> T {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }

    /// Sends `signal` to the process and all that it has started.
    func send(_ signal: Int32) {
        kill(-pid, signal)
    }

    /// How the process ended, as `wait` says it; nil while it runs.
    func poll() -> Int32? {
        var status: Int32 = 0
        return waitpid(pid, &status, WNOHANG) == pid ? status : nil
    }
}
