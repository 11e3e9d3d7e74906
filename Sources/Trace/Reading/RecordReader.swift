import Glibc
import LoopEvents

/// Reads recordings back from JSON Lines, as `JSONLines` writes them: see <doc:RecordFormat>.
///
/// Takes the file in pieces of any size, as they come from a file or a pipe. Whatever the bytes
/// are, it ends, within `RecordLimits`, with the recordings that are sound: each up to its first
/// line that is not. A file may hold several recordings, one after the other.
public struct RecordReader {
    private let limits: RecordLimits
    /// Bytes of lines that are not whole yet.
    private var pending: [UInt8] = []
    /// How many bytes of `pending` are known to hold no line end.
    private var searched = 0
    private var line = 0
    private var bytes = 0
    private var events = 0
    private var recordings: [Recording] = []
    private var notes: [RecordFile.Note] = []
    private var record: RecordBuilder?
    private var state = State.lines

    private enum State {
        case lines
        /// After a line that is not sound: up to the next header.
        case skipping
        /// In a line that is too long: up to its end, then as `skipping`.
        case insideLongLine
        /// Nothing more is read.
        case stopped
    }

    /// A reader that has read nothing.
    public init(limits: RecordLimits = RecordLimits()) {
        self.limits = limits
    }

    /// Whether it makes no difference what else there is in the file.
    public var isDone: Bool { state == .stopped }

    // MARK: Pieces

    /// Takes the next bytes of the file.
    public mutating func take(_ piece: UnsafeRawBufferPointer) {
        guard state != .stopped else { return }
        // Where the limit falls must not depend on the pieces.
        let room = limits.fileBytes - bytes
        bytes += min(piece.count, room)
        pending.append(contentsOf: piece.prefix(room))
        takeLines()
        guard piece.count > room, state != .stopped else { return }
        line += 1
        spoil("the file is larger than \(limits.fileBytes >> 20) MiB; the rest is not read")
        stop()
    }

    /// Takes the next bytes of the file.
    public mutating func take(_ piece: [UInt8]) {
        piece.withUnsafeBytes { take($0) }
    }

    private mutating func takeLines() {
        // Held apart, so that the scanners may share it while this changes.
        let buffer = pending
        var start = 0
        while state != .stopped, let end = Self.lineEnd(in: buffer, from: max(start, searched)) {
            searched = 0
            if state == .insideLongLine {
                state = .skipping
            } else {
                takeLine(buffer, start..<end)
            }
            start = end + 1
        }
        searched = buffer.count - start
        if state == .insideLongLine || state == .stopped {
            (pending, searched) = ([], 0)
        } else if searched > limits.lineBytes {
            (pending, searched) = ([], 0)
            takeLongLine()
        } else if start > 0 {
            pending = Array(buffer[start...])
        }
    }

    private static func lineEnd(in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { memory in
            guard start < memory.count, let base = memory.baseAddress,
                let found = memchr(base + start, 10, memory.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// What the file held; call it once, after the last piece.
    ///
    /// Errors: a note, if there is no recording in it at all.
    public mutating func finish() throws(RecordFile.Note) -> RecordFile {
        if state != .stopped, !pending.isEmpty, state != .insideLongLine {
            let last = pending
            takeLine(last, 0..<last.count)
        }
        if let record, record.isShort, state == .lines {
            note(
                "the file ends after \(record.events.count) of \(record.header.events) events",
                at: line
            )
        }
        closeRecord()
        if recordings.isEmpty {
            throw notes.first ?? RecordFile.Note(line: 1, message: "the file is empty")
        }
        return RecordFile(recordings: recordings, notes: notes)
    }

    // MARK: Lines

    /// Whether no header has been read.
    private var isFirst: Bool { recordings.isEmpty && record == nil }

    private mutating func takeLine(_ bytes: [UInt8], _ range: Range<Int>) {
        line += 1
        guard range.count <= limits.lineBytes else { return takeLongLine(at: line) }
        guard bytes[range].contains(where: { $0 > 0x20 }) else { return }
        if state == .skipping {
            guard bytes[range].starts(with: RecordHeader.beginning) else {
                record?.skipped += 1
                return
            }
            return takeHeader(bytes, range)
        }
        do throws(JSONFault) {
            guard record?.isShort == true else {
                closeRecord()
                return takeHeader(bytes, range)
            }
            try Self.checkUTF8(bytes, range)
            try takeEvent(bytes, range)
        } catch {
            // A record that was cut off may be followed by another.
            if bytes[range].starts(with: RecordHeader.beginning), let record {
                note(
                    "the record above ends after \(record.events.count) of "
                        + "\(record.header.events) events",
                    at: line
                )
                return takeHeader(bytes, range)
            }
            spoil(error.message)
        }
    }

    private mutating func takeHeader(_ bytes: [UInt8], _ range: Range<Int>) {
        do throws(JSONFault) {
            // Some other file is not to be read to its end, nor its odd bytes be complained of.
            guard !isFirst || RecordHeader.mayBegin(bytes, range) else {
                throw RecordHeader.stranger
            }
            try Self.checkUTF8(bytes, range)
            let header = try RecordHeader(bytes, in: range)
            closeRecord()
            record = RecordBuilder(header)
            state = .lines
        } catch {
            spoil(error.message)
            if isFirst { stop() }
        }
    }

    private mutating func takeEvent(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONFault) {
        let event = try RecordEvent(bytes, in: range)
        guard events < limits.events else {
            spoil("there are more than \(limits.events) events; the rest is not read")
            return stop()
        }
        events += 1
        try record?.add(event)
    }

    private mutating func takeLongLine(at number: Int? = nil) {
        if number == nil { line += 1 }
        if state != .skipping { spoil("the line is longer than \(limits.lineBytes >> 20) MiB") }
        if number == nil { state = .insideLongLine }
        if isFirst { stop() }
    }

    /// Bytes above ASCII must make up well-formed UTF-8.
    private static func checkUTF8(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONFault) {
        guard !isASCII(bytes, range) else { return }
        guard String(validating: bytes[range], as: UTF8.self) != nil else {
            throw JSONFault("the line is not UTF-8")
        }
    }

    private static func isASCII(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        bytes.withUnsafeBytes { memory in
            let line = UnsafeRawBufferPointer(rebasing: memory[range])
            var place = 0
            while place + 8 <= line.count {
                let eight = line.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                if eight & 0x8080_8080_8080_8080 != 0 { return false }
                place += 8
            }
            return line[place...].allSatisfy { $0 < 0x80 }
        }
    }

    // MARK: What was left out

    /// Keeps what came before this line, and nothing of it up to the next header.
    private mutating func spoil(_ message: String) {
        // What follows a whole recording is no damage of its own.
        if record?.isShort == false { closeRecord() }
        var message = message
        if let record {
            message += "; the \(record.events.count) events before it are kept"
        }
        note(message, at: line)
        record?.skipped += 1
        state = .skipping
    }

    private mutating func note(_ message: String, at line: Int) {
        // One more would help nobody.
        guard notes.count < 100 else { return }
        notes.append(RecordFile.Note(line: line, message: message))
    }

    private mutating func closeRecord() {
        guard let record else { return }
        self.record = nil
        if record.unknown > 0 {
            let count = record.unknown == 1 ? "1 event is" : "\(record.unknown) events are"
            note(
                "\(count) of a kind that this loopwalk does not know, and left out",
                at: record.firstUnknown
            )
        }
        recordings.append(record.recording)
    }

    private mutating func stop() {
        state = .stopped
        pending = []
    }
}
