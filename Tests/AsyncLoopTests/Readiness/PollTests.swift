import Glibc
import LoopEvents
import LoopSupport
import Synchronization
import Testing

@testable import AsyncLoop

extension LoopTests {
    @Suite struct ReadinessPollTests {
        @Test func `threads wake a loop that sleeps for descriptors, and none of them in vain`()
            async throws
        {
            let run = await runReal {
                let ends = Ends()
                try EventLoop.addReader(ends.near) {}
                let pool = ThreadPool(size: 2)
                defer { pool.shutdown() }
                var sum = 0
                for number in 0..<1000 {
                    sum += try await EventLoop.runInExecutor(pool) { number }.value()
                }
                return sum
            }
            #expect(try run.result.get() == 499_500)
            // What woke it once does not wake it again: the job, and the task one pass after.
            let passes = run.events.filter { $0.kind == .passBegan }
            #expect(passes.count < 2100)
            #expect(!run.events.contains { $0.kind == .fdReady })
        }

        @Test func `a call from a thread comes in while nothing but a descriptor is waited for`()
            async throws
        {
            let run = await runReal {
                let ends = Ends()
                let pool = ThreadPool(size: 1)
                _ = try EventLoop.runInExecutor(pool) {
                    // The loop is, or is about to be, asleep.
                    while !core.inbox.isPolling { sched_yield() }
                    try EventLoop.callSoonThreadsafe { Ends.send("x", to: ends.far) }
                }
                try await readable(ends.near)
                pool.shutdown()
                return Ends.receive(from: ends.near)
            }
            #expect(try run.result.get() == "x")
            #expect(run.events.contains { $0.kind == .calledFromThread })
        }

        @Test func `a loop with nothing but a descriptor to wait for is no deadlock`() async throws
        {
            let run = await runReal {
                let ends = Ends()
                let pool = ThreadPool(size: 1)
                _ = try EventLoop.runInExecutor(pool) {
                    while !core.inbox.isPolling { sched_yield() }
                    Ends.send("from outside", to: ends.far)
                }
                let text = try await Ends.awaitText(from: ends.near)
                pool.shutdown()
                return text
            }
            #expect(try run.result.get() == "from outside")
        }

        @Test func `Ctrl-C ends a wait for a descriptor`() async throws {
            let run = await runReal {
                let ends = Ends()
                let pool = ThreadPool(size: 1)
                defer { pool.shutdown() }
                _ = try EventLoop.runInExecutor(pool) {
                    while !core.inbox.isPolling { sched_yield() }
                    EventLoop.interrupt()
                }
                try await readable(ends.near)
            }
            #expect(throws: InterruptedError()) { try run.result.get() }
            #expect(run.events.contains { $0.kind == .fdUnwatched })
        }

        @Test func `a timer ends the sleep, at its time and not before`() async throws {
            let run = await runReal {
                let ends = Ends()
                try EventLoop.addReader(ends.near) {}
                for _ in 0..<20 { try await sleep(0.0003) }
            }
            _ = try run.result.get()
            let timers = run.events.filter { $0.kind == .timerFired }
            #expect(timers.count == 20)
            #expect(timers.allSatisfy { $0.time >= $0.value })
            // Woken too early, it would have gone round again.
            #expect(run.events.count { $0.kind == .passBegan } < 60)
        }

        @Test func `no epoll is made for a loop that watches nothing, and none is left`()
            async throws
        {
            let run = await runReal {
                let ends = Ends()
                let before = core.selector.isOpen
                try EventLoop.addReader(ends.near) {}
                let during = core.selector.isOpen
                EventLoop.removeReader(ends.near)
                return [before, during, core.selector.isWatching]
            }
            #expect(try run.result.get() == [false, true, false])
            let isOpen = await alone { EventLoop.assumeOnLoop { core.selector.isOpen } }
            #expect(!isOpen)
        }

        // Other tests open descriptors meanwhile, but not by the hundred.
        @Test func `runs that watch leave no descriptor behind`() async throws {
            let grown = await alone {
                let before = openDescriptors()
                for _ in 0..<500 {
                    try? EventLoop.run(clock: .real) {
                        let ends = Ends()
                        try EventLoop.addReader(ends.near) {}
                        try await writable(ends.far)
                    }
                }
                return openDescriptors() - before
            }
            #expect(grown < 250)
        }

        @Test func `a number that was closed and given out again is watched anew`() async throws {
            let run = await runReal {
                let (old, new) = (Ends(), Ends())
                try EventLoop.addReader(old.near) {}
                // Closes the old socket and gives its number to the new one.
                guard dup2(new.near, old.near) == old.near else { throw Failure() }
                Ends.send("x", to: new.far)
                let text = Future<String?>()
                try EventLoop.addReader(old.near) {
                    try text.setResult(Ends.receive(from: old.near))
                }
                try EventLoop.addWriter(old.near) {}
                return try await text.value()
            }
            #expect(try run.result.get() == "x")
        }

        @Test func `one that was closed with a copy open does not keep the loop awake`()
            async throws
        {
            let run = await runReal {
                let (ends, quiet) = (Ends(), Ends())
                try EventLoop.addReader(quiet.near) {}
                let copy = dup(ends.near)
                defer { close(copy) }
                let watched = dup(ends.near)
                try EventLoop.addReader(watched) {}
                close(watched)
                EventLoop.removeReader(watched)
                Ends.send("x", to: ends.far)
                let pass = EventLoop.pass
                try await sleep(0.02)
                let passes = EventLoop.pass - pass
                Ends.send("y", to: quiet.far)
                let text = Future<String?>()
                try EventLoop.addReader(quiet.near) {
                    EventLoop.removeReader(quiet.near)
                    try text.setResult(Ends.receive(from: quiet.near))
                }
                return (passes, try await text.value())
            }
            let (passes, text) = try run.result.get()
            #expect(passes < 10)
            #expect(text == "y")
        }
    }
}

private func openDescriptors() -> Int {
    guard let folder = opendir("/proc/self/fd") else { return -1 }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    return count
}
