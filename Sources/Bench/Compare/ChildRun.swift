import BenchMeasure
import CLinux
import Glibc

/// One run of a peer's program, bounded in time.
struct ChildRun {
    /// Why a run gave nothing.
    enum Failure: Error, CustomStringConvertible {
        case notStarted(String)
        case tookTooLong(Int)
        case ended(Int32)

        var description: String {
            switch self {
            case .notStarted(let reason): "could not be started: \(reason)"
            case .tookTooLong(let seconds): "took more than \(seconds) seconds"
            case .ended(let status) where status & 0x7F != 0: "died of signal \(status & 0x7F)"
            case .ended(let status): "ended with code \(status >> 8)"
            }
        }
    }

    var command: [String]
    /// How long it may take, in seconds.
    var limit = 60
    /// Whether what it says on standard error is of no interest.
    var isQuiet = false

    /// Runs it to its end and returns what it printed.
    ///
    /// Errors: `Failure`; at the limit the program is killed.
    func output() throws(Failure) -> String {
        let (pid, pipe) = try start()
        defer { close(pipe) }
        let deadline = wallSeconds() + Double(limit)
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4_096)
        while true {
            let left = deadline - wallSeconds()
            var source = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&source, 1, Int32(left * 1_000) + 1) > 0 else {
                kill(pid, SIGKILL)
                _ = status(of: pid)
                throw .tookTooLong(limit)
            }
            let count = read(pipe, &part, part.count)
            if count <= 0 { break }
            bytes += part[..<count]
        }
        let status = status(of: pid, until: deadline)
        guard status == 0 else { throw .ended(status) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func start() throws(Failure) -> (pid: pid_t, pipe: Int32) {
        var ends: [Int32] = [-1, -1]
        guard linux_pipe(&ends, 0) == 0 else { throw .notStarted("no pipe") }
        defer { close(ends[1]) }
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&files, ends[1], 1)
        if isQuiet { posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0) }
        let arguments = command.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        var pid = pid_t()
        let failure = posix_spawnp(&pid, command[0], &files, nil, arguments + [nil], environ)
        guard failure == 0 else {
            close(ends[0])
            throw .notStarted(String(cString: strerror(failure)))
        }
        return (pid, ends[0])
    }

    /// How the process ended. One that closed its output and goes on is killed at `deadline`.
    private func status(of pid: pid_t, until deadline: Double = 0) -> Int32 {
        var status: Int32 = 0
        while wallSeconds() < deadline {
            if waitpid(pid, &status, WNOHANG) == pid { return status }
            usleep(1_000)
        }
        kill(pid, SIGKILL)
        waitpid(pid, &status, 0)
        return status
    }
}
