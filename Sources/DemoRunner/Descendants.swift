import Glibc
import Synchronization

/// The processes that a demo has started.
///
/// Those that lose their parent become this process's children, so that none gets away: they are
/// known by the mark in their environment, by their session, or by where they were last seen. Only
/// one that was started with an emptied environment, in a session of its own, and left by its parent
/// between two looks is not found.
///
/// So do the orphans of this process's other children, as long as a demo runs. Those that have ended
/// are waited for here, but none that was ever this process's own child: somebody else waits for it.
struct Descendants: ~Copyable {
    private let child: ChildProcess
    private static let family = Mutex(Family())

    /// Adopts what `child` starts and leaves behind, for as long as this value lives.
    init(of child: ChildProcess) {
        self.child = child
        Self.family.withLock { $0.began(child.pid) }
    }

    deinit {
        Self.family.withLock { $0.ended(child.pid) }
    }

    /// How many there are now, the demo's own process not counted; it stops counting at `most`.
    func count(upTo most: Int) -> Int {
        Self.family.withLock { family in
            family.look(upTo: most)
            family.bury()
            return family.count(below: child.pid)
        }
    }

    /// Ends all that are left now that the demo's own process is gone; returns how many there were.
    func end() -> Int {
        child.send(SIGKILL)
        var ended: Set<pid_t> = []
        // What is being ended may have started another.
        for _ in 0..<100 {
            let left = orphans
            if left.isEmpty { break }
            for pid in left.flatMap({ [$0] + Processes.below($0) }) {
                kill(pid, SIGKILL)
                ended.insert(pid)
            }
            for pid in left { while waitpid(pid, nil, 0) < 0, errno == EINTR {} }
        }
        return ended.count
    }

    /// Those of this process's children that the demo left behind.
    private var orphans: [pid_t] {
        let known = Self.family.withLock { family in
            family.look()
            return family.adopted(from: child.pid)
        }
        return Processes.children(of: getpid()).filter { pid in
            getsid(pid) == child.pid || known.contains(pid)
                || Processes.environment(of: pid).contains(child.mark[...])
        }
    }
}
