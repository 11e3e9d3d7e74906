import CShims
import Glibc

/// A terminal with a program on it, for tests: types keys, and sees what a user would see.
///
/// All waits are for something to appear and bounded; none is for a time to pass.
public final class PseudoTerminal {
    /// What can go wrong.
    public enum Failure: Error, CustomStringConvertible {
        /// A call to the system failed.
        case system(String, Int32)
        /// What was waited for did not come; here is the screen.
        case missing(String, screen: String)

        /// For a test's report.
        public var description: String {
            switch self {
            case .system(let call, let error): "\(call): \(String(cString: strerror(error)))"
            case .missing(let what, let screen): "no \(what) on the screen:\n\(screen)"
            }
        }
    }

    /// How a program ended.
    public enum Ending: Hashable, Sendable {
        /// With this exit code.
        case exited(Int32)
        /// By this signal.
        case signalled(Int32)
    }

    /// What the screen shows now, as far as it was read.
    public private(set) var screen: VirtualScreen
    /// Every byte the program wrote.
    public private(set) var transcript: [UInt8] = []
    /// The program's process id.
    public let process: pid_t

    private let master: Int32
    private let watch: Int32
    private let patience: Int32

    /// Starts `program` as the leader of a session on a new terminal.
    ///
    /// `environment` is all it has. `patience` is how many seconds a wait may last.
    public init(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        columns: Int = 80,
        rows: Int = 24,
        patience: Int = 90
    ) throws {
        screen = VirtualScreen(columns: columns, rows: rows)
        self.patience = Int32(patience)
        let terminal: String
        (master, terminal) = try Self.open(columns: columns, rows: rows)
        do {
            process = try Self.start(
                [program] + arguments,
                environment: environment,
                terminal: terminal
            )
        } catch {
            close(master)
            throw error
        }
        watch = shim_process_watch(process)
        guard watch >= 0 else { throw Failure.system("pidfd_open", errno) }
    }

    deinit {
        // Its job hears of the closed terminal, too.
        kill(process, SIGKILL)
        close(master)
        close(watch)
        waitpid(process, nil, 0)
    }

    /// Types `keys`.
    public func send(_ keys: String) { send(bytes: Array(keys.utf8)) }

    /// Sends `bytes` as they are.
    public func send(bytes: [UInt8]) {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            if count > 0 { bytes = bytes.dropFirst(count) } else if errno != EINTR { return }
        }
    }

    /// Changes the size of the window, which the program is told by a signal.
    public func resize(columns: Int, rows: Int) {
        var size = winsize(
            ws_row: UInt16(rows),
            ws_col: UInt16(columns),
            ws_xpixel: 0,
            ws_ypixel: 0
        )
        screen.resize(columns: columns, rows: rows)
        shim_set_window_size(master, &size)
    }

    /// Reads until `text` is on the screen.
    public func wait(for text: String) throws {
        try wait(until: "“\(text)”") { $0.text.contains(text) }
    }

    /// Reads until the screen is as `condition` wants it; `what` names that in a report.
    public func wait(until what: String, _ condition: (VirtualScreen) -> Bool) throws {
        let deadline = Self.seconds + patience
        while !condition(screen) {
            guard Self.seconds < deadline, readSome(orEndOf: nil, until: deadline) else {
                throw Failure.missing(what, screen: screen.text)
            }
        }
    }

    /// Reads until the program ends.
    public func wait() throws -> Ending {
        let deadline = Self.seconds + patience
        while readSome(orEndOf: watch, until: deadline) {}
        // The terminal may be closed a moment before the program has quite ended.
        var end = pollfd(fd: watch, events: Int16(POLLIN), revents: 0)
        poll(&end, 1, max(0, deadline - Self.seconds) * 1000)
        var info = siginfo_t()
        guard waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0,
            shim_signalled_process(&info) == process
        else { throw Failure.missing("end of the program", screen: screen.text) }
        let code = shim_exit_status(&info)
        return info.si_code == CLD_EXITED ? .exited(code) : .signalled(code)
    }

    /// Reads what the program wrote, waiting for it; false if it ended, or time is up.
    private func readSome(orEndOf watch: Int32?, until deadline: Int32) -> Bool {
        var waits = [pollfd(fd: master, events: Int16(POLLIN), revents: 0)]
        if let watch { waits.append(pollfd(fd: watch, events: Int16(POLLIN), revents: 0)) }
        let left = max(0, deadline - Self.seconds) * 1000
        guard poll(&waits, nfds_t(waits.count), left) > 0 else { return false }
        guard waits[0].revents & Int16(POLLIN) != 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(master, &buffer, buffer.count)
        guard count > 0 else { return false }
        transcript += buffer[..<count]
        let answer = screen.take(buffer[..<count])
        if !answer.isEmpty { send(answer) }
        return true
    }

    private static var seconds: Int32 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int32(truncatingIfNeeded: now.tv_sec)
    }
}

// How a terminal is made.
extension PseudoTerminal {
    private static func open(columns: Int, rows: Int) throws -> (master: Int32, name: String) {
        var number: UInt32 = 0
        let master = shim_open_pseudo_terminal(&number)
        guard master >= 0 else { throw Failure.system("open /dev/ptmx", errno) }
        var size = winsize(
            ws_row: UInt16(rows),
            ws_col: UInt16(columns),
            ws_xpixel: 0,
            ws_ypixel: 0
        )
        shim_set_window_size(master, &size)
        return (master, "/dev/pts/\(number)")
    }

    private static func start(
        _ command: [String],
        environment: [String: String],
        terminal: String
    ) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF) | shim_spawn_setsid
        )
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // A session leader without a terminal gets the first one it opens.
        posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        shim_spawn_closing(&actions, 3)
        var arguments = command.map { strdup($0) } + [nil]
        var settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + settings).forEach { free($0) } }
        var child = pid_t()
        let error = posix_spawn(&child, command[0], &actions, &attributes, &arguments, &settings)
        guard error == 0 else { throw Failure.system("posix_spawn \(command[0])", error) }
        return child
    }
}
