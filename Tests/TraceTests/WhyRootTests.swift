import AsyncLoop
import Glibc
import LoopEvents
import LoopSupport
import Testing
import Trace

extension LoopSuites {
    @Suite struct WhyRootTests {
        /// Why task `name` last ran, and how that is told.
        private func chain(_ name: String, in recording: Recording) throws -> (Why.Chain, [String])
        {
            let task = try #require(recording.tasks.last { $0.name == name })
            let step = try #require(task.lastStep)
            let lines = try Why(recording).answer(
                .task(name),
                after: recording.events.count,
                width: 300
            )
            return (Why(recording).chain(of: step), lines.map(\.text))
        }

        @Test func `a descriptor is a root, one pass before who waits for it`() async throws {
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            defer { for end in ends { close(end) } }
            let (reading, writing) = (ends[0], ends[1])
            let recording = await Recording(clock: .real) {
                let reader = createTask(name: "reader") { try await readable(reading) }
                try await sleep(0)
                write(writing, "x", 1)
                try await reader.value()
            }
            let (chain, lines) = try chain("reader", in: recording)
            guard case .descriptor(Int(reading), watched: .some) = chain.root else {
                Issue.record("\(chain.root)")
                return
            }
            #expect(chain.hops.map(\.rule?.rule) == [.r34a])
            #expect(chain.hops.map(\.passes) == [1])
            #expect(lines[2].contains("reader began to watch it"))
        }

        @Test func `a reader's callback runs in the pass that finds it ready`() async throws {
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            defer { for end in ends { close(end) } }
            let (reading, writing) = (ends[0], ends[1])
            let recording = await Recording(clock: .real) {
                let done = Future<Void>(name: "done")
                try EventLoop.addReader(reading) {
                    EventLoop.removeReader(reading)
                    try done.setResult(())
                }
                write(writing, "x", 1)
                try await done.value()
            }
            let (chain, _) = try chain("main", in: recording)
            #expect(chain.hops.map(\.rule?.rule) == [.r10, .r34a])
            #expect(chain.hops.map(\.passes) == [1, 0])
        }

        @Test func `a thread is a root: its job, or its call`() async throws {
            let recording = await Recording {
                let jobs = try ["a", "b"].map { name in try EventLoop.runInExecutor { name } }
                _ = try await gather(jobs)
            }
            let (chain, _) = try chain("main", in: recording)
            guard case .job(_, offloaded: .some) = chain.root else {
                Issue.record("\(chain.root)")
                return
            }
            #expect(chain.hops.map(\.rule?.rule) == [.r30])
            #expect(chain.hops.map(\.passes) == [2])
        }

        @Test func `a call from another thread is a root`() async throws {
            let recording = await Recording(clock: .real) {
                let done = Future<Void>(name: "done")
                let job = try EventLoop.runInExecutor {
                    try EventLoop.callSoonThreadsafe { try? done.setResult(()) }
                }
                try await done.value()
                try await job.value()
            }
            let step = try #require(
                recording.events.first {
                    $0.kind == .taskWoken && $0.task == 1 && $0.role == .future
                }
            )
            let chain = Why(recording).chain(of: Int(step.sequence))
            #expect(chain.root == .thread)
            #expect(chain.hops.map(\.rule?.rule) == [.r10, .r5])
            #expect(chain.hops.map(\.passes) == [0, 0])
        }

        @Test func `a key is a root, heard of in the same pass`() async throws {
            let recording = await Recording {
                EventLoop.callLater(1) { EventLoop.interrupt() }
                try await sleep(10)
            }
            let (chain, lines) = try chain("main", in: recording)
            #expect(chain.root == .key)
            #expect(chain.hops.map(\.rule?.rule) == [.r38])
            #expect(chain.hops.map(\.passes) == [0])
            #expect(lines.last == "  The root: Ctrl-C was pressed.")
            #expect(recording.diagnoses.contains(.interrupted))
        }

        @Test func `a timeout, a shield and a group each have their rule`() async throws {
            let recording = await Recording {
                let inner = createTask(name: "inner") { try await sleep(2) }
                createTask(name: "guard") { try await shield(inner).value() }
                createTask(name: "late") {
                    try? await withTimeout(1) { try await sleep(9) }
                }
                let group = createTask(name: "group") {
                    try await withLoopTaskGroup { group in
                        try group.createTask(name: "fails") {
                            try await sleep(1)
                            throw Refused()
                        }
                        try group.createTask(name: "sibling") { try await sleep(9) }
                    }
                }
                try? await group.value()
                try await sleep(9)
            }
            #expect(try chain("guard", in: recording).0.hops.first?.rule?.rule == .r25)
            #expect(try chain("late", in: recording).0.hops.first?.rule?.rule == .r18)
            let sibling = try chain("sibling", in: recording).0.hops.first
            #expect(sibling?.rule?.rule == .r32)
            #expect(sibling?.passes == 2)
            #expect(Why(recording).allHops.allSatisfy { recording.isHeldToRule($0) })
        }

        @Test func `each rule has words of its own`() {
            let texts = LoopRule.allCases.map(\.text)
            #expect(Set(texts).count == texts.count)
            #expect(texts.allSatisfy { !$0.hasSuffix(".") && $0.count < 100 })
        }
    }
}
