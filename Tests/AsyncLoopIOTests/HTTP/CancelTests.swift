import AsyncLoop
import AsyncLoopIO
import LoopSupport
import Testing

extension HTTPTests {
    @Suite struct CancelTests {
        @Test func `a task that is cancelled frees its connection at once`() async throws {
            let server = ScriptedServer.silent()
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession(limit: 1) { session in
                    for number in 1...3 {
                        let task = createTask { try await session.get(server.url) { _ in } }
                        while server.connections < number { try await sleep(0.001) }
                        task.cancel()
                        await #expect(throws: CancelledError.self) { try await task.value() }
                        try await server.allEnded()
                    }
                }
            }
            try run.result.get()
            #expect(server.connections == 3)
        }

        @Test func `a timeout around a request ends it wherever it is`() async throws {
            try await runPages(limit: 2) { session in
                let urls = ["/hello?delay=100", "/drip/9?every=100", "/hello?delay=100"]
                let tasks = urls.map { url in
                    createTask {
                        try await withTimeout(0.1) {
                            try await session.get(url) { try await $0.text() }
                        }
                    }
                }
                for task in tasks {
                    await #expect(throws: TimeoutError.self) { try await task.value() }
                }
                let text = try await session.text("/hello")
                #expect(text == "hello")
            }
        }

        @Test func `those that wait for a connection get one when others are cancelled`()
            async throws
        {
            try await runPages(limit: 1) { session in
                let first = createTask { try await session.get("/hello?delay=100") { _ in } }
                let second = createTask { try await session.get("/hello?delay=100") { _ in } }
                let third = createTask { try await session.text("/hello") }
                try await sleep(0.01)
                second.cancel()
                first.cancel()
                let text = try await third.value()
                #expect(text == "hello")
            }
        }

        @Test func `leaving the session ends what is on its way`() async throws {
            let server = ScriptedServer.silent()
            defer { server.stop() }
            let run = await runHTTP {
                let tasks = try await withHTTPSession(limit: 2) { session in
                    let tasks = (1...5).map { _ in
                        createTask {
                            try await reason { try await session.get(server.url) { _ in } }
                        }
                    }
                    while server.connections < 2 { try await sleep(0.001) }
                    return tasks
                }
                for task in tasks { #expect(try await task.value() == .closed) }
                try await server.allEnded()
            }
            try run.result.get()
        }
    }
}
