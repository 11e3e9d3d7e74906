import AsyncLoop
import LoopEvents
import StyledText
import Testing
import Trace

extension LoopSuites {
    @Suite struct LaneChartTests {
        private func text(
            _ recording: Recording,
            by scale: LaneScale = .time,
            width: Int = 60,
            ascii: Bool = false
        ) -> String {
            LaneChart.lines(of: recording, by: scale, width: width)
                .map { $0.rendered(Rendering(ascii: ascii)) }.joined(separator: "\n")
        }

        private func twoSleepers() async -> Recording {
            await Recording {
                _ = try await gather(
                    createTask(name: "A") { try await sleep(1) },
                    createTask(name: "B") { try await sleep(0.5) }
                )
            }
        }

        @Test func `lanes by time`() async {
            let recording = await twoSleepers()
            #expect(
                text(recording, width: 50) == """
                    time 0         0.5       1
                    main ▶···················✓
                    A    ▶···················✓
                    B    ▶·········✓

                    ▶ runs  ━ keeps its thread  : is ready  · waits
                    ✓ ends  ✗ fails or is cancelled
                    one column is 0.05 s
                    """
            )
        }

        @Test func `lanes by pass, with the clock below the passes`() async {
            let recording = await twoSleepers()
            #expect(
                text(recording, by: .pass, width: 80) == """
                    pass 0 2 4 6 8 10
                    time 0  0.5
                    main :▶······:✓
                    A     :▶···:✓
                    B     :▶:✓

                    ▶ runs  ━ keeps its thread  : is ready  · waits  ✓ ends  ✗ fails or is cancelled
                    one column is one pass
                    """
            )
        }

        @Test func `a long wait is folded where short ones would be lost`() async {
            let recording = await Recording {
                for _ in 0..<3 { try await sleep(0.1) }
                try await sleep(3600)
                try await sleep(0.1)
            }
            #expect(
                text(recording, width: 50) == """
                    time 0    0.1  0.2  0.3  3600.3
                    main ▶····▶····▶····▶·//·▶····✓

                    ▶ runs  ━ keeps its thread  : is ready  · waits
                    ✓ ends  ✗ fails or is cancelled
                    // nothing new for a while  one column is 0.02 s
                    """
            )
        }

        @Test func `a task that keeps the thread and one that is kept ready are told apart`() async
        {
            let recording = await Recording {
                createTask(name: "A") {}
                busy(1)
                try await sleep(1)
            }
            #expect(
                text(recording, width: 40) == """
                    time 0         1         2
                    main ▶━━━━━━━━━··········✓
                    A    ::::::::::✓

                    ▶ runs  ━ keeps its thread  : is ready
                    · waits  ✓ ends  ✗ fails or is cancelled
                    one column is 0.1 s
                    """
            )
        }

        @Test func `a pool's threads have lanes of their own`() async {
            let recording = await Programs.executor.run()
            #expect(
                text(recording, width: 50) == """
                    time      0         1         2    2.5
                    main      ▶···················▶····✓
                    pool_0    ▶━━━━━━━━━▶━━━━━━━━━✓    ✓
                    pool_1    ▶━━━━━━━━━✓
                    default_0                     ▶━━━━✓

                    ▶ runs  ━ keeps its thread  : is ready  · waits
                    ✓ ends  ✗ fails or is cancelled
                    one column is 0.1 s
                    """
            )
        }

        @Test func `a loop that does the same over and over is folded by pass`() async {
            let recording = await Recording {
                createTask(name: "A") { for _ in 0..<200 { try await sleep(0) } }
                try await sleep(1)
            }
            #expect(
                text(recording, by: .pass, width: 50) == """
                    pass 0 2    201 205
                    time 0        1
                    main :▶··//···:✓
                    A     :▶▶//▶▶✓

                    ▶ runs  ━ keeps its thread  : is ready  · waits
                    ✓ ends  ✗ fails or is cancelled
                    one column is one pass
                    """
            )
        }

        @Test func `names of wide characters leave the lanes aligned`() async {
            let recording = await Recording {
                createTask(name: "下载") { try await sleep(1) }
                createTask(name: "ab") { try await sleep(1) }
                try await sleep(1)
            }
            #expect(
                text(recording, width: 30) == """
                    time 0                   1
                    main ▶···················✓
                    下载 ▶···················✓
                    ab   ▶···················✓

                    ▶ runs  ━ keeps its thread
                    : is ready  · waits  ✓ ends
                    ✗ fails or is cancelled
                    one column is 0.05 s
                    """
            )
        }

        @Test(arguments: Programs.all, [50, 80, 200])
        func `no line is wider than the page, by time or by pass`(
            _ program: Program,
            _ width: Int
        ) async {
            let recording = await program.run()
            for scale in LaneScale.allCases {
                for line in LaneChart.lines(of: recording, by: scale, width: width) {
                    #expect(line.displayWidth <= width, "\(line.text)")
                    let ascii = line.rendered(Rendering(ascii: true)).unicodeScalars
                    let isASCII = ascii.allSatisfy { $0.isASCII }
                    #expect(isASCII, "\(line.text)")
                }
            }
        }

        @Test(arguments: Programs.all)
        func `every task has a lane that ends as the task does`(_ program: Program) async {
            let recording = await program.run()
            let lines = LaneChart.lines(of: recording, by: .time, width: 200).map(\.text)
            for (index, task) in recording.tasks.enumerated() where !task.isSwifts {
                let lane = lines[index + 1]
                #expect(lane.hasPrefix(task.name))
                let outcome = task.finished.map { recording.events[$0].outcome }
                let mark: Character? = outcome.map { $0 == .result ? "✓" : "✗" }
                #expect(mark.map { lane.last == $0 } ?? true, "\(lane)")
            }
        }

        @Test func `in sentences each task's time is accounted for`() async {
            let recording = await Recording {
                createTask(name: "A") {}
                busy(1)
                try await sleep(1)
            }
            #expect(
                LaneChart.sentences(of: recording).map(\.text) == [
                    "main: made at 0.000, ran 2 times, waited 1 s, kept the thread for 1 s,"
                        + " ended at 2.000.",
                    "A: made at 0.000, ran once, waited 0 s, was ready for 1 s, ended at 1.000.",
                    "In all 2 s and 5 passes; 3 turns of 2 tasks; at most 1 waiting at once.",
                ]
            )
        }

        @Test(arguments: Programs.all)
        func `a task's times add up to its life`(_ program: Program) async {
            let recording = await program.run()
            for life in RunFigures(recording).lives {
                let whole = (life.ended ?? recording.endTime) - life.made
                #expect(life.running + life.ready + life.waiting == whole)
            }
        }

        @Test func `two runs stand on one scale, with what differs`() async {
            let slow = await Recording {
                for _ in 0..<3 { try await sleep(1) }
            }
            let quick = await Recording {
                _ = try await gather({ try await sleep(1) }, { try await sleep(1) })
            }
            let comparison = RunComparison(slow, named: "sequential", quick, named: "gather")
            #expect(
                comparison.lines(width: 60).map(\.text).joined(separator: "\n") == """
                    sequential
                    time   0         1         2         3
                    main   ▶·········▶·········▶·········✓

                    gather
                    time   0         1         2         3
                    main   ▶·········✓
                    Task-2 ▶·········✓
                    Task-3 ▶·········✓

                    ▶ runs  ━ keeps its thread  : is ready  · waits  ✓ ends
                    ✗ fails or is cancelled  one column is 0.1 s

                                              sequential  gather
                    time                      3 s         1 s
                    passes of the loop        8           7
                    turns of tasks            4           6
                    tasks                     1           3
                    most waiting at once      1           3
                    nothing was ready for     3 s         1 s
                    a task kept the loop for  0 s         0 s

                    gather was 2 s shorter than sequential: 3 times as fast.
                    sequential: 3 s passed with nothing ready, one wait at a
                      time.
                    gather: 1 s passed with nothing ready, up to 2 waits at
                      once.
                    """
            )
            #expect(
                comparison.lines(width: 200, plain: true).map(\.text).contains(
                    "gather was 2 s shorter than sequential: 3 times as fast."
                )
            )
        }
    }
}
