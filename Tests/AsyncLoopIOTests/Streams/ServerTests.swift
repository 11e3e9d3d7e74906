import AsyncLoop
import Glibc
import LoopEvents
import LoopSupport
import Testing

@testable import AsyncLoopIO

extension IOTests {
    @Suite struct ServerTests {
        @EventLoop
        private static func echo(_ reader: StreamReader, _ writer: StreamWriter) async throws {
            for try await line in reader.lines() {
                try writer.write("\(line)\n")
                try await writer.drain()
            }
        }

        @Test func `of a name's addresses those count that this machine has`() async throws {
            let run = await runReal {
                // By RFC 5737 the second is nobody's.
                let here = try #require(SocketAddress(host: "127.0.0.1", port: 0))
                let nowhere = try #require(SocketAddress(host: "192.0.2.1", port: 0))
                @EventLoop func serve(at addresses: [SocketAddress]) throws -> [String?] {
                    let server = try startServer(
                        at: addresses,
                        name: nil,
                        limit: 1,
                        backlog: 1,
                        line: #line
                    ) { _, _ in }
                    defer { server.close() }
                    return server.addresses.map(\.host)
                }
                let hosts = try serve(at: [here, nowhere])
                var code: Int32 = 0
                do { _ = try serve(at: [nowhere]) } catch let error as SocketError {
                    code = error.code
                }
                return (hosts, code)
            }
            let (hosts, code) = try run.result.get()
            #expect(hosts == ["127.0.0.1"])
            #expect(code == EADDRNOTAVAIL)
        }

        @Test func `clients are answered side by side, each by a task of its own`() async throws {
            let run = await runReal {
                let server = try await startServer(name: "echo") { try await Self.echo($0, $1) }
                var heard: [String] = []
                let clients = ["A", "B"].map { (name: String) in
                    createTask(name: name) {
                        let (reader, writer) = try await openConnection(port: server.port!)
                        for number in 1...3 {
                            try writer.write("\(name)\(number)\n")
                            heard.append(try await reader.readLine() ?? "none")
                            try await sleep(0.005)
                        }
                        writer.close()
                    }
                }
                _ = try await gather(clients)
                server.close()
                try await server.waitClosed()
                return heard
            }
            let heard = try run.result.get()
            #expect(heard.filter { $0.hasPrefix("A") } == ["A1", "A2", "A3"])
            #expect(heard.filter { $0.hasPrefix("B") } == ["B1", "B2", "B3"])
            #expect(heard != ["A1", "A2", "A3", "B1", "B2", "B3"])
            let names = run.events.filter { $0.kind == .taskCreated }.map {
                run.buffer.string($0.text)
            }
            #expect(names.contains("echo-1") && names.contains("echo-2"))
        }

        @Test func `a closed server answers those it has, and nobody else`() async throws {
            let run = await runReal {
                let server = try await startServer { try await Self.echo($0, $1) }
                let port = server.port!
                let (reader, writer) = try await openConnection(port: port)
                try writer.write("one\n")
                _ = try await reader.readLine()
                server.close()
                var isRefused = false
                do { _ = try await openConnection(port: port) } catch let error as SocketError {
                    isRefused = error.code == ECONNREFUSED
                }
                try writer.write("two\n")
                let answer = try await reader.readLine()
                let ended = createTask { try await server.waitClosed() }
                try await sleep(0.01)
                let wasDone = ended.isDone
                writer.close()
                try await ended.value()
                return (isRefused, answer, wasDone, server.isServing, server.port)
            }
            let (isRefused, answer, wasDone, isServing, port) = try run.result.get()
            #expect(isRefused)
            #expect(answer == "two")
            #expect(!wasDone)
            #expect(!isServing && port == nil)
        }

