import CLinux
import Glibc

/// Which of this process's children are adopted: known by having been seen as another's before.
struct Family {
    /// The demos that run, and with them those whose orphans are not `bury`'s.
    private var demos: Set<pid_t> = []
    /// This process's children when last looked at, each with the processes below it.
    private var below: [pid_t: [pid_t]] = [:]
    /// The children that are adopted, each with the child that it was below. Nobody waits for them
    /// but `Descendants`, so their numbers stay theirs.
    private var adopted: [pid_t: pid_t] = [:]

    /// A demo has begun to run, as the process `pid`. Orphans are adopted as long as one does.
    mutating func began(_ pid: pid_t) {
        if demos.isEmpty {
            // It is so long ago that these numbers may be others' now.
            below = [:]
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
        let before = below
        below = [:]
        for child in Processes.children(of: getpid()) {
            below[child] = Processes.below(child, upTo: most)
        }
        // Who has lost its parent meanwhile is in both lists.
        let children = Processes.children(of: getpid())
        let origins = origins(in: before).merging(origins(in: below)) { $1 }
        adopted = children.reduce(into: [:]) { known, pid in
            known[pid] = adopted[pid] ?? origins[pid]
        }
    }

    /// Of each process below a child, the child that it comes from.
    private func origins(in places: [pid_t: [pid_t]]) -> [pid_t: pid_t] {
        places.reduce(into: [:]) { origins, place in
            for pid in place.value { origins[pid] = adopted[place.key] ?? place.key }
        }
    }

    /// How many processes were below `child` when last looked at.
    func count(below child: pid_t) -> Int { below[child]?.count ?? 0 }

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
