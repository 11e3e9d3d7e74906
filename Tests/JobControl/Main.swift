// A shell of one job, for tests: runs a program in the foreground of its terminal, as an
// interactive shell does, and says how it stopped or ended and whether it left the terminal's modes
// as they were.
//
// JobControl PROGRAM ARGUMENT… ; when the program has stopped, a line `fg` lets it go on.

import CShims
import Glibc

private func modes() -> [UInt32] {
    var now = termios()
    tcgetattr(STDIN_FILENO, &now)
    return [now.c_iflag, now.c_oflag, now.c_cflag, now.c_lflag]
}

private func start(_ command: [String]) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setpgroup(&attributes, 0)
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGTTOU)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(
        &attributes,
        Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF)
    )
    // In the foreground before it runs, or setting the terminal's modes would stop it.
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    _ = shim_spawn_in_foreground(&actions, STDIN_FILENO)
    var arguments = command.map { strdup($0) } + [nil]
    var child = pid_t()
    guard posix_spawn(&child, command[0], &actions, &attributes, &arguments, environ) == 0 else {
        exit(127)
    }
    return child
}

@main struct JobControl {
    static func main() {
        signal(SIGTTOU, SIG_IGN)  // to take the terminal back from the background
        let before = modes()
        let child = start(Array(CommandLine.arguments.dropFirst()))
        while true {
            var status: Int32 = 0
            waitpid(child, &status, WUNTRACED)
            tcsetpgrp(STDIN_FILENO, getpid())
            let kept = modes() == before ? "modes restored" : "MODES CHANGED"
            if status & 0xFF == 0x7F {
                print("[stopped, \(kept)]")
                fflush(nil)
                guard readLine() == "fg" else { exit(1) }
                tcsetpgrp(STDIN_FILENO, child)
                kill(-child, SIGCONT)
                continue
            }
            let number = status & 0x7F
            print("[\(number == 0 ? "exit \((status >> 8) & 0xFF)" : "signal \(number)"), \(kept)]")
            exit(0)
        }
    }
}
