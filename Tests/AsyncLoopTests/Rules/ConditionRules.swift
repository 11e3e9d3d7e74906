import AsyncLoop
import Testing

extension LoopTests {
    @Suite struct ConditionRules {
        /// Tasks of these names that wait to be notified.
        @EventLoop private static func waiting(
            _ names: String...,
            at condition: Condition,
            _ marks: Marks
        ) async throws -> [LoopTask<Void>] {
            let tasks = names.map { name in
                createTask(name: name) {
                    do {
                        try await condition.withLock {
                            try await condition.wait()
                            marks.say(name, "woke locked", condition.isLocked)
                        }
                    } catch let error as CancelledError {
                        marks.say(name, "cancelled locked", condition.isLocked)
                        throw error
                    }
                }
            }
            try await marks.settle()
            marks.mark()
            return tasks
        }

        @Test func `wait, notify and release need the lock`() async throws {
            let said = try await Marks.of { marks in
                let condition = Condition()
                do { try await condition.wait() } catch { marks.say(error) }
                do { try condition.notify() } catch { marks.say(error) }
                do { try condition.release() } catch { marks.say(error) }
            }
            #expect(
                said == [
                    "+1 RuntimeError: cannot wait on un-acquired lock",
                    "+1 RuntimeError: cannot notify on un-acquired lock",
                    "+1 RuntimeError: Lock is not acquired.",
                ]
            )
        }

        @Test func `R36: a cancelled wait takes the lock again before it throws`() async throws {
            let said = try await Marks.of { marks in
                let condition = Condition()
                let tasks = try await Self.waiting("a", "b", at: condition, marks)
                try await condition.acquire()
                tasks[0].cancel()
                try await marks.settle()
                marks.say("release")
                try condition.release()
                try await sleep(1)
                marks.say("done", tasks.allSatisfy(\.isDone))
            }
            #expect(
                said == [
                    "+5 release", "+6 a cancelled locked False", "+7 b woke locked True",
                    "+9 done True",
                ]
            )
        }

        @Test func `R36: a notification to a task that was cancelled goes to the next`()
            async throws
        {
            let said = try await Marks.of { marks in
                let condition = Condition()
                let tasks = try await Self.waiting("a", "b", "c", at: condition, marks)
                try await condition.withLock { try condition.notify() }
                tasks[0].cancel()
                try await sleep(1)
                marks.say("done", tasks.map { Page.str($0.isDone) }.joined(separator: " "))
                for task in tasks { task.cancel() }
                try await marks.settle()
            }
            #expect(
                said == [
                    "+1 a cancelled locked False", "+2 b woke locked True",
                    "+4 done True True False", "+5 c cancelled locked False",
                ]
            )
        }

        @Test func `R36: of several cancellations while the lock is retaken the last counts`()
            async throws
        {
            let said = try await Marks.of { marks in
                let condition = Condition()
                let tasks = try await Self.waiting("a", "b", at: condition, marks)
                try await condition.acquire()
                try condition.notify()
                for message in ["one", "two"] {
                    try await sleep(0)
                    try await sleep(0)
                    tasks[0].cancel(message)
                }
                try await marks.settle()
                marks.say("release")
                try condition.release()
                try await sleep(1)
                do { try tasks[0].result() } catch { marks.say(error) }
            }
            #expect(
                said == [
                    "+9 release", "+10 a cancelled locked False", "+11 b woke locked True",
                    "+13 CancelledError: two",
                ]
            )
        }

        @Test func `waitFor looks now and after each notification`() async throws {
            let said = try await Marks.of { marks in
                let condition = Condition()
                var number = 0
                let task = createTask {
                    try await condition.withLock {
                        try await condition.waitFor {
                            marks.say("looks", number)
                            return number >= 2
                        }
                        marks.say("holds")
                    }
                }
                try await marks.settle()
                marks.mark()
                while !task.isDone {
                    try await condition.withLock {
                        number += 1
                        try condition.notifyAll()
                    }
                    try await marks.settle()
                }
            }
            #expect(said == ["+2 looks 0", "+1 looks 1", "+6 looks 2", "+6 holds"])
        }

        @Test func `two conditions may share a lock`() async throws {
            let said = try await Marks.of { marks in
                let lock = Lock()
                let (full, empty) = (Condition(lock: lock), Condition(lock: lock))
                try await full.withLock {
                    marks.say(empty.isLocked)
                    try empty.notify()
                }
                marks.say(empty.isLocked)
            }
            #expect(said == ["+1 True", "+1 False"])
        }
    }
}
