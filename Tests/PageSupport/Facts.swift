import Trace

extension Board {
    /// All there is to it, in a line: the same as the exported page's script says of its own.
    public var facts: String {
        let ready = ready.map { entry in
            switch entry {
            case .task(let id): "t\(id)"
            case .callback(let id): "c\(id)"
            }
        }
        let runner =
            switch running {
            case .task(let id): "t\(id)"
            case .callback(let id): "c\(id)"
            case nil: "-"
            }
        let parts: [String] = [
            "\(index)", LoopTime.short(time), "\(pass)", runner, ready.joined(separator: ","),
            tasks.map(\.facts).joined(separator: ","),
            Self.sorted(timers) { LoopTime.short($0) },
            Self.sorted(jobs) { job in
                switch job {
                case .queued: "queued"
                case .running(let thread): "running(\(thread))"
                }
            },
            descriptors.map { "\($0)" }.sorted().joined(separator: ","),
            unstarted.sorted().map { "\($0)" }.joined(separator: ","), "\(outputCount)",
            "\(isDeadlocked)", "\(isClosed)",
        ]
        return parts.joined(separator: ";")
    }

    private static func sorted<Value>(_ map: [Int: Value], _ text: (Value) -> String) -> String {
        map.sorted { $0.key < $1.key }.map { "\($0.key)=\(text($0.value))" }
            .joined(separator: ",")
    }
}

extension Board.TaskState {
    fileprivate var facts: String {
        let state =
            switch status {
            case .ready: "ready"
            case .running: "running"
            case .waiting(let wait):
                "waiting(\(wait.role),\(wait.future),\(wait.task),"
                    + "\(wait.deadline.map(LoopTime.short) ?? "-"),\(wait.event))"
            case .finished(let outcome): "finished(\(outcome))"
            }
        return "\(state)/\(steps)/\(suspended.map { "\($0)" } ?? "-")"
    }
}

extension Recording {
    /// The facts of the board at every moment, the one before the first event first.
    public var facts: [String] {
        var board = Board()
        var facts = [board.facts]
        for event in events {
            board.apply(event)
            facts.append(board.facts)
        }
        return facts
    }
}
