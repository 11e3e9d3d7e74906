import AsyncLoop
import StyledText
import Testing
import Trace

extension LoopSuites {
    @Suite struct LogTests {
        private func text(_ recording: Recording, width: Int, ascii: Bool = false) -> String {
            Log(recording).lines(width: width).map { $0.rendered(Rendering(ascii: ascii)) }
                .map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
                .joined(separator: "\n")
        }

        @Test func `a run of three tasks reads like this`() async {
            let recording = await Recording(firstLine: #line) {
                _ = try await gather(
                    createTask(name: "A") { try await sleep(1) },
                    createTask(name: "B") { try await sleep(0.5) }
                )
                EventLoop.output("both slept")
            }
            #expect(
                text(recording, width: 80) == """
                     time pass line tasks  what happened
                    0.000    0      ○     the loop makes task main: it is ready
                    0.000    1      ▶     main starts
                    0.000    1    3 ● :   main makes task A: it is ready
                    0.000    1    4 ● : : main makes task B: it is ready
                    0.000    1    2 ◌ : : main waits for gather(A, B)
                    0.000    2    3 · ▶ : A starts
                    0.000    2    3 · ◌ : A waits 1 s (until 1.000)
                    0.000    2    4 · · ▶ B starts
                    0.000    2    4 · · ◌ B waits 0.5 s (until 0.500)
                    0.000    3      · · · nothing is ready: the clock jumps to 0.500
                    0.500    3    4 · · ○ timer: B's sleep is over, B is ready
                    0.500    4    4 · · ▶ B goes on, +1 pass after its timer
                    0.500    4      · · ✓ B ends
                    0.500    6      · ·   nothing is ready: the clock jumps to 1.000
                    1.000    6    3 · ○   timer: A's sleep is over, A is ready
                    1.000    7    3 · ▶   A goes on, +1 pass after its timer
                    1.000    7      · ✓   A ends
                    1.000    8      ○     gather(A, B) is over, as A ended: main is ready
                    1.000    9    2 ▶     main goes on, +2 passes after A ended
                    1.000    9    6 ●     > both slept
                    1.000    9      ✓     main ends
                    1.000   10            the loop closes at 1.000, after 10 passes
                    """
            )
        }

