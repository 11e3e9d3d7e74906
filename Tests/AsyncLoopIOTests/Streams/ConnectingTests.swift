import AsyncLoop
import Glibc
import LoopEvents
import LoopSupport
import Testing

@testable import AsyncLoopIO

extension IOTests {
    @Suite struct ConnectingTests {
        @Test func `a refused connection says what was refused`() async throws {
            let run = await runReal {
                let server = try await startServer { _, _ in }
                let port = server.port!
                server.close()
                do {
                    _ = try await openConnection(port: port)
                    return ("", "")
                } catch let error as SocketError {
                    return (error.kind, "\(error)".replacing("\(port)", with: "PORT"))
                }
            }
            let (kind, text) = try run.result.get()
            #expect(kind == "ConnectionRefusedError")
            #expect(
                text
                    == "ConnectionRefusedError: cannot connect to 127.0.0.1:PORT: Connection refused"
            )
        }

        @Test func `a name is looked up on a thread, and its addresses are tried in turn`()
            async throws
        {
            let run = await runReal {
                let server = try await startServer { _, writer in try writer.write("here") }
                // localhost may be ::1 first, where nobody listens.
                let (reader, writer) = try await openConnection(
                    host: "localhost",
                    port: server.port!
                )
                let text = try await reader.readAll().decoded()
                writer.close()
                server.close()
                return text
            }
            #expect(try run.result.get() == "here")
            #expect(run.events.contains { $0.kind == .workOffloaded })
        }

        @Test func `of several addresses none of which answers the error names all`() async throws {
            let run = await runReal {
                let server = try await startServer { _, _ in }
                let port = server.port!
                server.close()
                let addresses = ["127.0.0.1", "127.0.0.2"].map {
                    SocketAddress(host: $0, port: port)!
                }
                do {
                    _ = try await connect(to: addresses, of: "two:\(port)", line: #line)
                    return ""
                } catch let error as SocketError {
                    return "\(error)".replacing("\(port)", with: "PORT")
                }
            }
            #expect(
                try run.result.get()
                    == "ConnectionRefusedError: cannot connect to two:PORT (127.0.0.1:PORT and"
                    + " 127.0.0.2:PORT): Connection refused"
            )
        }

        @Test func `a host without an address is an error that names it`() async throws {
            let run = await runReal {
                do {
                    _ = try await openConnection(host: "no.such.host.invalid", port: 80)
                    return nil as NameError?
                } catch let error as NameError {
                    return error
                }
            }
            let error = try run.result.get()
            #expect(error?.host == "no.such.host.invalid")
            #expect(error?.description.contains("'no.such.host.invalid'") == true)
        }

        @Test func `IPv6 connects as IPv4 does`() async throws {
            guard let address = SocketAddress(host: "::1", port: 0),
                let descriptor = try? Socket.listen(at: address, backlog: 1)
            else { return }  // this machine has no IPv6
            close(descriptor)
            let run = await runReal {
                let server = try await startServer(host: "::1") { _, writer in
                    try writer.write("\(writer.own!.host!)")
                }
                let (reader, writer) = try await openConnection(host: "::1", port: server.port!)
                let text = try await reader.readAll().decoded()
                writer.close()
                server.close()
                return text
            }
            #expect(try run.result.get() == "::1")
        }

        @Test func `an attempt that gets no answer ends with its deadline, and frees its socket`()
            async throws
        {
            let run = await runReal {
                // A full queue of who waits to be taken: the next one gets no answer.
                let address = SocketAddress(host: "127.0.0.1", port: 0)!
                let listener = try Socket.listen(at: address, backlog: 0)
                let port = Socket.ownAddress(of: listener)!.port!
                var early: [StreamWriter] = []
                var isLate = false
                while !isLate, early.count < 10 {
                    do {
                        let (_, writer) = try await withTimeout(0.05) {
                            try await openConnection(port: port)
                        }
                        early.append(writer)
                    } catch is TimeoutError {
                        isLate = true
                    }
                }
                close(listener)
                for writer in early { writer.close() }
                return isLate
            }
            #expect(try run.result.get())
        }

        @Test func `on the virtual clock streams say what they need`() async throws {
            let run = await runLoop {
                var errors: [LoopError] = []
                do { _ = try await openConnection(port: 1) } catch let error as LoopError {
                    errors.append(error)
                }
                do { _ = try await startServer { _, _ in } } catch let error as LoopError {
                    errors.append(error)
                }
                return errors
            }
            #expect(
                try run.result.get() == [.needsRealClock("a stream"), .needsRealClock("a stream")]
            )
        }

        @Test func `a port that is taken is an error that names it`() async throws {
            let run = await runReal {
                let server = try await startServer { _, _ in }
                let port = server.port!
                defer { server.close() }
                do {
                    _ = try await startServer(port: port) { _, _ in }
                    return ""
                } catch let error as SocketError {
                    return "\(error)".replacing("\(port)", with: "PORT")
                }
            }
            #expect(
                try run.result.get()
                    == "OSError: cannot listen at 127.0.0.1:PORT: Address already in use"
            )
        }
    }
}
