import AsyncLoop

/// What a `ContextVar` is in Python. A binding has a scope, where `ContextVar.set` has none.
enum Local {
    @TaskLocal static var value = "default"
}

let contextScenarios: [Scenario] = [
    Scenario("421_context_per_task") { page in
        try page.run {
            // Gives back what it bound: a binding cannot leave the function that made it.
            @EventLoop @discardableResult
            func child(_ name: String, _ new: String) async throws -> String {
                let first = Local.value
                return try await Local.$value.withValue(new) {
                    try await AsyncLoop.sleep(0)
                    page.print("\(name): saw \(first), set \(new), after a switch \(Local.value)")
                    return Local.value
                }
            }
            try await Local.$value.withValue("one") {
                let a = createTask { try await child("a", "A") }
                try await Local.$value.withValue("two") {
                    let b = createTask { try await child("b", "B") }
                    try await Local.$value.withValue("three") {
                        _ = try await a.value()
                        _ = try await b.value()
                        page.print("main after the tasks:", Local.value)
                        // Python's direct await shares the context; here main binds it again.
                        let direct = try await child("awaited directly", "D")
                        try await Local.$value.withValue(direct) {
                            page.print("main after the direct await:", Local.value)
                            _ = try await gather(
                                { try await child("g1", "G1") },
                                { try await child("g2", "G2") }
                            )
                            page.print("main after gather:", Local.value)
                            let own = createTask { try await child("in a given context", "X") }
                            page.print(
                                "the given context has",
                                try await own.value(),
                                "| main has",
                                Local.value
                            )
                            _ = try await waitFor(timeout: 1) { try await child("wait_for", "W") }
                        }
                    }
                }
            }
        }
    }
]