        @Test func `a server can close its clients' connections too`() async throws {
            let run = await runReal {
                let server = try await startServer { try await Self.echo($0, $1) }
                let (reader, writer) = try await openConnection(port: server.port!)
                try writer.write("one\n")
                _ = try await reader.readLine()
                server.close()
                server.closeClients()
                let rest = try await reader.readAll()
                try await server.waitClosed()
                return rest
            }
            #expect(try run.result.get().isEmpty)
        }

        @Test func `serving for ever ends with a cancellation, and all clients with it`()
            async throws
        {
            let run = await runReal {
                let server = try await startServer { try await Self.echo($0, $1) }
                let (reader, writer) = try await openConnection(port: server.port!)
                let serving = createTask { try await server.serveForever() }
                try writer.write("one\n")
                let answer = try await reader.readLine()
                serving.cancel()
                try await sleep(0.005)
                let isServing = server.isServing
                writer.close()
                _ = try await wait([serving])
                return (answer, isServing, serving.isCancelled)
            }
            let (answer, isServing, isCancelled) = try run.result.get()
            #expect(answer == "one")
            #expect(!isServing)
            #expect(isCancelled)
        }

        @Test func `an error of one client's is told, and the server goes on`() async throws {
            let run = await runReal {
                var told: [String] = []
                EventLoop.setExceptionHandler {
                    if let error = $0.error { told.append("\(error)") }
                }
                let server = try await startServer { reader, writer in
                    let line = try await reader.readLine()
                    if line == "bad" { throw SocketError("like it", code: EPERM) }
                    try writer.write("good\n")
                }
                var answers: [String?] = []
                for word in ["bad", "fine"] {
                    let (reader, writer) = try await openConnection(port: server.port!)
                    try writer.write("\(word)\n")
                    answers.append(try await reader.readLine())
                    writer.close()
                }
                server.close()
                try await server.waitClosed()
                return (answers, told)
            }
            let (answers, told) = try run.result.get()
            #expect(answers == [nil, "good"])
            #expect(told == ["PermissionError: cannot like it: Operation not permitted"])
            #expect(run.events.contains { $0.kind == .callbackFailed })
        }

        @Test func `when descriptors run out the server pauses, and then takes who has waited`()
            async throws
        {
            let run = await runReal {
                let hoard = Hoard()
                var told: [String] = []
                EventLoop.setExceptionHandler {
                    if let error = $0.error { told.append("\(error)") }
                }
                let server = try await startServer { try await Self.echo($0, $1) }
                server.pause = 0.5
                let (first, firstWriter) = try await openConnection(port: server.port!)
                try firstWriter.write("one\n")
                _ = try await first.readLine()
                hoard.fill(leaving: 1)
                let (reader, writer) = try await openConnection(port: server.port!)
                try writer.write("two\n")
                try await sleep(0.01)
                let problems = told.count
                hoard.release()
                let answer = try await reader.readLine()
                writer.close()
                firstWriter.close()
                server.close()
                try await server.waitClosed()
                return (problems, answer, told.first ?? "")
            }
            let (problems, answer, told) = try run.result.get()
            #expect(problems == 1)
            #expect(answer == "two")
            #expect(told.hasSuffix("Too many open files"))
        }

        @Test func `a Unix socket serves like any other, and leaves no file`() async throws {
            let path = "/tmp/loopwalk-streams-\(getpid())"
            let run = await runReal {
                let left = try await startServer(path: path) { _, _ in }
                // As if it had crashed: the file stays.
                rename(path, path + ".kept")
                left.close()
                rename(path + ".kept", path)
                let server = try await startServer(path: path) { try await Self.echo($0, $1) }
                let (reader, writer) = try await openConnection(path: path)
                try writer.write("hello\n")
                let answer = try await reader.readLine()
                writer.close()
                server.close()
                try await server.waitClosed()
                return (answer, "\(server.addresses)", writer.peer?.path)
            }
            let (answer, addresses, peer) = try run.result.get()
            #expect(answer == "hello")
            #expect(addresses == "[unix:\(path)]")
            #expect(peer == path)
            #expect(access(path, F_OK) != 0)
        }
    }
}
