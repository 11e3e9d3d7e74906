import AsyncLoop
import Foundation

/// A random program as `CPython/programs.py` reads it, and errors by the names they have there.
extension RandomProgram {
    /// The program as one line of JSON.
    func json() throws -> String {
        let all: [String: Any] = ["seed": seed, "joins": joins, "main": Self.json(main)]
        let data = try JSONSerialization.data(withJSONObject: all, options: [.sortedKeys])
        return String(decoding: data, as: UTF8.self)
    }

    private static func json(_ steps: [Step]) -> [Any] {
        steps.map { step in
            var all = operands(of: step)
            all["label"] = label(of: step)
            let bodies = bodies(of: step)
            if !bodies.isEmpty { all["bodies"] = bodies.map(json) }
            return all
        }
    }

    private static func operands(of step: Step) -> [String: Any] {
        switch step {
        case .turn: ["do": "sleep", "time": 0]
        case .sleep(let time): ["do": "sleep", "time": time]
        case .busy(let time): ["do": "busy", "time": time]
        case .spawn(let task, let eager, _): ["do": "spawn", "task": task, "eager": eager]
        case .await(let task): ["do": "await_task", "task": task]
        case .future(let number): ["do": "await_future", "future": number]
        case .gather(let all, let returns): ["do": "gather", "futures": all, "returns": returns]
        case .wait(let all, let timeout, let when):
            ["do": "wait", "futures": all, "timeout": optional(timeout), "when": "\(when)"]
        case .asCompleted(let all, let timeout):
            ["do": "as_completed", "futures": all, "timeout": optional(timeout)]
        case .waitFor(let one, let timeout): ["do": "wait_for", "future": one, "time": timeout]
        case .waitForBody(let timeout, _): ["do": "wait_for_body", "time": timeout]
        case .shield(let one): ["do": "shield", "future": one]
        case .group: ["do": "group"]
        case .lock(let number, _): ["do": "lock", "lock": number]
        case .semaphore: ["do": "semaphore"]
        case .putWaiting: ["do": "put"]
        case .get: ["do": "get"]
        case .join: ["do": "join"]
        case .event(let number): ["do": "event", "event": number]
        case .condition: ["do": "wait_condition"]
        case .notify(let count): ["do": "notify", "count": optional(count)]
        case .barrier(let step): ["do": "meet", "step": step.rawValue]
        case .timeout(let time, _): ["do": "timeout", "time": time]
        case .movedTimeout(let time, let next, _, _):
            ["do": "moved_timeout", "time": time, "next": optional(next)]
        case .job(let time, let fails): ["do": "job", "time": time, "fails": fails]
        case .callSoon(let deed): ["do": "call_soon", "deed": json(deed)]
        case .callLater(let time, let deed): ["do": "call_later", "time": time, "deed": json(deed)]
        case .callThreadsafe(let deed): ["do": "call_threadsafe", "deed": json(deed)]
        case .watch(let one, let deed): ["do": "watch", "future": one, "deed": json(deed)]
        case .now(let deed): ["do": "now", "deed": json(deed)]
        case .attempt: ["do": "attempt"]
        case .cleanUp: ["do": "clean_up"]
        }
    }

    private static func optional(_ number: Int?) -> Any {
        number.map { $0 as Any } ?? NSNull()
    }

    private static func json(_ deed: Deed) -> [String: Any] {
        var all: [String: Any] =
            switch deed {
            case .cancel(let task): ["do": "cancel", "task": task]
            case .cancelMain: ["do": "cancel_main"]
            case .cancelGroup(let task): ["do": "cancel_group", "task": task]
            case .uncancel: ["do": "uncancel"]
            case .set(let event): ["do": "set", "event": event]
            case .clear(let event): ["do": "clear", "event": event]
            case .complete(let future, let ending):
                ["do": "complete", "future": future, "ending": ending.rawValue]
            case .put: ["do": "put"]
            case .take: ["do": "take"]
            case .taskDone: ["do": "task_done"]
            case .shutDown(let immediate): ["do": "shut_down", "immediate": immediate]
            case .dropHandle: ["do": "drop_handle"]
            case .fail: ["do": "fail"]
            }
        all["label"] = label(of: deed)
        return all
    }

    /// What Python calls `error`; of a group, also what is in it.
    static func kind(of error: any Error) -> String {
        switch error {
        case is CancelledError: "CancelledError"
        case is TimeoutError: "TimeoutError"
        case let group as ErrorGroup:
            "ExceptionGroup(\(group.errors.map(kind).joined(separator: ", ")))"
        case is LoopError: "RuntimeError"
        // Their texts begin with Python's name for them.
        case is SyncError, is QueueError: String("\(error)".prefix { $0 != ":" })
        default: "\(type(of: error))"
        }
    }

    static func kind(of result: Result<Void, any Error>) -> String {
        switch result {
        case .success: "ok"
        case .failure(let error): kind(of: error)
        }
    }
}
