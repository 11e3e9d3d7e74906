import AsyncLoop
import Testing

extension LoopTests {
    @Suite struct EventRules {
        @Test func `R36: set wakes all in order, also if it is cleared at once`() async throws {
            let said = try await Marks.of { marks in
                let event = Event()
                @EventLoop func waiter(_ name: String) async throws {
                    try await event.wait()
                    marks.say(name, "through, set", event.isSet)
                }
                let tasks = ["a", "b"].map { name in createTask { try await waiter(name) } }
                try await marks.settle()
                marks.mark()
                event.set()
                event.clear()
                let late = createTask { try await waiter("late") }
                try await marks.settle()
                event.set()
                marks.say("set again")
                _ = try await gather(tasks + [late])
            }
            #expect(
                said == [
                    "+1 a through, set False", "+1 b through, set False", "+5 set again",
                    "+6 late through, set True",
                ]
            )
        }

        @Test func `R36: who is cancelled does not go through, before or after the set`()
            async throws
        {
            let said = try await Marks.of { marks in
                let event = Event()
                let tasks = ["a", "b", "c"].map { name in
                    createTask {
                        do {
                            try await event.wait()
                            marks.say(name, "through")
                        } catch let error as CancelledError {
                            marks.say(name, "cancelled")
                            throw error
                        }
                    }
                }
                try await marks.settle()
                marks.mark()
                tasks[1].cancel()
                event.set()
                tasks[2].cancel()
                _ = try await gather(tasks, returnExceptions: true)
            }
            #expect(said == ["+1 b cancelled", "+1 a through", "+1 c cancelled"])
        }
    }
}
