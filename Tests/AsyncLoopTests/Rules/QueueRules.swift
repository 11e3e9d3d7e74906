import AsyncLoop
import Testing

extension LoopTests {
    @Suite struct QueueRules {
        @Test func `each kind of queue gives in its own order`() async throws {
            let said = try await Marks.of { marks in
                for queue in [Queue<Int>(), LifoQueue<Int>(), PriorityQueue<Int>()] {
                    for item in [3, 1, 2] { try queue.putNoWait(item) }
                    marks.say(
                        Page.repr([
                            try queue.getNoWait(), try queue.getNoWait(), try queue.getNoWait(),
                        ])
                    )
                }
            }
            #expect(said == ["+1 [3, 1, 2]", "+1 [2, 1, 3]", "+1 [1, 2, 3]"])
        }

        // asyncio leaves it to its heap; ours is fixed, as for equal deadlines (R33).
        @Test func `equal priorities come out in the order they were put`() async throws {
            let said = try await Marks.of { marks in
                let queue = PriorityQueue<(Int, String)> { $0.0 < $1.0 }
                for (number, name) in "abcdefghijkl".enumerated() {
                    try queue.putNoWait((number % 2, "\(name)"))
                }
                var names = ""
                while !queue.isEmpty { names += try queue.getNoWait().1 }
                marks.say(names)
            }
            #expect(said == ["+1 acegikbdfhjl"])
        }

        @Test func `R36: a getter whose item was taken waits again, behind the others`()
            async throws
        {
            let said = try await Marks.of { marks in
                let queue = Queue<Int>()
                let tasks = ["a", "b"].map { name in
                    createTask { marks.say(name, "got", try await queue.get()) }
                }
                try await marks.settle()
                marks.mark()
                try queue.putNoWait(1)
                marks.say("main takes", try queue.getNoWait())
                try await marks.settle()
                try queue.putNoWait(2)
                try queue.putNoWait(3)
                _ = try await gather(tasks)
            }
            #expect(said == ["+0 main takes 1", "+6 b got 2", "+6 a got 3"])
        }

        @Test func `a queue that is shut down gives what it has and takes no more`() async throws {
            let said = try await Marks.of { marks in
                let queue = Queue<Int>(maxsize: 1)
                try queue.putNoWait(0)
                let tasks = [1, 2].map { number in
                    createTask {
                        do { try await queue.put(number) } catch {
                            marks.say("put", number, error)
                        }
                    }
                }
                try await marks.settle()
                marks.mark()
                queue.shutdown()
                _ = try await gather(tasks)
                marks.say("get", try await queue.get())
                do { _ = try await queue.get() } catch { marks.say("get", error) }
                do { try await queue.put(1) } catch { marks.say("put", error) }
                do { _ = try queue.getNoWait() } catch { marks.say("getNoWait", error) }
                do { try queue.putNoWait(1) } catch { marks.say("putNoWait", error) }
                let joined = createTask { try await queue.join() }
                try await marks.settle()
                marks.say("joined", joined.isDone)
                try queue.taskDone()
                try await marks.settle()
                marks.say("joined", joined.isDone)
            }
            #expect(
                said == [
                    "+1 put 1 QueueShutDown", "+1 put 2 QueueShutDown", "+3 get 0",
                    "+3 get QueueShutDown", "+3 put QueueShutDown", "+3 getNoWait QueueShutDown",
                    "+3 putNoWait QueueShutDown", "+8 joined False", "+13 joined True",
                ]
            )
        }

        @Test func `an immediate shutdown throws the items away and ends join`() async throws {
            let said = try await Marks.of { marks in
                let queue = Queue<Int>()
                try queue.putNoWait(0)
                try queue.putNoWait(1)
                let joined = createTask { try await queue.join() }
                try await marks.settle()
                marks.mark()
                queue.shutdown(immediate: true)
                try await joined.value()
                marks.say("joined size", queue.count)
                do { try queue.taskDone() } catch { marks.say(error) }
            }
            #expect(
                said == [
                    "+2 joined size 0", "+2 ValueError: task_done() called too many times",
                ]
            )
        }

        @Test func `a shutdown wakes all who wait for an item`() async throws {
            let said = try await Marks.of { marks in
                let queue = Queue<Int>()
                let tasks = ["a", "b"].map { name in
                    createTask {
                        do { _ = try await queue.get() } catch { marks.say(name, error) }
                    }
                }
                try await marks.settle()
                marks.mark()
                queue.shutdown()
                _ = try await gather(tasks)
            }
            #expect(said == ["+1 a QueueShutDown", "+1 b QueueShutDown"])
        }

        @Test func `R36: no item is lost when getters are cancelled at every moment`() async throws
        {
            for moment in 0..<6 {
                let said = try await Marks.of { marks in
                    let queue = Queue<Int>()
                    var got: [Int] = []
                    let tasks = (0..<4).map { _ in
                        createTask { got.append(try await queue.get()) }
                    }
                    let producer = createTask {
                        for item in 0..<4 {
                            try queue.putNoWait(item)
                            if item % 2 == 0 { try await sleep(0) }
                        }
                    }
                    for _ in 0..<moment { try await sleep(0) }
                    tasks[0].cancel()
                    tasks[2].cancel()
                    _ = try await AsyncLoop.wait(tasks.map { $0 as AnyFuture } + [producer])
                    while !queue.isEmpty { got.append(try queue.getNoWait()) }
                    marks.mark()
                    marks.say(Page.repr(got.sorted()))
                }
                #expect(said == ["+0 [0, 1, 2, 3]"], "cancelled after \(moment) passes")
            }
        }
    }
}