        @Test func `fifty columns are enough`() async {
            let recording = await Recording(firstLine: #line) {
                let slow = createTask(name: "slow") { try await sleep(10) }
                try await sleep(1)
                slow.cancel()
                _ = try await wait([slow])
            }
            #expect(
                text(recording, width: 50) == """
                    time, pass, line, tasks, what happened
                    0.000 0   ○  the loop makes task main: it is ready
                    0.000 1   ▶  main starts
                    0.000 1 2 ●: main makes task slow: it is ready
                    0.000 1 3 ◌: main waits 1 s (until 1.000)
                    0.000 2 2 ·▶ slow starts
                    0.000 2 2 ·◌ slow waits 10 s (until 10.000)
                    0.000 3   ·· nothing is ready: the clock jumps to
                              ··   1.000
                    1.000 3 3 ○· timer: main's sleep is over, main is
                              :·   ready
                    1.000 4 3 ▶· main goes on, +1 pass after its timer
                    1.000 4   ●: main cancels slow: slow is ready
                    1.000 4 5 ◌: main waits for wait(slow)
                    1.000 5 2 ·▶ slow goes on: CancelledError is
                              ·┃   thrown at its await, +1 pass after
                              ·┃   main cancelled it
                    1.000 5   ·✗ slow ends cancelled
                    1.000 6   ○  wait(slow) is over, as slow was
                              :    cancelled: main is ready
                    1.000 7 5 ▶  main goes on, +2 passes after slow
                              ┃    ended
                    1.000 7   ✓  main ends
                    1.000 8      the loop closes at 1.000, after 8
                                   passes
                    """
            )
        }

        @Test(arguments: Programs.all)
        func `the rows cover all events in order`(_ program: Program) async {
            let recording = await program.run()
            let log = Log(recording)
            var next = 0
            for (index, row) in log.rows.enumerated() {
                #expect(row.range.lowerBound == next)
                #expect(row.range.contains(row.event))
                for event in row.range { #expect(log.row(at: event) == index) }
                next = row.range.upperBound
            }
            #expect(next == recording.events.count)
        }

        @Test(arguments: Programs.all, [120, 80, 50, 24])
        func `no line is wider than asked, none holds a control character`(
            _ program: Program,
            _ width: Int
        ) async {
            let log = Log(await program.run())
            for line in log.lines(width: width) {
                #expect(line.displayWidth <= width, "\(line.text)")
                #expect(
                    line.text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
                )
                let ascii = line.rendered(Rendering(ascii: true)).unicodeScalars
                #expect(ascii.allSatisfy { $0.isASCII || $0.value >= 0x2E80 }, "\(line.text)")
            }
        }

        @Test(arguments: Programs.all)
        func `every line the program printed is in the log`(_ program: Program) async {
            let recording = await program.run()
            let rows = Log(recording).rows.filter { $0.tone == .output }
            let printed = recording.events.filter { $0.kind == .output }.count
            #expect(rows.count == printed)
        }

        @Test(arguments: [
            (Programs.deadlock, "deadlock: nothing can ever become ready. main waits for future"),
            (Programs.bareTask, "main/child1 left the loop and came back"),
            (Programs.blocking, "main kept the loop to itself for 2 s"),
            (Programs.coroutines, "coroutine forgotten was never awaited"),
            (Programs.futures, "future 'lost' failed and nobody looked at its error: Refused: no"),
            (Programs.callbackFails, "a callback failed: Refused: no; the loop goes on"),
            (Programs.swallowed, "A caught CancelledError and did not throw it on"),
        ])
        func `trouble is said clearly, with what to do next`(_ program: Program, _ text: String)
            async
        {
            let found = Log(await program.run()).warnings.filter { $0.sentence.text.contains(text) }
            #expect(found.count == 1)
            #expect(found.allSatisfy { $0.advice != nil })
        }

        @Test(arguments: [
            Programs.sleepers, Programs.twoSleepersOneGather, Programs.waits, Programs.cancelled,
            Programs.cancelledGather, Programs.executor, Programs.turns, Programs.children,
        ])
        func `a program with nothing wrong gets no warning`(_ program: Program) async {
            #expect(Log(await program.run()).warnings.map(\.sentence.text) == [])
        }

        @Test func `a timer that the loop looked at too late says so`() async {
            let recording = await Recording {
                createTask(name: "patient") { try await sleep(0.5) }
                try await sleep(0)
                busy(2)
                try await sleep(0)
            }
            let sentences = Log(recording).rows.map(\.sentence.text)
            #expect(
                sentences.contains("timer: patient's sleep is over 1.5 s late, patient is ready")
            )
        }

        @Test func `a job that is cancelled is not said to have a result`() async {
            let recording = await Recording {
                let job = try EventLoop.runInExecutor { block(3) }
                EventLoop.callLater(1) { job.cancel() }
                do { try await job.value() } catch { EventLoop.output("cancelled") }
                try await sleep(5)
            }
            let sentences = Log(recording).rows.map(\.sentence.text)
            #expect(sentences.contains("callback cancels job 1: main is ready"))
            #expect(sentences.contains("main goes on, +1 pass after job 1 was cancelled"))
            #expect(!sentences.contains { $0.contains("takes in") })
        }

        @Test func `who waited for something shared is told what became of it`() async {
            let recording = await Recording {
                let (lock, shelf) = (Lock(name: "door"), Condition(name: "shelf"))
                let (gate, queue) = (Event(name: "gate"), Queue<Int>(name: "belt"))
                createTask(name: "A") { try await lock.withLock { try await sleep(1) } }
                createTask(name: "B") { try await lock.withLock {} }
                createTask(name: "C") { try await shelf.withLock { try await shelf.wait() } }
                createTask(name: "D") { try await gate.wait() }
                createTask(name: "E") { _ = try await queue.get() }
                try await sleep(1)
                try await shelf.withLock { try shelf.notify() }
                gate.set()
                try queue.putNoWait(1)
                try await sleep(1)
            }
            let log = text(recording, width: 100)
            for line in [
                "A releases lock 'door': B is ready",
                "B goes on, +1 pass after lock 'door' was released",
                "main notifies condition 'shelf': C is ready",
                "C goes on, +1 pass after condition 'shelf' was notified",
                "main sets event 'gate': D is ready",
                "D goes on, +1 pass after event 'gate' was set",
                "main changes queue 'belt': E is ready",
                "E goes on, +1 pass after queue 'belt' changed",
            ] { #expect(log.contains(line), "\(line)") }
        }

        @Test func `the same advice is given once`() async {
            let recording = await Recording {
                for _ in 0..<3 {
                    busy(1)
                    try await sleep(0)
                }
            }
            let warnings = Log(recording).warnings
            #expect(warnings.count == 3)
            #expect(warnings.map { $0.advice != nil } == [true, false, false])
        }

        @Test func `a full record says how much is missing`() async throws {
            let recording = await Recording(events: 20) {
                for number in 0..<10 { createTaskNamed(number) }
            }
            let row = try #require(Log(recording).rows.last)
            #expect(recording.droppedEvents > 0)
            #expect(row.tone == .warning)
            #expect(row.sentence.text.contains("\(recording.droppedEvents) more events"))
        }

        @Test func `plain sentences stand alone`() async {
            let lines = Log(await Programs.sleepers.run()).plain.map(\.text)
            #expect(lines[0] == "0.000 s, pass 0: the loop makes task main: it is ready")
            #expect(lines.contains { $0.hasSuffix(": A waits 1 s (until 1.000)") })
            #expect(lines.contains("1.000 s, pass 8: the loop closes at 1.000, after 8 passes"))
            #expect(lines.allSatisfy { line in line.allSatisfy { !"│┃●▶·".contains($0) } })
        }

        @Test func `eight tasks each have their lane at 50 columns`() async {
            let recording = await Recording {
                for number in 1...7 { createTask(name: "T\(number)") { try await sleep(1) } }
                try await sleep(2)
            }
            let lines = Log(recording).lines(width: 50)
            #expect(lines.allSatisfy { $0.displayWidth <= 50 })
            let starts = lines.filter { $0.text.hasSuffix(" starts") }
            #expect(starts.count == 8)
            #expect(starts.allSatisfy { $0.text.contains("▶") })
        }

        @Test func `a plain sentence says whose output it is`() async {
            let recording = await Recording {
                EventLoop.callSoon { EventLoop.output("soon") }
                EventLoop.output("one\ntwo")
                try await sleep(0)
            }
            let lines = Log(recording).plain.map(\.text)
            let said = lines.firstIndex { $0.hasSuffix(": main prints: one") }
            #expect(said.map { lines[$0 + 1] } == "  two")
            #expect(lines.contains { $0.hasSuffix(": callback prints: soon") })
        }

        @Test(arguments: [50, 80, 200]) func `the legend explains every mark`(width: Int) {
            let legend = Log.legend(width: width)
            let text = legend.map(\.text).joined(separator: "  ")
            #expect(legend.allSatisfy { $0.displayWidth <= width })
            #expect(LogRow.Mark.allCases.allSatisfy { text.contains("\($0.rawValue) ") })
        }

        @Test func `every mark is its own in ASCII too`() {
            let marks = LogRow.Mark.allCases.map {
                StyledLine(String($0.rawValue)).rendered(Rendering(ascii: true))
            }
            #expect(Set(marks).count == marks.count)
            #expect(marks.allSatisfy { $0.utf8.count == 1 })
        }

        @Test func `more tasks than lanes still read`() async {
            let recording = await Recording {
                let tasks = (0..<40).map { number in
                    createTask(name: "T\(number)") { try await sleep(1) }
                }
                _ = try await wait(tasks)
            }
            let lines = Log(recording).lines(width: 80)
            #expect(lines.allSatisfy { $0.displayWidth <= 80 })
            #expect(lines.contains { $0.text.hasSuffix("T39 starts") })
            #expect(
                lines.contains { $0.text.hasSuffix("main waits for wait(T0, T1, T2, 37 more)") }
            )
        }

        @Test func `a long log comes in parts that together are the whole`() async {
            let recording = await Recording(events: 20_000) {
                for number in 0..<1_200 {
                    EventLoop.output("line \(number)")
                    try await sleep(0)
                }
            }
            let whole = Log(recording)
            let parts = Array(Log.parts(of: recording))
            #expect(whole.rows.count > 3_000 && parts.count > 1)
            #expect(parts.flatMap(\.rows) == whole.rows)
            // A log that one part can hold is that part.
            let short = await Programs.sleepers.run()
            #expect(
                Log.parts(of: short).map { $0.lines(width: 80) } == [Log(short).lines(width: 80)]
            )
        }
    }
}
