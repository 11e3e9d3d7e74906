import CLinux
import Glibc
import Platform
import Synchronization

/// The processes that a demo has started.
///
/// Those that lose their parent become this process's children, so that none gets away: they are
/// known by the mark in their environment. Only one that was started with an emptied environment,
/// in a session of its own, and left by its parent is not found.
struct Descendants: ~Copyable {
    private let child: ChildProcess
    /// How many runs there are that want orphans to be adopted.
    private static let runs = Mutex<Int>(0)

    /// Adopts what `child` starts and leaves behind, for as long as this value lives.
    init(of child: ChildProcess) {
        self.child = child
        Self.runs.withLock { count in
            count += 1
            if count == 1 { _ = linux_adopt_orphans(1) }
        }
    }

    deinit {
        Self.runs.withLock { count in
            count -= 1
            if count == 0 { _ = linux_adopt_orphans(0) }
        }
    }

    /// How many there are now, the demo's own process not counted; it stops counting at `most`.
    func count(upTo most: Int) -> Int {
        var found = 0
        var waiting = [child.pid]
        while let pid = waiting.popLast(), found < most {
            let children = Self.children(of: pid)
            found += children.count
            waiting += children
        }
        return found
    }

    /// Ends all that are left now that the demo's own process is gone; returns how many there were.
    func end() -> Int {
        child.send(SIGKILL)
        var ended: Set<pid_t> = []
        // What is being ended may have started another.
        for _ in 0..<100 {
            let left = orphans
            if left.isEmpty { break }
            for pid in left.flatMap({ [$0] + Self.allChildren(of: $0) }) {
                kill(pid, SIGKILL)
                ended.insert(pid)
            }
            for pid in left { while waitpid(pid, nil, 0) < 0, errno == EINTR {} }
        }
        return ended.count
    }

    /// Those of this process's children that the demo left behind.
    private var orphans: [pid_t] {
        Self.children(of: getpid()).filter { pid in
            getsid(pid) == child.pid || Self.environment(of: pid).contains(child.mark[...])
        }
    }

    private static func allChildren(of pid: pid_t) -> [pid_t] {
        children(of: pid).flatMap { [$0] + allChildren(of: $0) }
    }

    private static func children(of pid: pid_t) -> [pid_t] {
        names(inFolder: "/proc/\(pid)/task").flatMap { thread in
            text(of: "/proc/\(pid)/task/\(thread)/children").split(separator: " ")
                .compactMap { pid_t($0) }
        }
    }

    private static func environment(of pid: pid_t) -> [Substring] {
        text(of: "/proc/\(pid)/environ").split(separator: "\0")
    }

    /// What the file at `path` says; nothing once its process is gone.
    private static func text(of path: String) -> String {
        let bytes = (try? WholeFile.read(path)) ?? nil
        return String(decoding: bytes ?? [], as: UTF8.self)
    }
}
