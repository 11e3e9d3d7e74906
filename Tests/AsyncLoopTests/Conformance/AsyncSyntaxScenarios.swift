import AsyncLoop

let asyncSyntaxScenarios: [Scenario] = [
    Scenario("442_asyncsyntax_generator_cleanup") { page in
        try page.run {
            @EventLoop func numbers(_ name: String) -> AsyncGenerator<Int> {
                AsyncGenerator(name) { yield in
                    do {
                        for number in 0..<5 {
                            try await AsyncLoop.sleep(1)
                            try await yield(number)
                        }
                    } catch {
                        page.print("t=\(at()) \(name) cleanup starts")
                        try await AsyncLoop.sleep(1)
                        page.print("t=\(at()) \(name) cleanup ends")
                        throw error
                    }
                }
            }
            let first = numbers("first")
            for try await number in first where number == 1 { break }
            page.print("t=\(at()) after break, no cleanup yet")
            try await first.close()
            var more: [Int] = []
            for try await number in first { more.append(number) }
            page.print("t=\(at()) after aclose; more items:", Page.repr(more))
            try await withClosing(numbers("second")) { second in
                for try await _ in second { break }
                page.print("t=\(at()) still inside aclosing")
            }
            page.print("t=\(at()) after aclosing")
            let third = numbers("third")
            let task = createTask { try await third.next()! }
            try await AsyncLoop.sleep(0)
            do {
                _ = try await third.next()
            } catch {
                page.print(error)
            }
            page.print("the first anext gives", try await task.value())
            try await third.close()
        }
    },
    Scenario("443_asyncsyntax_with_order") { page in
        try page.run {
            @EventLoop func with(
                _ name: String,
                swallow: Bool = false,
                _ body: @EventLoop () async throws -> Void
            ) async throws {
                try await AsyncLoop.sleep(1)
                page.print("t=\(at()) enter \(name)")
                var failure: (any Error)?
                do { try await body() } catch { failure = error }
                try await AsyncLoop.sleep(1)
                let kind =
                    switch failure {
                    case nil: "None"
                    case let error as PythonError: error.type
                    case let error?: "\(type(of: error))"
                    }
                page.print("t=\(at()) exit \(name) with \(kind)")
                if let failure, !swallow { throw failure }
            }
            @EventLoop func use(
                swallow: Bool = false,
                _ body: @EventLoop () async throws -> Void
            ) async throws {
                try await with("outer", swallow: swallow) {
                    try await with("inner") {
                        page.print("t=\(at()) body")
                        try await body()
                    }
                }
                page.print("t=\(at()) after the block")
            }
            @EventLoop func fail() async throws { throw PythonError("body") }
            try await use { try await AsyncLoop.sleep(1) }
            do {
                try await use(fail)
            } catch let error as PythonError {
                page.print("t=\(at()) came out: \(error)")
            }
            try await use(swallow: true, fail)
            let task = createTask { try await use { try await AsyncLoop.sleep(100) } }
            try await AsyncLoop.sleep(3)
            task.cancel()
            _ = try await AsyncLoop.wait([task])
            page.print("t=\(at())", state(task))
        }
    },
]
