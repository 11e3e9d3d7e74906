import AsyncLoop

let sleepScenarios: [Scenario] = [
    Scenario("401_sleep_zero_interleaving") { page in
        try page.run {
            @EventLoop func say(_ text: String) { page.print("tick \(EventLoop.pass): \(text)") }
            @EventLoop func stepper(_ name: String, _ steps: Int) async throws {
                for step in 0..<steps {
                    say("\(name)\(step)")
                    try await AsyncLoop.sleep(0)
                }
                say("\(name) ends")
            }
            @EventLoop func spawner() async throws {
                say("spawner")
                let task = createTask { try await stepper("d", 1) }
                try await AsyncLoop.sleep(0)
                say("spawner again")
                try await task.value()
                say("spawner ends")
            }
            let tasks = [
                createTask { try await stepper("a", 3) }, createTask { try await spawner() },
                createTask { try await stepper("b", 1) }, createTask { try await stepper("c", 2) },
            ]
            while !tasks.allSatisfy(\.isDone) {
                say("main")
                try await AsyncLoop.sleep(0)
            }
            say("main ends")
        }
    }
]
