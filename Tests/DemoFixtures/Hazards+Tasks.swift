import AsyncLoop

/// Tasks in storms of cancellations, and tasks that await each other.
extension Hazards {
    static func storm(_ count: Int) throws -> Bool {
        try EventLoop.run {
            var cleanedUp = 0
            let tasks = (0..<count).map { number in
                createTask {
                    do { try await sleep(100) } catch {
                        cleanedUp += 1
                        if number.isMultiple(of: 2) { try? await sleep(0) }
                    }
                    try await sleep(100)
                }
            }
            try await sleep(0)
            while tasks.contains(where: { !$0.isDone }) {
                for task in tasks { task.cancel() }
                try await sleep(0)
            }
            return cleanedUp == count && tasks.allSatisfy(\.isCancelled)
        }
    }

    /// A chain whose first task sleeps and whose every other awaits the one before.
    @EventLoop
    private static func chain(
        _ count: Int,
        _ link: @escaping @EventLoop (LoopTask<Int>) async throws -> Int
    ) -> [LoopTask<Int>] {
        var tasks = [
            createTask {
                try await sleep(1)
                return 0
            }
        ]
        for _ in 1..<count {
            let last = tasks[tasks.count - 1]
            tasks.append(createTask { try await link(last) })
        }
        return tasks
    }

    static func resultUpChain(_ count: Int) throws -> Bool {
        try EventLoop.run {
            try await chain(count) { try await $0.value() + 1 }[count - 1].value() == count - 1
        }
    }

    static func cancellationDownChain(_ count: Int) throws -> Bool {
        try EventLoop.run {
            let tasks = chain(count) { try await $0.value() }
            try await sleep(0.5)
            tasks[count - 1].cancel()
            _ = try await wait(tasks)
            return tasks.allSatisfy(\.isCancelled)
        }
    }

    static func endWithChain(_ count: Int) throws -> Bool {
        let tasks = try EventLoop.run {
            let tasks = chain(count) { try await $0.value() }
            try await sleep(0.5)
            return tasks
        }
        return try onLoop { tasks.allSatisfy(\.isCancelled) }
    }

    static func gathers(_ count: Int) throws -> Bool {
        try EventLoop.run {
            let tasks = chain(count) { try await gather([$0])[0] }
            try await sleep(0.5)
            tasks[count - 1].cancel()
            _ = try await wait(tasks)
            return tasks.allSatisfy(\.isCancelled)
        }
    }

    static func coroutines(_ count: Int) throws -> Bool {
        try EventLoop.run {
            var coroutine = Coroutine("leaf") { 0 }
            for _ in 1..<count {
                let inner = coroutine
                coroutine = Coroutine("link") { try await inner.value() + 1 }
            }
            return try await coroutine.value() == count - 1
        }
    }

    static func deadlock(_ count: Int) throws -> Bool {
        do {
            try EventLoop.run {
                let future = Future<Int>()
                for _ in 1..<count { createTask { _ = try await future.value() } }
                _ = try await future.value()
            }
            return false
        } catch let error as DeadlockError {
            return error.pending.count == count
        }
    }
}
