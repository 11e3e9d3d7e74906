import AsyncLoop
import Testing

extension LoopTests {
    @Suite struct SemaphoreRules {
        /// Tasks of these names that wait at a semaphore with no place.
        @EventLoop private static func waiting(
            _ names: String...,
            at semaphore: Semaphore,
            turns: Int = 0,
            _ marks: Marks
        ) async throws -> [LoopTask<Void>] {
            let tasks = names.map { name in
                createTask(name: name) {
                    do {
                        try await semaphore.withPermit {
                            marks.say(name, "in")
                            for _ in 0..<turns { try await sleep(0) }
                        }
                    } catch let error as CancelledError {
                        marks.say(name, "cancelled")
                        throw error
                    }
                }
            }
            try await marks.settle()
            marks.mark()
            return tasks
        }

        @Test func `R36: two releases let two in, and the places come back`() async throws {
            let said = try await Marks.of { marks in
                let semaphore = Semaphore(0)
                let tasks = try await Self.waiting(
                    "a",
                    "b",
                    "c",
                    at: semaphore,
                    turns: 2,
                    marks
                )
                semaphore.release()
                semaphore.release()
                marks.say("locked", semaphore.isLocked)
                _ = try await gather(tasks)
                marks.say("locked", semaphore.isLocked)
            }
            #expect(
                said == ["+0 locked True", "+1 a in", "+1 b in", "+4 c in", "+8 locked False"]
            )
        }

        @Test func `R36: a place given to a task that was cancelled goes to the next`() async throws
        {
            let said = try await Marks.of { marks in
                let semaphore = Semaphore(0)
                let tasks = try await Self.waiting("a", "b", "c", at: semaphore, marks)
                semaphore.release()
                tasks[0].cancel()
                _ = try await gather(tasks, returnExceptions: true)
                marks.say("locked", semaphore.isLocked)
            }
            #expect(
                said == ["+1 a cancelled", "+2 b in", "+3 c in", "+5 locked False"]
            )
        }

        @Test func `R36: a release passes over who was cancelled before`() async throws {
            let said = try await Marks.of { marks in
                let semaphore = Semaphore(0)
                let tasks = try await Self.waiting("a", "b", "c", at: semaphore, marks)
                tasks[0].cancel()
                semaphore.release()
                marks.say("locked", semaphore.isLocked)
                _ = try await gather(tasks, returnExceptions: true)
                marks.say("locked", semaphore.isLocked)
            }
            #expect(
                said == [
                    "+0 locked True", "+1 a cancelled", "+1 b in", "+2 c in", "+4 locked False",
                ]
            )
        }

        @Test func `R36: locked counts those who wait, but not those who were cancelled`()
            async throws
        {
            let said = try await Marks.of { marks in
                let semaphore = Semaphore(1)
                try await semaphore.acquire()
                let tasks = try await Self.waiting("a", at: semaphore, marks)
                tasks[0].cancel()
                semaphore.release()
                marks.say("locked", semaphore.isLocked)
                try await semaphore.acquire()
                marks.say("main in")
                try await marks.settle()
                marks.say("locked", semaphore.isLocked)
            }
            #expect(
                said == ["+0 locked False", "+0 main in", "+1 a cancelled", "+5 locked True"]
            )
        }

        @Test func `a bounded semaphore refuses a release too many`() async throws {
            let said = try await Marks.of { marks in
                let semaphore = BoundedSemaphore(2)
                try await semaphore.withPermit { marks.say("in, locked", semaphore.isLocked) }
                do { try semaphore.release() } catch { marks.say(error) }
            }
            #expect(
                said == [
                    "+1 in, locked False",
                    "+1 ValueError: BoundedSemaphore released too many times",
                ]
            )
        }
    }
}
