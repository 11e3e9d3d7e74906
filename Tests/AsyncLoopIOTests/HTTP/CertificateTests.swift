import AsyncLoop
import AsyncLoopIO
import BuildProducts
import LoopSupport
import Testing

extension HTTPTests {
    @Suite(.enabled(if: canRun(TLSServer.isInstalled), "needs /usr/bin/openssl"))
    struct CertificateTests {
        private static func ask(_ url: String, trusting file: String?) async throws -> Int {
            try await runHTTP {
                try await withHTTPSession(certificates: file) {
                    try await $0.get(url) { $0.status }
                }
            }
            .result.get()
        }

        @Test func `a certificate that nobody vouches for is refused`() async throws {
            let server = TLSServer(certifiedFor: "IP:127.0.0.1")
            let error = await #expect(throws: HTTPError.self) {
                try await Self.ask(server.url, trusting: nil)
            }
            guard case .certificate = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
        }

        @Test func `one that is trusted is accepted for the host it names, and for no other`()
            async throws
        {
            let own = TLSServer(certifiedFor: "IP:127.0.0.1")
            #expect(try await Self.ask(own.url, trusting: own.certificate) == 200)
            let others = TLSServer(certifiedFor: "DNS:other.test")
            let error = await #expect(throws: HTTPError.self) {
                try await Self.ask(others.url, trusting: others.certificate)
            }
            guard case .certificate = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
        }

        @Test func `a server without TLS is told apart from one with a bad certificate`()
            async throws
        {
            let server = ScriptedServer { connection in
                connection.readSome()
                connection.answer("plain")
            }
            defer { server.stop() }
            let error = await #expect(throws: HTTPError.self) {
                try await Self.ask("https://127.0.0.1:\(server.port)/", trusting: nil)
            }
            guard case .tls = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
        }

        @Test func `a file of certificates that is none is said so`() async throws {
            let server = TLSServer(certifiedFor: "IP:127.0.0.1")
            let error = await #expect(throws: HTTPError.self) {
                try await Self.ask(server.url, trusting: "/nonexistent.pem")
            }
            guard case .tls(let problem) = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(problem.contains("/nonexistent.pem"))
        }
    }
}
