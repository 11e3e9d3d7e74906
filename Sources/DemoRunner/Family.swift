import CLinux
import Glibc

/// Which of this process's children are adopted: known by having been seen as another's before.
struct Family {
    /// The demos that run, and with them those whose orphans are not `bury`'s.
    private var demos: Set<pid_t> = []
    /// The processes below this one's children when last looked at, each with the child it was below.
    private var places: [pid_t: pid_t] = [:]
    /// The children that are adopted, each with the child that it was below. Nobody waits for them
    /// but `Descendants`, so their numbers stay theirs.
    private var adopted: [pid_t: pid_t] = [:]

    /// A demo has begun to run, as the process `pid`. Orphans are adopted as long as one does.
    mutating func began(_ pid: pid_t) {
        if demos.isEmpty {
            // It is so long ago that these numbers may be others' now.
            places = [:]
            _ = linux_adopt_orphans(1)
        }
        demos.insert(pid)
    }

    /// The run of the demo `pid` is over.
    mutating func ended(_ pid: pid_t) {
        demos.remove(pid)
        if demos.isEmpty { _ = linux_adopt_orphans(0) }
    }

    /// Sees who is where, at most `most` processes below each child.
    mutating func look(upTo most: Int = .max) {
        var seen: [pid_t: pid_t] = [:]
        for child in Processes.children(of: getpid()) {
            for pid in Processes.below(child, upTo: most) { seen[pid] = adopted[child] ?? child }
        }
        // Who has lost its parent meanwhile is in both lists.
        let children = Processes.children(of: getpid())
        adopted = children.reduce(into: [:]) { known, pid in
            known[pid] = adopted[pid] ?? seen[pid] ?? places[pid]
        }
        places = seen
    }

    /// The adopted children that come from `child`.
    func adopted(from child: pid_t) -> Set<pid_t> {
        Set(adopted.filter { $0.value == child }.keys)
    }

    /// Takes leave of the adopted children that have ended; a running demo's own are counted first,
    /// at its end.
    mutating func bury() {
        adopted = adopted.filter { pid, child in
            demos.contains(child) || waitpid(pid, nil, WNOHANG) == 0
        }
    }
}
