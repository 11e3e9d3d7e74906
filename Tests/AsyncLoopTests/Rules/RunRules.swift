import AsyncLoop
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    @Suite struct RunRules {
        @Test func `R37: what is left is cancelled, then generators closed, then threads ended`()
            async throws
        {
            let run = await runLoop {
                let pool = try EventLoop.runInExecutor { 1 }
                _ = try await pool.value()
                let generator = AsyncGenerator<Int> { yield in
                    do { try await yield(1) } catch {
                        EventLoop.output("generator closed, \(allTasks().count) task")
                        throw error
                    }
                }
                createTask {
                    _ = try await generator.next()
                    do { try await sleep(9) } catch {
                        EventLoop.output("task cancelled")
                        throw error
                    }
                }
                try await sleep(1)
            }
            #expect(run.output == ["task cancelled", "generator closed, 1 task"])
            #expect(run.events.last?.kind == .loopClosed)
        }

        @Test func `R37: errors of what is left go to the exception handler, once`() async throws {
            let run = await runLoop {
                EventLoop.setExceptionHandler {
                    EventLoop.output("\($0.message) | \($0.error!) | \($0.name!)")
                }
                createTask(name: "leftover") {
                    do { try await sleep(9) } catch { throw Failure(name: "in cleanup") }
                }
                let generator = AsyncGenerator<Int>("numbers") { yield in
                    do { try await yield(1) } catch { throw Failure(name: "in close") }
                }
                _ = try await generator.next()
                return "value"
            }
            #expect(try run.result.get() == "value")
            #expect(
                run.output == [
                    "unhandled exception during EventLoop.run shutdown"
                        + #" | Failure(name: "in cleanup") | leftover"#,
                    "an error occurred during closing of asynchronous generator"
                        + #" | Failure(name: "in close") | numbers"#,
                ]
            )
        }

        @Test func `R37: a main task that fails ends the run with its error, after the cleanup`()
            async throws
        {
            let run = await runLoop {
                createTask {
                    do { try await sleep(9) } catch {
                        try await sleep(1)
                        EventLoop.output("cleaned up")
                        throw error
                    }
                }
                try await sleep(0)
                throw Failure()
            }
            #expect(throws: Failure()) { try run.result.get() }
            #expect(run.output == ["cleaned up"])
        }

        @Test func `R13: a run whose tasks nothing can wake throws, naming them`() async throws {
            let run = await runLoop {
                createTask(name: "waits for ever") { try await Future<Void>().value() }
                try await Future<Void>().value()
            }
            let error = #expect(throws: DeadlockError.self) { try run.result.get() }
            #expect(error?.pending == ["main", "waits for ever"])
        }

        @Test func `R7: a stop before the end of what is run is an error`() async throws {
            let run = await runLoop {
                EventLoop.stop()
                try await sleep(1)
            }
            #expect(throws: LoopError.stoppedEarly) { try run.result.get() }
        }

        @Test func `R38: the first interrupt cancels the main task, and run throws`() async throws {
            let run = await runLoop {
                EventLoop.callLater(1) { EventLoop.interrupt() }
                do { try await sleep(9) } catch {
                    EventLoop.output("\(error), cancelling \(currentTask()!.cancelling)")
                    throw error
                }
            }
            #expect(throws: InterruptedError()) { try run.result.get() }
            #expect(run.output == ["CancelledError, cancelling 1"])
        }

        @Test func `R38: a main task that swallows the interrupt returns normally`() async throws {
            let run = await runLoop {
                EventLoop.callLater(1) { EventLoop.interrupt() }
                try? await sleep(9)
                return EventLoop.time
            }
            #expect(try run.result.get() == 1)
        }

        @Test func `R38: a second interrupt ends the run at once, with what is left cancelled`()
            async throws
        {
            let run = await runLoop {
                for time in [1.0, 2] { EventLoop.callLater(time) { EventLoop.interrupt() } }
                createTask {
                    do { try await sleep(99) } catch {
                        EventLoop.output("other cancelled at \(EventLoop.time)")
                        throw error
                    }
                }
                do { try await sleep(9) } catch {
                    // A clean-up that takes its time.
                    do { try await sleep(50) } catch {
                        EventLoop.output("cleanup cancelled at \(EventLoop.time)")
                        throw error
                    }
                }
            }
            #expect(throws: InterruptedError()) { try run.result.get() }
            #expect(
                run.output == ["cleanup cancelled at 2.0", "other cancelled at 2.0"]
            )
        }

        @Test func `R38: an interrupt while the run shuts down ends it at once`() async throws {
            let run = await runLoop {
                createTask {
                    do { try await sleep(9) } catch {
                        EventLoop.callLater(1) { EventLoop.interrupt() }
                        try await sleep(50)
                        EventLoop.output("never")
                    }
                }
                try await sleep(0)
            }
            #expect(throws: InterruptedError()) { try run.result.get() }
            #expect(run.output == [])
        }

        @Test func `R38: a cancellation that no interrupt asked for stays one`() async throws {
            let run = await runLoop {
                currentTask()!.cancel()
                try await sleep(1)
            }
            #expect(throws: CancelledError()) { try run.result.get() }
        }
    }
}
