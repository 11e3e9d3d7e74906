import AsyncLoop

/// Timers, callbacks that throw, waiters that give up.
extension Hazards {
    private struct Failure: Error {}

    static func timers(_ count: Int) throws -> Bool {
        try EventLoop.run {
            var (ran, last, inOrder) = (0, (time: -1, number: -1), true)
            var handles: [TimerHandle] = []
            for number in 0..<count {
                // Deadlines come in no order, several timers to each.
                let time = 1 + number * 7919 % (count / 4)
                let handle = EventLoop.callLater(Double(time)) {
                    ran += 1
                    if (time, number) <= last { inOrder = false }
                    last = (time, number)
                }
                handles.append(handle)
            }
            for number in stride(from: 0, to: count, by: 2) { handles[number].cancel() }
            handles = []
            try await sleep(Double(count))
            return ran == count / 2 && inOrder
        }
    }

    static func throwingCallbacks(_ count: Int) throws -> Bool {
        try EventLoop.run {
            var (reported, ran) = (0, 0)
            EventLoop.setExceptionHandler { if $0.error is Failure { reported += 1 } }
            let future = Future<Void>()
            for _ in 0..<count {
                EventLoop.callSoon { throw Failure() }
                EventLoop.callLater(1) { throw Failure() }
                future.addDoneCallback { _ in throw Failure() }
                future.addDoneCallback { _ in ran += 1 }
            }
            try future.setResult(())
            try await sleep(2)
            return reported == 3 * count && ran == count
        }
    }

    static func waiters(_ count: Int) throws -> Bool {
        try EventLoop.run {
            let (event, lock) = (Event(), Lock())
            try await lock.acquire()
            let tasks = (0..<count).map { number in
                createTask {
                    if number.isMultiple(of: 2) {
                        try await event.wait()
                    } else {
                        try await lock.acquire()
                    }
                }
            }
            try await sleep(0)
            for task in tasks.reversed() { task.cancel() }
            _ = try await wait(tasks)
            try lock.release()
            return tasks.allSatisfy(\.isCancelled) && !lock.isLocked
        }
    }

    static func neglectedErrors(_ count: Int) throws -> Bool {
        let reported = Counter()
        try EventLoop.run {
            EventLoop.setExceptionHandler { _ in reported.count += 1 }
            for _ in 0..<count {
                createTask { throw Failure() }
                _ = Coroutine {}
            }
            try await sleep(1)
        }
        return try onLoop { reported.count } == 2 * count
    }

    @EventLoop
    private final class Counter {
        var count = 0
        nonisolated init() {}
    }
}
