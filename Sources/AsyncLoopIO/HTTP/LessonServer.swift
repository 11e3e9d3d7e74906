import AsyncLoop
import Glibc

/// A web server on loopback for the time of a block: what lessons and tests ask for pages.
///
/// It is a process of its own, as a server is, and a real one. What it answers to which path is
/// listed at `LessonPages`.
public struct LessonServer: Sendable {
    /// Where it is, such as `http://127.0.0.1:41234`: the base of a session.
    public let url: String

    /// The environment's name for the program that can be the server.
    package static let programVariable = "LOOPWALK_LESSON_SERVER"
    /// The first argument that asks it to be.
    package static let argument = "--serve-lessons-in-this-process"

    /// Names the running program as one that can be the server, for what it starts, unless the
    /// environment names one already.
    public static func offerThisProgram() {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard readlink("/proc/self/exe", &path, path.count - 1) > 0 else { return }
        setenv(programVariable, path, 0)
    }
}

/// Starts a lesson server, calls `body` with it, and ends it.
///
/// Errors: `LessonServerError` if it cannot be started; `LoopError.needsRealClock`; what `body`
/// throws; `CancelledError`.
/// Cancellation: ends the server's process, too.
@EventLoop
public func withLessonServer<Success>(
    line: UInt = #line,
    _ body: @EventLoop (LessonServer) async throws -> Success
) async throws -> Success {
    guard EventLoop.clock == .real else { throw LoopError.needsRealClock("a lesson server") }
    guard let program = getenv(LessonServer.programVariable).map({ String(cString: $0) }) else {
        throw LessonServerError(
            problem: "\(LessonServer.programVariable) does not name the loopwalk program"
        )
    }
    let process = try ServerProcess(program: program)
    defer { process.end() }
    let port = try await process.port(line: line)
    return try await body(LessonServer(url: "http://127.0.0.1:\(port)"))
}

/// Thrown where no lesson server could be started.
public struct LessonServerError: Error, CustomStringConvertible {
    /// What went wrong.
    public var problem: String

    /// What went wrong, and where to look.
    public var description: String {
        "LessonServerError: \(problem); run the demo by way of loopwalk"
    }
}

/// The server's process: it lives until its standard input ends.
private struct ServerProcess {
    private let pid: pid_t
    private let life: Int32
    private let output: Int32

    init(program: String) throws {
        let toServer = try Self.pipe()
        let fromServer: (read: Int32, write: Int32)
        do { fromServer = try Self.pipe() } catch {
            close(toServer.read)
            close(toServer.write)
            throw error
        }
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_adddup2(&files, toServer.read, 0)
        posix_spawn_file_actions_adddup2(&files, fromServer.write, 1)
        var words: [UnsafeMutablePointer<CChar>?] =
            [strdup(program), strdup(LessonServer.argument), nil]
        defer { for word in words { free(word) } }
        var pid = pid_t()
        let failure = posix_spawn(&pid, program, &files, nil, &words, environ)
        close(toServer.read)
        close(fromServer.write)
        (self.pid, life, output) = (pid, toServer.write, fromServer.read)
        guard failure == 0 else {
            close(life)
            close(output)
            throw LessonServerError(
                problem: "cannot start \(program): \(String(cString: strerror(failure)))"
            )
        }
    }

    /// A pipe that no other program inherits.
    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else {
            throw LessonServerError(problem: "no pipe: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Waits until the server says where it listens.
    @EventLoop
    func port(line: UInt) async throws -> Int {
        var text: [UInt8] = []
        while text.last != 10 {
            try await readable(output, line: line)
            var byte: UInt8 = 0
            guard read(output, &byte, 1) == 1 else { break }
            text.append(byte)
        }
        guard let port = Int(String(decoding: text.dropLast(), as: UTF8.self)) else {
            throw LessonServerError(problem: "the server ended before it listened")
        }
        return port
    }

    /// Ends the process and waits for it, which it does not keep waiting.
    func end() {
        kill(pid, SIGKILL)
        close(life)
        close(output)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
    }
}
