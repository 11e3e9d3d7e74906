import LoopEvents
import LoopSupport
import Testing

extension PropertyTests {
    /// A property test is worth what its programs reach, and what its checks would see.
    @Suite struct GeneratorTests {
        @Test func `the generator reaches every operation and every kind of ending`() async {
            let (reached, seen, deadlocks) = await alone {
                var reached: [RandomProgram.Operation: Int] = [:]
                var seen: [String: Int] = [:]
                var deadlocks = 0
                for seed in 1...1_000 as ClosedRange<UInt64> {
                    let run = ProgramRun(ProgramGenerator.program(seed))
                    reached.merge(run.notes.reached, uniquingKeysWith: +)
                    for event in run.events { seen["\(event.kind)", default: 0] += 1 }
                    for event in run.events where event.kind == .taskSuspended {
                        seen["\(event.role)", default: 0] += 1
                    }
                    if run.deadlocked != nil { deadlocks += 1 }
                }
                return (reached, seen, deadlocks)
            }
            for operation in RandomProgram.Operation.allCases {
                #expect(reached[operation, default: 0] >= 10, "\(operation)")
            }
            let kinds: [EventKind] = [
                .taskStepped, .cancelDelivered, .cancelSwallowed, .timerFired, .timerCancelled,
                .handleCancelled, .callbackFailed, .workReturned, .neverRetrieved, .loopBlocked,
            ]
            for kind in kinds { #expect(seen["\(kind)", default: 0] >= 10, "\(kind)") }
            let roles: [WaitRole] = [
                .turn, .sleep, .future, .task, .gather, .wait, .executor, .lock, .event, .queue,
            ]
            for role in roles { #expect(seen["\(role)", default: 0] >= 10, "\(role)") }
            #expect(deadlocks >= 10)
        }

        @Test func `one seed, one program`() {
            let texts = (0..<3).map { _ in ProgramGenerator.program(7).description }
            #expect(Set(texts).count == 1)
            #expect(ProgramGenerator.program(8).description != texts[0])
        }

        /// The events of a run with much in it.
        private func events() async -> [LoopEvent] {
            await alone {
                (1...50).map { ProgramRun(ProgramGenerator.program($0)).events }
                    .filter { $0.contains { $0.kind == .timerArmed } }
                    .max { $0.count < $1.count } ?? []
            }
        }

        @Test(arguments: [EventKind.taskWoken, .taskStepped, .handleRan, .timerArmed, .passBegan])
        func `a record without one of its events is seen to be wrong`(_ kind: EventKind) async {
            let events = await events()
            #expect(RecordInvariants.violations(of: events) == [])
            let places = events.indices.filter { events[$0].kind == kind }
            #expect(!places.isEmpty)
            for place in places {
                var broken = events
                broken.remove(at: place)
                for index in broken.indices { broken[index].renumber(as: index, without: place) }
                #expect(RecordInvariants.violations(of: broken) != [], "without event \(place)")
            }
        }

        @Test func `a record with two steps changed round is seen to be wrong`() async {
            let events = await events()
            let steps = events.indices.filter { events[$0].kind == .taskStepped }
            var changed = 0
            for (one, other) in zip(steps, steps.dropFirst())
            where events[one].pass == events[other].pass && events[one].task != events[other].task {
                var broken = events
                (broken[one].task, broken[other].task) = (broken[other].task, broken[one].task)
                #expect(RecordInvariants.violations(of: broken) != [], "events \(one) and \(other)")
                changed += 1
            }
            #expect(changed > 0)
        }
    }
}

extension LoopEvent {
    /// Gives it the number and the cause it has once the event at `gone` is no more; what that
    /// caused is then due to the event before, so that causes alone do not give it away.
    fileprivate mutating func renumber(as index: Int, without gone: Int) {
        sequence = UInt32(index)
        if cause != LoopEvent.noCause, cause >= UInt32(gone), cause > 0 { cause -= 1 }
    }
}
