import AsyncLoop

let loopScenarios: [Scenario] = [
    Scenario("102_loop_call_later_order") { page in
        let loop = ManualLoop()
        @EventLoop func say(_ name: String) {
            page.print("t=\(at()) tick \(EventLoop.pass): \(name)")
        }
        try loop.schedule {
            let timers: [(String, Double)] = [
                ("2.0", 2), ("0.5 first", 0.5), ("1.0", 1), ("zero", 0), ("minus one", -1),
                ("0.5 second", 0.5), ("0.5 third", 0.5), ("minus two", -2), ("0.5 fourth", 0.5),
            ]
            for (name, delay) in timers { EventLoop.callLater(delay) { say(name) } }
            EventLoop.callSoon { say("soon, queued last") }
            EventLoop.callLater(3) { EventLoop.stop() }
        }
        try loop.runForever()
        page.print("end", String(format: "%.3f", loop.time))
        loop.close()
    },
    Scenario("104_loop_cancel_handles") { page in
        let loop = ManualLoop()
        @EventLoop func say(_ name: String) {
            page.print("t=\(at()) tick \(EventLoop.pass): \(name)")
        }
        let (first, victim, early, late) = try loop.schedule {
            let first = EventLoop.callSoon { say("cancelled before the run") }
            first.cancel()
            final class Box { var handle: Handle? }
            let victim = Box()
            EventLoop.callSoon {
                say("killer cancels the next one")
                victim.handle!.cancel()
            }
            let next = EventLoop.callSoon { say("victim") }
            victim.handle = next
            EventLoop.callSoon { say("bystander") }
            let early = EventLoop.callLater(1) { say("cancelled timer") }
            let late = EventLoop.callAt(5.0) { say("cancelled late timer") }
            page.print("when:", at(early.when), at(late.when), "cancelled:", early.isCancelled)
            early.cancel()
            early.cancel()
            late.cancel()
            EventLoop.callLater(2) { say("kept timer") }
            EventLoop.callLater(3) { EventLoop.stop() }
            return (first, next, early, late)
        }
        try loop.runForever()
        try loop.schedule {
            page.print(
                "cancelled:",
                first.isCancelled,
                victim.isCancelled,
                early.isCancelled,
                late.isCancelled
            )
        }
        page.print("end", String(format: "%.3f", loop.time))
        loop.close()
    },
    Scenario("107_loop_stop_finishes_the_tick") { page in
        let loop = ManualLoop()
        @EventLoop func say(_ name: String) { page.print("tick \(EventLoop.pass): \(name)") }
        try loop.schedule {
            EventLoop.callSoon { say("before") }
            EventLoop.callSoon {
                say("stopper calls stop()")
                EventLoop.stop()
                EventLoop.callSoon { say("queued after stop()") }
            }
            EventLoop.callSoon { say("same tick, after stopper") }
        }
        try loop.runForever()
        page.print("run 1 returned, running:", EventLoop.isRunning)
        try loop.schedule { EventLoop.stop() }
        try loop.runForever()
        page.print("run 2 returned")
        try loop.schedule {
            EventLoop.callLater(0) { say("timer due in one tick") }
            EventLoop.stop()
        }
        try loop.runForever()
        page.print("run 3 returned, ticks:", try loop.schedule { EventLoop.pass })
        loop.close()
    },
    Scenario("108_loop_exception_handler") { page in
        let loop = ManualLoop()
        @EventLoop func boom(_ error: any Error, _ name: String) throws {
            page.print("tick \(EventLoop.pass): raising \(name)")
            throw error
        }
        try loop.schedule {
            EventLoop.setExceptionHandler { problem in
                // A closure has no name; Python's message has the function's.
                let keys = [
                    problem.error.map { _ in "exception" }, problem.handle.map { _ in "handle" },
                    "message", problem.name.map { _ in "task" },
                ].compactMap { $0 }
                page.print(
                    "tick \(EventLoop.pass): handler: \(problem.message) boom |",
                    problem.error!,
                    "| keys",
                    Page.repr(keys)
                )
            }
            EventLoop.callSoon { try boom(PythonError("one"), "ValueError") }
            EventLoop.callSoon { page.print("the next callback of the tick still runs") }
            EventLoop.callLater(1) {
                try boom(PythonError("'two'", type: "KeyError"), "KeyError")
            }
            EventLoop.callLater(2) { try boom(SystemExit(3), "SystemExit") }
            EventLoop.callLater(3) { EventLoop.stop() }
        }
        do {
            try loop.runForever()
        } catch let exit as SystemExit {
            page.print("run_forever left with SystemExit", exit.code)
        }
        try loop.runForever()
        page.print("and ran on to the stop at 3 s")
        // Swift refuses at compile time: a handler is a function or nil.
        page.print("TypeError: A callable object or None is expected, got 42")
        loop.close()
    },
]
