import AsyncLoop
import AsyncLoopIO
import LoopSupport
import Testing

extension HTTPTests {
    @Suite struct BlockingGetTests {
        @Test func `jobs ask with a connection each, and get the whole text`() async throws {
            let run = await runHTTP {
                try await withLessonServer { server in
                    let url = server.url
                    let jobs = try ["/hello", "/bytes/200000", "/status/404"].map { page in
                        try EventLoop.runInExecutor { try blockingGet(url + page) }
                    }
                    let texts = try await gather(jobs)
                    #expect(texts[0] == "hello")
                    #expect(texts[1].utf8.count == 200_000)
                    #expect(texts[2] == "")
                    let connections = try await EventLoop.runInExecutor {
                        try blockingGet(url + "/connections")
                    }.value()
                    #expect(connections == "4")
                }
            }
            try run.result.get()
        }

        @Test func `where nobody answers the error names the URL`() {
            #expect {
                try blockingGet("http://127.0.0.1:1/x")
            } throws: { error in
                (error as? HTTPError)?.url == "http://127.0.0.1:1/x"
                    && "\(error)".contains("connect")
            }
        }
    }
}
