import Trace

/// What must hold whatever bytes are read as a record.
public enum RecordOracle {
    /// What is wrong with how `bytes` are read and shown; empty if all is well.
    ///
    /// A trap is the other way to find something; `pieces` is how many bytes come at a time.
    public static func complaints(
        about bytes: [UInt8],
        pieces: Int = 100,
        limits: RecordLimits = RecordLimits()
    ) -> [String] {
        let whole = read(bytes, pieces: bytes.count, limits: limits)
        guard let file = read(bytes, pieces: pieces, limits: limits) else {
            return whole == nil ? [] : ["a file is read whole, but not in pieces"]
        }
        var complaints: [String] = []
        if whole?.notes != file.notes
            || whole?.recordings.map({ JSONLines($0).text })
                != file.recordings.map({ JSONLines($0).text })
        {
            complaints.append("a file is read otherwise in pieces")
        }
        if file.recordings.isEmpty { complaints.append("a file without a recording was accepted") }
        for note in file.notes where note.line < 1 || note.line > bytes.count + 2 {
            complaints.append("there is no line \(note.line)")
        }
        for recording in file.recordings { complaints += self.complaints(about: recording) }
        return complaints
    }

    private static func read(_ bytes: [UInt8], pieces: Int, limits: RecordLimits) -> RecordFile? {
        var reader = RecordReader(limits: limits)
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + max(1, pieces))
            reader.take(Array(bytes[start..<end]))
            start = end
        }
        return try? reader.finish()
    }

    private static func complaints(about recording: Recording) -> [String] {
        var complaints: [String] = []
        let text = JSONLines(recording).text
        let again = read(Array(text.utf8), pieces: 1 << 16, limits: RecordLimits())
        if again?.notes.isEmpty != true || again?.recordings.map({ JSONLines($0).text }) != [text] {
            complaints.append("what was read is another once it is written")
        }
        for (index, event) in recording.events.enumerated() {
            if let cause = recording.cause(of: index), cause >= index {
                complaints.append("event \(index) is caused by a later one")
            }
            if Int(event.task) > recording.tasks.count {
                complaints.append("event \(index) is about a task that is not there")
            }
            _ = recording.sentence(at: index)
        }
        complaints += views(of: recording)
        return complaints
    }

    /// Draws everything there is to draw, and looks for what could reach a terminal or a browser.
    private static func views(of recording: Recording) -> [String] {
        var complaints: [String] = []
        let log = Log(recording)
        for width in [20, 80] {
            for line in log.lines(width: width) { _ = line.rendered(.init(colour: true)) }
        }
        _ = log.plain
        if let last = recording.events.indices.last {
            _ = recording.causes(of: last).lines(in: recording)
        }
        for format in ExportFormat.allCases {
            var text = ""
            format.write([recording]) { text += $0 }
            let isHarmless = text.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 10 }
            if !isHarmless { complaints.append("\(format.rawValue) has control characters") }
        }
        return complaints
    }
}
