import AsyncLoop
import BenchMeasure
import LoopEvents
import StyledText
import Terminal
import Trace
import Tutor

/// How long the stage takes over a recording of many events: opening it, going to any moment,
/// answering a key on a screen of 200 by 60.
///
/// Jumps and keys count in processor time, so that the slowest is not some other program's doing.
struct ViewTimes {
    /// How many events the recordings have.
    let events: Int

    private static let code = (1...60).map { "    line(\($0)) // 程序的一行" }.joined(separator: "\n")

    /// Measures, and prints a line for each figure, in milliseconds.
    func show() {
        measure("few_tasks") {
            for number in 1...10 {
                createTask(name: "T\(number)") {
                    while true {
                        EventLoop.output("T\(number) goes on")
                        try await sleep(Double(number))
                    }
                }
            }
        }
        let tasks = max(1, events / 10)
        measure("many_tasks") {
            for number in 0..<tasks {
                createTask(name: "T\(number)") {
                    try await sleep(Double(number % 97))
                    try await sleep(0)
                    EventLoop.output("done")
                }
            }
        }
    }

    private func measure(_ name: String, _ body: @escaping @EventLoop @Sendable () throws -> Void) {
        let recorder = Recorder(events: events, stringBytes: 1 << 26)
        let count = events
        do {
            try EventLoop.run(clock: .virtual, recorder: recorder) {
                try body()
                while recorder.buffer.droppedEvents == 0, recorder.buffer.eventCount < count {
                    try await sleep(1)
                }
            }
        } catch {
            fail("\(name): \(error)")
        }
        let start = wallSeconds()
        let recording = Trace.Recording(recorder.buffer, title: name)
        let read = wallSeconds()
        let stage = Stage(recording, code: Self.code)
        let opened = wallSeconds()
        report("\(name)_recording_ms", recording.events.count, (read - start) * 1000)
        report("\(name)_open_ms", recording.events.count, (opened - start) * 1000)
        // All of it: the buffer, and what the run itself needed, too.
        report("\(name)_resident_mb", recording.events.count, residentBytes() / 1e6)
        readBack(name, recording)
        jump(name, stage)
        press(name, stage)
    }

    /// From the file's bytes to a stage on which keys can be pressed; and its log and lanes.
    private func readBack(_ name: String, _ recording: Trace.Recording) {
        var pieces: [[UInt8]] = []
        JSONLines(recording).write { pieces.append(Array($0.utf8)) }
        let start = wallSeconds()
        var reader = RecordReader()
        for piece in pieces { reader.take(piece) }
        guard let read = try? reader.finish().recordings.first else {
            fail("\(name): what was written cannot be read")
        }
        let stage = Stage(read, code: Self.code)
        report("\(name)_file_ms", stage.count, (wallSeconds() - start) * 1000)
        let logStart = wallSeconds()
        let log = Log(read)
        report("\(name)_log_ms", log.rows.count, (wallSeconds() - logStart) * 1000)
        let linesStart = wallSeconds()
        let lines = log.lines(width: 80).count
        report("\(name)_log_lines_ms", lines, (wallSeconds() - linesStart) * 1000)
        let lanesStart = wallSeconds()
        let lanes = LaneChart.lines(of: read, by: .time, width: 200).count
        report("\(name)_lanes_ms", lanes, (wallSeconds() - lanesStart) * 1000)
    }

    private func report(_ metric: String, _ count: Int, _ value: Double) {
        BenchMeasure.report(metric, count, total: value, each: value)
    }

    private func jump(_ name: String, _ stage: Stage) {
        var stage = stage
        var times: [Double] = []
        for step in 0..<300 {
            let start = processorSeconds()
            // Steps of the golden ratio, which go everywhere.
            stage.go(to: step * 618_033 % stage.count)
            times.append((processorSeconds() - start) * 1000)
        }
        report(times, "\(name)_jump_ms")
    }

    private func press(_ name: String, _ stage: Stage) {
        var view = StageView(stage)
        var keys: [Key] = []
        for digits in ["1", "999", "123456", "500001", "877777"] {
            keys += digits.map { .character($0) } + [.character("G")]
            for _ in 0..<20 { keys += [.character("n"), .character("p"), .character(".")] }
            keys += [.character("f"), .right, .left, .character("f"), .down]
        }
        keys += [.end, .character("p"), .home, .character("n")]
        var times: [Double] = []
        var bytes = 0
        for key in keys {
            let start = processorSeconds()
            _ = view.press(key)
            let lines = view.lines(width: 200, height: 60)
            bytes += lines.reduce(0) { $0 + $1.rendered(Rendering(colour: true)).utf8.count }
            times.append((processorSeconds() - start) * 1000)
            if times[times.count - 1] > 16 {
                warn("\(name): \(key) took \(times[times.count - 1]) ms, at \(view.stage.index)")
            }
        }
        if bytes == 0 { fail("nothing was drawn") }
        report(times, "\(name)_key_ms")
    }

    /// The median and the worst.
    private func report(_ times: [Double], _ metric: String) {
        let sorted = times.sorted()
        report("\(metric)_median", times.count, sorted[sorted.count / 2])
        report("\(metric)_most", times.count, sorted[sorted.count - 1])
    }
}
