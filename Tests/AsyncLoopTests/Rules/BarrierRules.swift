import AsyncLoop
import Testing

extension LoopTests {
    @Suite struct BarrierRules {
        @EventLoop private static func arrive(
            _ name: String,
            at barrier: Barrier,
            _ marks: Marks
        ) async throws {
            do {
                marks.say(name, "is", try await barrier.wait())
            } catch let error as BrokenBarrierError {
                marks.say(name, error)
            } catch let error as CancelledError {
                marks.say(name, "cancelled")
                throw error
            }
        }

        @EventLoop private static func arriving(
            _ names: String...,
            at barrier: Barrier,
            _ marks: Marks
        ) -> [LoopTask<Void>] {
            names.map { name in createTask { try await arrive(name, at: barrier, marks) } }
        }

        @Test func `the last to come goes on at once, the others a pass later in order`()
            async throws
        {
            let said = try await Marks.of { marks in
                let barrier = Barrier(parties: 3)
                marks.mark()
                let tasks = Self.arriving("a", "b", "c", "d", "e", "f", at: barrier, marks)
                try await sleep(0)
                try await sleep(0)
                marks.say("waiting", barrier.waitingCount)
                _ = try await gather(tasks)
                marks.say("waiting", barrier.waitingCount, "broken", barrier.isBroken)
            }
            #expect(
                said == [
                    "+1 c is 2", "+2 a is 0", "+2 b is 1", "+2 waiting 0", "+3 f is 2",
                    "+4 d is 0", "+4 e is 1", "+6 waiting 0 broken False",
                ]
            )
        }

        @Test func `an aborted barrier breaks for all until it is reset`() async throws {
            let said = try await Marks.of { marks in
                let barrier = Barrier(parties: 3)
                let tasks = Self.arriving("a", "b", at: barrier, marks)
                try await marks.settle()
                marks.mark()
                marks.say("waiting", barrier.waitingCount)
                try await barrier.abort()
                marks.say("broken", barrier.isBroken, "waiting", barrier.waitingCount)
                _ = try await gather(tasks)
                try await Self.arrive("late", at: barrier, marks)
                try await barrier.reset()
                marks.say("broken", barrier.isBroken)
                _ = try await gather(Self.arriving("x", "y", "z", at: barrier, marks))
            }
            #expect(
                said == [
                    "+0 waiting 2", "+0 broken True waiting 0",
                    "+1 a BrokenBarrierError: Abort or reset of barrier",
                    "+1 b BrokenBarrierError: Abort or reset of barrier",
                    "+3 late BrokenBarrierError: Barrier aborted", "+3 broken False",
                    "+4 z is 2", "+5 x is 0", "+5 y is 1",
                ]
            )
        }

        @Test func `a reset breaks for those who wait and is as new for the next`() async throws {
            let said = try await Marks.of { marks in
                let barrier = Barrier(parties: 3)
                let tasks = Self.arriving("a", "b", at: barrier, marks)
                try await marks.settle()
                marks.mark()
                try await barrier.reset()
                marks.say("broken", barrier.isBroken, "waiting", barrier.waitingCount)
                _ = try await gather(tasks)
                _ = try await gather(Self.arriving("x", "y", "z", at: barrier, marks))
            }
            #expect(
                said == [
                    "+0 broken False waiting 0",
                    "+1 a BrokenBarrierError: Abort or reset of barrier",
                    "+1 b BrokenBarrierError: Abort or reset of barrier",
                    "+4 z is 2", "+5 x is 0", "+5 y is 1",
                ]
            )
        }

        @Test func `a cancelled task no longer counts`() async throws {
            let said = try await Marks.of { marks in
                let barrier = Barrier(parties: 2)
                let tasks = Self.arriving("a", at: barrier, marks)
                try await marks.settle()
                marks.mark()
                tasks[0].cancel()
                try await marks.settle()
                marks.say("waiting", barrier.waitingCount)
                _ = try await gather(Self.arriving("x", "y", at: barrier, marks))
            }
            #expect(said == ["+1 a cancelled", "+5 waiting 0", "+6 y is 1", "+7 x is 0"])
        }
    }
}
