import Testing

@testable import Tutor

@Suite struct `Did you mean` {
    @Test(arguments: [
        ("list", "list", 0), ("lits", "list", 1), ("lst", "list", 1), ("lisst", "list", 1),
        ("lost", "list", 1), ("", "list", 4), ("gather", "get", 4),
    ])
    func `a distance counts letters added, dropped, changed or swapped`(
        first: String,
        second: String,
        distance: Int
    ) {
        #expect(Nearness.distance(first, second) == distance)
        #expect(Nearness.distance(second, first) == distance)
    }

    @Test func `the likeliest name comes first and unlikely ones not at all`() {
        let names = ["event-loop", "coroutines", "tasks", "futures"]
        #expect(Nearness.suggestions(for: "coroutine", among: names) == ["coroutines"])
        #expect(Nearness.suggestions(for: "taks", among: names) == ["tasks"])
        #expect(Nearness.suggestions(for: "zebra", among: names) == [])
        #expect(Nearness.suggestions(for: "x", among: ["a", "b"]) == [])
    }
}
