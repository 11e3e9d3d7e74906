import CShims
import Glibc

/// The user's text editor, run on the terminal until it is left.
public struct TextEditor: Sendable {
    /// How the editor ended.
    public enum Ending: Equatable, Sendable {
        /// By itself, with this code; 127 if there is no such program.
        case exited(Int32)
        /// By this signal.
        case killed(Int32)
        /// It could not be started at all: the system's words.
        case failed(String)
    }

    /// What to run, as the shell reads it: a program, perhaps with arguments.
    public let command: String

    /// The editor that `command` starts.
    public init(command: String) {
        self.command = command
    }

    /// The editor that the environment names: `VISUAL`, where there is a terminal, or `EDITOR`, or
    /// there one that is usually installed; nil if there is none.
    public static func ofThisUser(onTerminal: Bool) -> TextEditor? {
        for name in onTerminal ? ["VISUAL", "EDITOR"] : ["EDITOR", "VISUAL"] {
            guard let value = getenv(name).map({ String(cString: $0) }),
                value.contains(where: { !$0.isWhitespace })
            else { continue }
            return TextEditor(command: value)
        }
        guard onTerminal else { return nil }
        let folders = getenv("PATH").map { String(cString: $0) } ?? ""
        return ["editor", "nano", "vim", "vi"].first { name in
            folders.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
        }.map { TextEditor(command: $0) }
    }

    /// Runs the editor on the file at `path` until it is left.
    ///
    /// On a terminal it is part of the program's job: Ctrl-Z stops both, Ctrl-C is the editor's
    /// alone, and the terminal's modes are what they were when it has ended, however that was.
    /// Without one its input is empty.
    public func edit(_ path: String, onTerminal: Bool) -> Ending {
        var modes = termios()
        let hasModes = onTerminal && tcgetattr(STDIN_FILENO, &modes) == 0
        let interrupt = signal(SIGINT, SIG_IGN)
        let quit = signal(SIGQUIT, SIG_IGN)
        defer {
            signal(SIGINT, interrupt)
            signal(SIGQUIT, quit)
            if hasModes { tcsetattr(STDIN_FILENO, TCSADRAIN, &modes) }
        }
        var pid = pid_t()
        let failure = start(path, onTerminal: onTerminal, &pid)
        guard failure == 0 else { return .failed(String(cString: strerror(failure))) }
        return Self.end(of: pid)
    }

    private func start(_ path: String, onTerminal: Bool, _ pid: inout pid_t) -> Int32 {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        if !onTerminal {
            posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for signal in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&defaults, signal) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        // By the shell, as the value may hold arguments and quotes.
        // In its place where it can be, so that a signal to the editor is none to a shell around it.
        let isSimple = !command.contains { ";&|()<>=\n".contains($0) }
        let line = (isSimple ? "exec " : "") + command + " \"$@\""
        let arguments: [String] = ["/bin/sh", "-c", line, command, path]
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        return posix_spawn(&pid, "/bin/sh", &files, &attributes, &words, environ)
    }

    /// Waits for the end of the editor; whenever it stops, this program does.
    private static func end(of pid: pid_t) -> Ending {
        while true {
            var info = siginfo_t()
            let wanted = WEXITED | WSTOPPED | WNOWAIT
            guard waitid(P_PID, id_t(pid), &info, wanted) == 0 else {
                if errno == EINTR { continue }
                return .failed(String(cString: strerror(errno)))
            }
            if info.si_code == Int32(CLD_STOPPED) {
                // If it stopped the whole job, and that goes on, it is about to go on itself.
                usleep(50_000)
                guard isStopped(pid) else { continue }
                kill(0, SIGTSTP)
                continue
            }
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            let signal = status & 0x7F
            return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal)
        }
    }

    /// Whether it is stopped still; that it was is forgotten, and an end is left to be found.
    private static func isStopped(_ pid: pid_t) -> Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(pid), &info, WSTOPPED | WNOHANG) == 0
            && info.si_code == Int32(CLD_STOPPED)
    }
}
