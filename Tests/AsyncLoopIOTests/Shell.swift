import CShims
import Glibc

/// Runs a shell script to its end and returns its exit code.
func runShell(_ script: String) -> Int32 {
    var status: Int32 = 0
    waitpid(spawnShell(script, input: nil, output: nil), &status, 0)
    return (status >> 8) & 0xff
}

/// Starts a shell script in a group of its own, with no descriptor but what it is given; who calls
/// waits for its end.
@discardableResult
func spawnShell(_ script: String, input: Int32?, output: Int32?) -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    if let input { posix_spawn_file_actions_adddup2(&files, input, 0) }
    if let output { posix_spawn_file_actions_adddup2(&files, output, 1) }
    // Nobody shall wait for what it might still say.
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0)
    shim_spawn_closing(&files, 3)
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
func closedPipe() -> (out: Int32, in: Int32) {
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0, "no pipe")
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}
