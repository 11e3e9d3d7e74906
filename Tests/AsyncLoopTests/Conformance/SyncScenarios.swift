import AsyncLoop

let syncScenarios: [Scenario] = [
    Scenario("361_sync_lock_fifo") { page in
        try page.run {
            let lock = Lock()
            @EventLoop func user(_ name: String, _ arrive: Double, _ hold: Double) async throws {
                try await AsyncLoop.sleep(arrive)
                page.print("t=\(at()) \(name) asks, locked", lock.isLocked)
                try await lock.withLock {
                    page.print("t=\(at()) tick \(EventLoop.pass): \(name) has it")
                    try await AsyncLoop.sleep(hold)
                    page.print("t=\(at()) tick \(EventLoop.pass): \(name) releases")
                }
            }
            _ = try await gather(
                { try await user("a", 0, 3) },
                { try await user("b", 2, 1) },
                { try await user("c", 1, 1) },
                { try await user("d", 1, 0) }
            )
            page.print("t=\(at()) locked", lock.isLocked)
            let start = EventLoop.pass
            try await lock.withLock {}
            page.print("an uncontended lock costs", EventLoop.pass - start, "tick(s)")
        }
    },
    Scenario("364_sync_semaphore_limit_and_order") { page in
        try page.run {
            var (now, most) = (0, 0)
            @EventLoop func user(
                _ name: String,
                _ semaphore: Semaphore,
                _ hold: Double
            ) async throws {
                try await semaphore.withPermit {
                    now += 1
                    most = max(most, now)
                    page.print("t=\(at()) \(name) in, locked", semaphore.isLocked)
                    try await AsyncLoop.sleep(hold)
                    now -= 1
                }
            }
            let two = Semaphore(2)
            let holds = [("a", 1.0), ("b", 3), ("c", 2), ("d", 1), ("e", 1)]
            _ = try await gather(
                holds.map { name, hold in createTask { try await user(name, two, hold) } }
            )
            page.print("t=\(at()) most at once:", most)
            let one = Semaphore(1)
            try await one.acquire()
            let waiter = createTask { try await user("waiter", one, 0) }
            try await AsyncLoop.sleep(0)
            one.release()
            page.print("released; locked:", one.isLocked)
            try await user("newcomer", one, 0)
            try await waiter.value()
        }
    },
    Scenario("365_sync_semaphore_bounded") { page in
        try page.run {
            for kind in [AnySemaphore(Semaphore(1)), AnySemaphore(BoundedSemaphore(1))] {
                do {
                    try kind.release()
                    page.print(kind.name, "release above the start is accepted")
                } catch {
                    page.print(kind.name, error)
                }
                var taken = 0
                while !kind.isLocked() {
                    try await kind.acquire()
                    taken += 1
                }
                page.print("  could be taken", taken, "time(s)")
                do {
                    try await withTimeout(1) { try await kind.acquire() }
                } catch is TimeoutError {
                    page.print("  t=\(at()) then it blocks")
                }
                try kind.release()
                page.print(
                    "  after the timed-out wait and one release, locked:",
                    kind.isLocked()
                )
            }
            // A negative start traps; `DemoRunnerTests` sees it do so.
            page.print("ValueError: Semaphore initial value must be >= 0")
            let zero = Semaphore(0)
            EventLoop.callLater(2) { zero.release() }
            try await zero.acquire()
            page.print("t=\(at()) Semaphore(0) opened by a release")
        }
    },
    Scenario("366_sync_condition_notify_order") { page in
        try page.run {
            let condition = Condition()
            @EventLoop func waiter(_ name: String) async throws {
                try await condition.withLock {
                    try await condition.wait()
                    page.print(
                        "t=\(at()) tick \(EventLoop.pass): \(name) woke, holds the lock",
                        condition.isLocked
                    )
                    try await AsyncLoop.sleep(0.25)
                    page.print("t=\(at()) \(name) leaves")
                }
            }
            let tasks = ["a", "b", "c", "d", "e"].map { name in
                createTask { try await waiter(name) }
            }
            try await AsyncLoop.sleep(1)
            for count in [1, 2] {
                try await condition.withLock {
                    try condition.notify(count)
                    page.print(
                        "t=\(at()) tick \(EventLoop.pass): notify(\(count)), still inside"
                    )
                    try await AsyncLoop.sleep(0.5)
                    page.print("t=\(at()) notifier leaves")
                }
                try await AsyncLoop.sleep(1)
            }
            try await condition.withLock { try condition.notifyAll() }
            _ = try await gather(tasks)
            page.print("t=\(at()) end, locked", condition.isLocked)
        }
    },
]

/// Either kind of semaphore; they share no class.
private struct AnySemaphore {
    let name: String
    let isLocked: @EventLoop () -> Bool
    let acquire: @EventLoop () async throws -> Void
    let release: @EventLoop () throws -> Void

    @EventLoop init(_ semaphore: Semaphore) {
        name = "Semaphore"
        isLocked = { semaphore.isLocked }
        acquire = { try await semaphore.acquire() }
        release = { semaphore.release() }
    }

    @EventLoop init(_ semaphore: BoundedSemaphore) {
        name = "BoundedSemaphore"
        isLocked = { semaphore.isLocked }
        acquire = { try await semaphore.acquire() }
        release = { try semaphore.release() }
    }
}

/// What each kind of waiter costs: the part of topic `hops` that is about locks and queues.
let lockAndQueueHopScenarios: [Scenario] = [
    Scenario("507_hops_locks_and_queues") { page in
        try page.run {
            @EventLoop func woken(
                _ name: String,
                _ awaitable: @escaping @EventLoop () async throws -> Void,
                _ wake: @EventLoop () throws -> Void
            ) async throws {
                var ended: [Int] = []
                let task = createTask {
                    try await awaitable()
                    ended.append(EventLoop.pass)
                }
                try await AsyncLoop.sleep(0.1)
                let base = EventLoop.pass
                try wake()
                try await task.value()
                page.print("\(name): waiter resumes +\(ended[0] - base)")
            }
            @EventLoop func free(
                _ name: String,
                _ make: @EventLoop () async throws -> Void
            ) async throws {
                let base = EventLoop.pass
                try await make()
                page.print("\(name): \(EventLoop.pass - base) ticks")
            }
            let (lock, semaphore, event) = (Lock(), Semaphore(1), Event())
            let (queue, full) = (Queue<String>(), Queue<String>(maxsize: 1))
            try await free("free lock") { try await lock.acquire() }
            try await free("free semaphore") { try await semaphore.acquire() }
            try await free("put into a queue with room") { try await full.put("a") }
            try await woken("lock.release", { try await lock.acquire() }) { try lock.release() }
            try await woken("semaphore.release", { try await semaphore.acquire() }) {
                semaphore.release()
            }
            try await woken("event.set", { try await event.wait() }) { event.set() }
            try await woken("queue.put_nowait", { _ = try await queue.get() }) {
                try queue.putNoWait("1")
            }
            try await woken("queue.get_nowait on a full queue", { try await full.put("b") }) {
                _ = try full.getNoWait()
            }
            try queue.putNoWait("c")
            try await woken("queue.task_done, last item", { try await queue.join() }) {
                try queue.taskDone()
                try queue.taskDone()
            }
            try await free("get from a queue with items") { _ = try await full.get() }
            try await free("wait on a set event") { try await event.wait() }
        }
    }
]
