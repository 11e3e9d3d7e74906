import LoopEvents
import Testing

struct LoopEventTests {
    @Test func `an event takes at most 64 bytes`() {
        #expect(MemoryLayout<LoopEvent>.stride <= 64)
    }

    /// The numbers are written to shared memory and to files: they must never change.
    @Test func `kinds keep their numbers`() {
        #expect(EventKind.allCases.map(\.rawValue) == Array(1...40))
        #expect(EventKind.loopStarted.rawValue == 1)
        #expect(EventKind.taskStepped.rawValue == 12)
        #expect(EventKind.output.rawValue == 30)
        #expect(EventKind.knobRead.rawValue == 38)
        #expect(EventKind.futureLinked.rawValue == 39)
        #expect(EventKind.intervened.rawValue == 40)
    }

    @Test func `a kind, role or outcome that nobody knows is unsound`() throws {
        let event = LoopEvent(.taskSuspended)
        #expect(event.isSound)
        for offset in 56..<59 {
            var bytes = withUnsafeBytes(of: event) { Array($0) }
            bytes[offset] = 250
            let damaged = bytes.withUnsafeBytes { $0.loadUnaligned(as: LoopEvent.self) }
            #expect(!damaged.isSound)
        }
    }
}

struct CauseTableTests {
    @Test func `roots, and only they, need no cause`() {
        for kind in EventKind.allCases {
            #expect(kind.isRoot == kind.legalCauses.isEmpty, "\(kind)")
        }
    }

    /// Whatever the table allows, following it leads to a root: no kind can only cause itself.
    @Test func `from every kind some way leads back to a root`() {
        var reached = Set(EventKind.allCases.filter(\.isRoot))
        for _ in EventKind.allCases {
            reached.formUnion(
                EventKind.allCases.filter { !$0.legalCauses.isDisjoint(with: reached) }
            )
        }
        #expect(reached == Set(EventKind.allCases))
    }

    @Test func `output, warnings and the end cause nothing on the loop`() {
        let silent: Set<EventKind> = [
            .output, .loopBlocked, .deadlock, .timerArmed, .knobRead, .futureLinked,
            .cancelSwallowed, .workStarted, .handleCancelled, .timerCancelled,
        ]
        for kind in EventKind.allCases {
            #expect(kind.legalCauses.isDisjoint(with: silent), "\(kind)")
        }
    }
}

struct RecorderTests {
    @Test func `a full record counts what it loses`() {
        let recorder = Recorder(events: 2, stringBytes: 16)
        let numbers = (0..<5).map { _ in recorder.buffer.append(LoopEvent(.passBegan)) }
        #expect(numbers == [0, 1, .max, .max, .max])
        #expect(recorder.buffer.eventCount == 2 && recorder.buffer.droppedEvents == 3)
        let kept = recorder.intern("kept")
        let lost = recorder.intern("much too long for it")
        #expect(recorder.buffer.string(kept) == "kept")
        #expect(lost == 0 && recorder.buffer.string(lost) == "")
        #expect(recorder.buffer.droppedBytes == 20)
    }

    @Test func `equal texts share a number, and all come back`() {
        let recorder = Recorder(events: 1)
        let texts = ["", "a", "进度", "a", "line\nend", "\u{0}"]
        let numbers = texts.map { recorder.intern($0) }
        #expect(numbers[0] == 0 && numbers[1] == numbers[3])
        #expect(numbers.map { recorder.buffer.string($0) } == texts)
        #expect(recorder.buffer.string(999_999) == "")
    }

    @Test func `another process takes up a record only if it is one`() {
        let recorder = Recorder(events: 4, stringBytes: 64)
        _ = recorder.buffer.append(LoopEvent(.loopStarted))
        let size = RecordBuffer.byteCount(events: 4, stringBytes: 64)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        #expect(RecordBuffer(existing: memory, byteCount: size) == nil)
        let fresh = RecordBuffer(formatting: memory, events: 4, stringBytes: 64)
        _ = fresh.append(LoopEvent(.loopStarted))
        #expect(RecordBuffer(existing: memory, byteCount: size)?.eventCount == 1)
        #expect(RecordBuffer(existing: memory, byteCount: size - 1) == nil)
        #expect(RecordBuffer(existing: memory, byteCount: 8) == nil)
    }
}
