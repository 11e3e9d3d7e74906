import AsyncLoop
import Dispatch
import Foundation
import Glibc
import LoopEvents
import LoopSupport
import Synchronization
import Testing

extension LoopTests {
    /// The names of locks and queues, and what a record says of them.
    @Suite struct SyncNames {
        @Test func `the names are ours in a file that imports all there is`() async throws {
            let run = await runLoop {
                let lock = Lock()
                let condition = Condition(lock: lock)
                let semaphores = (Semaphore(), BoundedSemaphore())
                let queues: [Queue<Int>] = [Queue(), LifoQueue(), PriorityQueue()]
                let (event, barrier) = (Event(), Barrier(parties: 1))
                event.set()
                try await event.wait()
                try await condition.withLock {}
                return (try await barrier.wait(), queues.count, semaphores.0.isLocked)
            }
            #expect(try run.result.get() == (0, 3, false))
        }

        @Test func `they can be made before there is a loop`() async throws {
            let lock = Lock(name: "early")
            let run = await runLoop { try await lock.withLock { lock.isLocked } }
            #expect(try run.result.get())
        }

        @Test func `a wait names what it waits for, by kind and by name`() async throws {
            let run = await runLoop {
                let (lock, event) = (Lock(name: "printer"), Event(name: "door"))
                let queue = Queue<Int>(name: "orders")
                try await lock.acquire()
                createTask { try await lock.withLock {} }
                createTask { try await event.wait() }
                createTask { _ = try await queue.get() }
                createTask {
                    let shelf = Condition(name: "shelf")
                    try await shelf.withLock { try await shelf.wait() }
                }
                try await sleep(0)
            }
            _ = try run.result.get()
            let waits = run.events.filter {
                $0.kind == .taskSuspended && [.lock, .condition, .event, .queue].contains($0.role)
            }
            #expect(waits.map(\.role) == [.lock, .event, .queue, .condition])
            #expect(
                waits.map { run.buffer.string($0.text) } == ["printer", "door", "orders", "shelf"]
            )
        }

        @Test func `a task that takes its lock twice is a deadlock`() async throws {
            let run = await runLoop {
                let lock = Lock()
                try await lock.withLock { try await lock.withLock {} }
            }
            let error = #expect(throws: DeadlockError.self) { try run.result.get() }
            #expect(error?.pending == ["main"])
        }
    }
}
