import Glibc
import Platform

/// What the system tells of the processes that there are.
enum Processes {
    /// The processes that have `pid` for their parent, those included that have ended and are not
    /// waited for yet.
    static func children(of pid: pid_t) -> [pid_t] {
        names(inFolder: "/proc/\(pid)/task").flatMap { thread in
            text(of: "/proc/\(pid)/task/\(thread)/children").split(separator: " ")
                .compactMap { pid_t($0) }
        }
    }

    /// The children of `pid`, their children, and so on; it stops looking once it has `most`.
    static func below(_ pid: pid_t, upTo most: Int = .max) -> [pid_t] {
        var found: [pid_t] = []
        var waiting = [pid]
        while let pid = waiting.popLast(), found.count < most {
            let children = children(of: pid)
            found += children
            waiting += children
        }
        return found
    }

    /// What stands in the environment that `pid` was started with; nothing once it has ended.
    static func environment(of pid: pid_t) -> [Substring] {
        text(of: "/proc/\(pid)/environ").split(separator: "\0")
    }

    /// What the file at `path` says; nothing once its process is gone.
    private static func text(of path: String) -> String {
        let bytes = (try? WholeFile.read(path)) ?? nil
        return String(decoding: bytes ?? [], as: UTF8.self)
    }
}
