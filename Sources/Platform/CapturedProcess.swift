import CLinux
import Glibc

/// Another program, run to its end, with what it writes in memory.
public enum CapturedProcess {
    /// How it ended.
    public enum Ending: Equatable, Sendable {
        /// By itself, with this code.
        case exited(Int32)
        /// By this signal.
        case killed(Int32)
        /// It took too long and was killed.
        case timedOut
        /// The user pressed Ctrl-C, and it was ended.
        case interrupted
    }

    /// Runs `arguments`, the program's path first, in the folder at `path`.
    ///
    /// Its input is empty; its output and errors come back in one. After `seconds` it is killed,
    /// with all it has started. Its environment is this process's, but for `variables`.
    /// Errors: what the system says, if it cannot be started.
    public static func run(
        _ arguments: [String],
        in folder: String,
        with variables: [String: String] = [:],
        seconds: Double
    ) throws(SystemError) -> (ending: Ending, output: [UInt8]) {
        let interrupts = try Interrupts()
        var ends: [Int32] = [-1, -1]
        guard linux_pipe(&ends, 0) == 0 else { throw SystemError(errno) }
        defer { close(ends[0]) }
        let started = Result { () throws(SystemError) in
            try start(arguments, in: folder, variables, output: ends[1])
        }
        close(ends[1])
        let pid = try started.get()
        var output: [UInt8] = []
        let stopped = collect(&output, of: pid, from: ends[0], interrupts, seconds: seconds)
        if stopped != nil { kill(-pid, SIGKILL) }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        let ending: Ending = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal)
        return (stopped ?? ending, output)
    }

    private static func start(
        _ arguments: [String],
        in folder: String,
        _ variables: [String: String],
        output: Int32
    ) throws(SystemError) -> pid_t {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&files, output, 1)
        posix_spawn_file_actions_adddup2(&files, output, 2)
        linux_spawn_in_folder(&files, folder)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A group of its own, so that all of it can be ended.
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF)
        )
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for signal in [SIGINT, SIGPIPE] { sigaddset(&defaults, signal) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var entries = environment(with: variables)
        defer { for entry in entries { free(entry) } }
        var pid = pid_t()
        let failure = posix_spawn(&pid, arguments[0], &files, &attributes, &words, &entries)
        guard failure == 0 else { throw SystemError(failure) }
        return pid
    }

    /// This process's environment with `variables` in it, in memory to be freed.
    private static func environment(
        with variables: [String: String]
    ) -> [UnsafeMutablePointer<CChar>?] {
        var entries: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0)=\($1)") }
        var next = environ
        while let entry = next.pointee {
            let name = String(cString: entry).prefix { $0 != "=" }
            if variables[String(name)] == nil { entries.append(strdup(entry)) }
            next += 1
        }
        return entries + [nil]
    }

    /// Reads all there is; returns early, with the reason, if the program is to be stopped.
    private static func collect(
        _ output: inout [UInt8],
        of pid: pid_t,
        from pipe: Int32,
        _ interrupts: Interrupts,
        seconds: Double
    ) -> Ending? {
        let deadline = now() + seconds
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let left = max(0, deadline - now())
            // It may have ended in time while this program was stopped, or left the pipe to another.
            if left == 0 {
                guard hasEnded(pid) else { return .timedOut }
                _ = fcntl(pipe, F_SETFL, O_NONBLOCK)
            }
            var news = [
                pollfd(fd: pipe, events: Int16(POLLIN), revents: 0),
                pollfd(fd: interrupts.readEnd, events: Int16(POLLIN), revents: 0),
            ]
            let timeout = left == 0 ? 0 : Int32(left * 1000) + 1
            guard poll(&news, 2, timeout) > 0 || left == 0 else { continue }
            if interrupts.take() > 0 { return .interrupted }
            guard news[0].revents != 0 || left == 0 else { continue }
            let count = read(pipe, &chunk, chunk.count)
            if count == 0 || (count < 0 && errno == EAGAIN) { return nil }
            if count > 0, output.count < 1 << 22 { output += chunk[..<count] }
        }
    }

    private static func hasEnded(_ pid: pid_t) -> Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0
            && info.si_code != 0
    }

    private static func now() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}
