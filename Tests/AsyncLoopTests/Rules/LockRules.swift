import AsyncLoop
import Testing

extension LoopTests {
    @Suite struct LockRules {
        @EventLoop private static func user(
            _ marks: Marks,
            _ name: String,
            _ lock: Lock
        ) async throws {
            do {
                try await lock.withLock { marks.say(name, "in") }
                marks.say(name, "out")
            } catch let error as CancelledError {
                marks.say(name, "cancelled")
                throw error
            }
        }

        /// Tasks of these names that wait for a lock which the caller holds.
        @EventLoop private static func waiting(
            _ names: String...,
            for lock: Lock,
            _ marks: Marks
        ) async throws -> [LoopTask<Void>] {
            try await lock.acquire()
            let tasks = names.map { name in
                createTask(name: name) { try await user(marks, name, lock) }
            }
            try await marks.settle()
            marks.mark()
            return tasks
        }

        @Test func `R36: a releaser that asks again stands behind those who wait`() async throws {
            let said = try await Marks.of { marks in
                let lock = Lock()
                let tasks = try await Self.waiting("a", "b", for: lock, marks)
                try lock.release()
                marks.say("released locked", lock.isLocked)
                try await lock.acquire()
                marks.say("main again")
                try lock.release()
                _ = try await gather(tasks)
            }
            #expect(
                said == [
                    "+0 released locked False", "+1 a in", "+1 a out", "+2 b in", "+2 b out",
                    "+3 main again",
                ]
            )
        }

        @Test func `R36: a task cancelled after it was woken passes the lock on`() async throws {
            let said = try await Marks.of { marks in
                let lock = Lock()
                let tasks = try await Self.waiting("a", "b", "c", for: lock, marks)
                try lock.release()
                tasks[0].cancel()
                _ = try await gather(tasks, returnExceptions: true)
                marks.say("locked", lock.isLocked)
            }
            #expect(
                said == [
                    "+1 a cancelled", "+2 b in", "+2 b out", "+3 c in", "+3 c out",
                    "+5 locked False",
                ]
            )
        }

        @Test func `R36: a task cancelled before it was woken passes the lock on`() async throws {
            let said = try await Marks.of { marks in
                let lock = Lock()
                let tasks = try await Self.waiting("a", "b", "c", for: lock, marks)
                tasks[0].cancel()
                try lock.release()
                _ = try await gather(tasks, returnExceptions: true)
                marks.say("locked", lock.isLocked)
            }
            #expect(
                said == [
                    "+1 a cancelled", "+2 b in", "+2 b out", "+3 c in", "+3 c out",
                    "+5 locked False",
                ]
            )
        }

        @Test func `R36: a newcomer overtakes those who were cancelled`() async throws {
            let said = try await Marks.of { marks in
                let lock = Lock()
                let tasks = try await Self.waiting("a", "b", for: lock, marks)
                for task in tasks { task.cancel() }
                try lock.release()
                try await lock.acquire()
                marks.say("main has it at once")
                try lock.release()
                _ = try await gather(tasks, returnExceptions: true)
                marks.say("locked", lock.isLocked)
            }
            #expect(
                said == [
                    "+0 main has it at once", "+1 a cancelled", "+1 b cancelled",
                    "+3 locked False",
                ]
            )
        }

        @Test func `a lock nobody holds cannot be released`() async throws {
            struct Body: Error {}
            let said = try await Marks.of { marks in
                let lock = Lock()
                marks.mark()
                do { try lock.release() } catch { marks.say(error) }
                do {
                    try await lock.withLock {
                        try lock.release()
                        throw Body()
                    }
                } catch { marks.say(error) }
            }
            let refusal = "+0 RuntimeError: Lock is not acquired."
            #expect(said == [refusal, refusal])
        }

        @Test func `withLock releases when its body throws`() async throws {
            struct Body: Error {}
            let said = try await Marks.of { marks in
                let lock = Lock()
                do { try await lock.withLock { throw Body() } } catch { marks.say(error) }
                marks.say("locked", lock.isLocked)
            }
            #expect(said == ["+1 Body()", "+1 locked False"])
        }

        @Test func `R36: every one of many gets the lock, in order, whoever is cancelled`()
            async throws
        {
            let said = try await Marks.of { marks in
                let lock = Lock()
                try await lock.acquire()
                var order: [Int] = []
                let tasks = (0..<1_000).map { number in
                    createTask { try await lock.withLock { order.append(number) } }
                }
                try await marks.settle()
                for task in tasks.reversed().filter({ $0.name.hasSuffix("7") }) { task.cancel() }
                try lock.release()
                let ends = try await gather(tasks, returnExceptions: true)
                let through = ends.indices.filter { !tasks[$0].isCancelled }
                marks.mark()
                marks.say(order == through, order.count, "locked", lock.isLocked)
            }
            #expect(said == ["+0 True 900 locked False"])
        }
    }
}
