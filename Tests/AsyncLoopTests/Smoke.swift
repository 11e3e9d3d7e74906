import Testing
import AsyncLoop
import LoopEvents

@Test func smoke() throws {
    let r = Recorder()
    let v = try EventLoop.run(recorder: r) { () async throws -> Int in
        var log: [String] = []
        let a = createTask(name: "A") { try await sleep(1); log.append("A"); return 1 }
        let b = createTask(name: "B") { try await sleep(0.5); log.append("B"); return 2 }
        let x = try await gather(a, b)
        EventLoop.output("\(x) \(log) \(EventLoop.time)")
        let p = ThreadPool(size: 2)
        let j = try (0..<3).map { i in try EventLoop.runInExecutor(p) { block(1); return "\(i) \(threadName())" } }
        let y = try await gather(j)
        EventLoop.output("\(y) \(EventLoop.time)")
        async let c: Void = sleep(2)
        try await c
        EventLoop.output("\(EventLoop.time)")
        Task { try? await sleep(1); EventLoop.output("bare") }
        try await sleep(3)
        return x[0]
    }
    #expect(v == 1)
    for i in 0..<r.buffer.eventCount { let e = r.buffer[i]
        print(e.sequence, e.pass, Double(e.time)/1e9, e.kind, "task", e.task, "subj", e.subject, "cause", e.cause == .max ? -1 : Int(e.cause), e.role, e.outcome, "line", e.line, r.buffer.string(e.text)) }
}
