import BuildProducts
import DemoRunner
import LessonBook
import LoopEvents
import Testing
import Trace

/// What `why` says, put to the test: where it names a timer as the root of a wakeup, that timer is
/// moved and the demo run again.
@Suite(.serialized) struct `Why is true` {
    private static let second: Int64 = 1_000_000_000

    private func run(_ lesson: String, _ demo: String, _ experiment: Experiment = Experiment())
        throws -> Recording
    {
        try DemoRunner.run(
            DemoRequest(
                lesson: lesson,
                demo: demo,
                experiment: experiment,
                executable: "\(buildProducts)/loopwalk"
            )
        ).recording
    }

    /// A wakeup by what stays the same when times change: whose it is, and the how-manieth.
    private struct Wakeup: Hashable {
        var task: String
        var twin: Int
        var number: Int
    }

    /// When each wakeup happened.
    private func wakeups(of recording: Recording) -> [(wakeup: Wakeup, event: Int)] {
        var twins: [Int: Int] = [:]
        var names: [String: Int] = [:]
        for task in recording.tasks {
            twins[task.id] = names[task.name, default: 0]
            names[task.name, default: 0] += 1
        }
        var numbers: [Int: Int] = [:]
        return recording.events.indices.filter { recording.events[$0].kind == .taskWoken }
            .map { index in
                let task = Int(recording.events[index].task)
                numbers[task, default: 0] += 1
                return (
                    Wakeup(
                        task: recording.taskName(task),
                        twin: twins[task] ?? 0,
                        number: numbers[task]!
                    ), index
                )
            }
    }

    /// Moves `timers`, so that each comes a second later than it came, or would have come.
    private func moving(_ timers: [Int: Int64], after moment: Int, now: Int64) -> Experiment {
        Experiment(
            interventions: timers.sorted { $0.key < $1.key }.map { timer, deadline in
                // One that is overdue, as the loop was blocked, comes when the loop is free.
                let late = max(0, now - deadline)
                return Intervention(
                    after: moment,
                    .delay(timer: UInt32(timer), task: 0, by: Self.second + late)
                )
            }
        )
    }

    /// The wakeups that did not move by a second from what they were in `before`, where the timer
    /// fired at event `fired`.
    ///
    /// Between the two lies what ran ahead in the same pass. Where that kept the thread, it may be
    /// over a second later.
    private func unmoved(
        _ wakeups: [(wakeup: Wakeup, event: Int)],
        firedAt fired: Int,
        of before: Recording,
        in after: Recording
    ) -> [(wakeup: Wakeup, event: Int)] {
        let times = Dictionary(
            uniqueKeysWithValues: self.wakeups(of: after).map {
                ($0.wakeup, after.events[$0.event].time)
            }
        )
        let earliest = before.events[fired].time + Self.second
        return wakeups.filter {
            guard let time = times[$0.wakeup] else { return true }
            return !(earliest...before.events[$0.event].time + Self.second).contains(time)
        }
    }

    /// Where another timer would come first, and wake the task in this one's place, that one must
    /// come a second later, too: then the order of all that is pending is what it was.
    @Test(arguments: lessonBook.map(\.name))
    func `delaying the root of a wakeup by a second moves the wakeup by a second`(
        lesson name: String
    ) throws {
        let lesson = try #require(lessonBook.first { $0.name == name })
        for demo in lesson.demos where demo.clock == .virtual {
            let before = try run(name, demo.name)
            let why = Why(before)
            var byTimer: [Int: [(wakeup: Wakeup, event: Int)]] = [:]
            for (wakeup, event) in wakeups(of: before) {
                let chain = why.chain(of: event)
                #expect(before.events[chain.rootEvent].kind.isRoot, "\(before.title): \(event)")
                guard case .timer = chain.root else { continue }
                byTimer[chain.rootEvent, default: []].append((wakeup, event))
            }
            for (fired, woken) in byTimer.sorted(by: { $0.key < $1.key }) {
                // Before the pass that finds the timer due: it and all others are still pending.
                let pass = try #require(before.events[..<fired].lastIndex { $0.kind == .passBegan })
                let board = before.board(after: pass)
                let timer = Int(before.events[fired].subject)
                let now = before.events[fired].time
                let deadline = try #require(board.timers[timer])
                let alone = try run(
                    name,
                    demo.name,
                    moving([timer: deadline], after: pass, now: now)
                )
                let left = unmoved(woken, firedAt: fired, of: before, in: alone)
                guard !left.isEmpty else { continue }
                let together = try run(
                    name,
                    demo.name,
                    moving(board.timers, after: pass, now: now)
                )
                let still = unmoved(left, firedAt: fired, of: before, in: together)
                for (wakeup, event) in still {
                    Issue.record("\(before.title): \(wakeup) at event \(event) stays")
                }
            }
        }
    }
}
