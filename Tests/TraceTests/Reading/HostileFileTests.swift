import LoopEvents
import Testing
import Trace

/// Files that no loopwalk wrote, or that something has happened to.
struct HostileFileTests {
    static let header =
        #"{"format":"loopwalk-record","version":1,"title":"t","clock":"virtual","events":3,"#
        + #""droppedEvents":0,"droppedBytes":0}"#

    static func event(_ sequence: Int, _ kind: String, cause: String, task: String = "null")
        -> String
    {
        #"{"seq":\#(sequence),"pass":0,"time":0,"kind":"\#(kind)","task":\#(task),"subject":null,"#
            + #""other":null,"role":null,"outcome":null,"line":null,"text":null,"value":0,"#
            + #""detail":0,"cause":\#(cause)}"#
    }

    static let events = [
        event(0, "loopStarted", cause: "null"),
        event(1, "taskCreated", cause: "0", task: "1"),
        event(2, "taskStepped", cause: "1", task: "1"),
    ]
    static let lines = [header] + events

    private func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

    /// The note on the sound file with line `number` replaced, and how many events it kept.
    private func reading(_ number: Int, as line: String) throws -> (RecordFile.Note, Int) {
        var lines = Self.lines
        lines[number - 1] = line
        let file = try read(text(lines))
        let note = try #require(file.notes.first)
        #expect(file.notes.count == 1 && file.recordings.count == 1)
        let kept = file.recordings[0].events.count
        #expect(file.recordings[0].damagedEvents == 3 - kept)
        return (note, kept)
    }

    @Test func `a sound file is read without a word`() throws {
        let file = try read(text(Self.lines))
        #expect(file.notes.isEmpty && file.recordings[0].events.count == 3)
        // Neither the last line's end nor Windows' ends matter, nor do empty lines.
        for joined in [
            Self.lines.joined(separator: "\n"), Self.lines.joined(separator: "\r\n"),
            Self.lines.joined(separator: "\n\n \n") + "\n\n",
        ] {
            let file = try read(joined)
            #expect(file.notes.isEmpty && file.recordings[0].events.count == 3)
        }
    }

    @Test(arguments: [
        (#""kind":"loopStarted""#, #""kind":1"#, "string"),
        (#""seq":2"#, #""seq":7"#, "its number should be 2"),
        (#""seq":2"#, #""seq":-2"#, "'seq' must be"),
        (#""seq":2"#, #""seq":02"#, "whole number"),
        (#""seq":2"#, #""seq":2.0"#, "whole number"),
        (#""seq":2"#, #""seq":2e0"#, "whole number"),
        (#""seq":2"#, #""seq":99999999999999999999999"#, "64 bits"),
        (#""seq":2"#, #""seq":"2""#, "whole number"),
        (#""seq":2"#, #""seq":2,"seq":2"#, "'seq' is there twice"),
        (#""seq":2"#, #""seq":2,"s\u0065q":2"#, "'seq' is there twice"),
        (#""pass":0,"#, "", "'pass' is missing"),
        (#""pass":0"#, #""pass":4294967295"#, "'pass' must be"),
        (#""time":0"#, #""time":-1"#, "before the event above"),
        (#""time":0"#, #""time":1e99"#, "seconds"),
        (#""time":0"#, #""time":1e-99999999999999999999"#, "seconds"),
        (#""time":0"#, #""time":0.0000000001"#, "seconds"),
        (#""time":0"#, #""time":9300000000"#, "seconds"),
        (#""time":0"#, #""time":1."#, "digit"),
        (#""time":0"#, #""time":.5"#, "digit"),
        (#""time":0"#, #""time":NaN"#, "digit"),
        (#""role":null"#, #""role":"snack""#, "'role' is none that is known"),
        (#""outcome":null"#, #""outcome":"luck""#, "'outcome' is none that is known"),
        (#""task":1"#, #""task":2"#, "no task 2"),
        (#""task":1"#, #""task":0"#, "'task' must be 1"),
        (#""task":1"#, #""task":true"#, "whole number"),
        (#""value":0"#, #""value":9223372036854775808"#, "64 bits"),
        (#""cause":1"#, #""cause":2"#, "not an earlier event"),
        (#""cause":1"#, #""cause":4000000000"#, "not an earlier event"),
        (#""cause":1}"#, #""cause":1"#, "'}'"),
        (#""cause":1}"#, #""cause":1}}"#, "nothing after"),
        (#""cause":1}"#, #""cause":1} x"#, "nothing after"),
        (#""cause":1}"#, #""cause":1,}"#, "expected a string"),
        (#""text":null"#, #""text":"a"#, "expected ',' or '}'"),
        (#""text":null"#, #""text":"\ud800""#, "surrogate"),
        (#""text":null"#, #""text":"\ud800\u0041""#, "surrogate"),
        (#""text":null"#, #""text":"\u12g4""#, "hexadecimal"),
        (#""text":null"#, #""text":"\x""#, "backslash"),
        (#""text":null"#, "\"text\":\"a\u{0}b\"", "control characters"),
        (#""text":null"#, "\"text\":\"a\u{1B}b\"", "control characters"),
        (#""text":null"#, #""text":nul"#, "string"),
        ("{", "[", "'{'"),
        ("{", "", "'{'"),
    ])
    func `a line that is wrong ends what is kept, and is named with its fault`(
        _ part: String,
        _ wrong: String,
        _ fault: String
    ) throws {
        let sound = Self.events[2]
        guard let range = sound.firstRange(of: part) else {
            let (note, kept) = try reading(2, as: Self.events[0].replacing(part, with: wrong))
            #expect(kept == 0 && note.line == 2 && note.message.contains(fault), "\(note)")
            return
        }
        let (note, kept) = try reading(4, as: sound.replacingCharacters(in: range, with: wrong))
        #expect(kept == 2 && note.line == 4, "\(note)")
        #expect(note.message.contains(fault), "\(note)")
        #expect(note.message.hasSuffix("; the 2 events before it are kept"))
    }

    @Test func `invalid UTF-8 is a fault of its line`() throws {
        let wrong: [[UInt8]] = [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
        ]
        for bytes in wrong {
            var all = Array(text(Self.lines).utf8)
            let place = try #require(all.lastIndex(of: UInt8(ascii: "t")))
            all.insert(contentsOf: bytes, at: place)
            let file = try read(all)
            #expect(file.notes.map(\.line) == [4] && file.recordings[0].events.count == 2)
            #expect(file.notes[0].message.hasPrefix("the line is not UTF-8"))
        }
    }

    @Test func `new fields are skipped, whatever is in them`() throws {
        let deep =
            String(repeating: "[{\"a\":", count: 30) + "1" + String(repeating: "}]", count: 30)
        for value in [
            "null", "true", "[]", "{}", "[1,-2.5e3,\"x\\n\",{\"a\":[false]}]", "-0", deep,
        ] {
            var lines = Self.lines
            lines[0].removeLast()
            lines[0] += ",\"new\":\(value)}"
            lines[2] = "{ \"new\" : \(value) ," + lines[2].dropFirst()
            let file = try read(text(lines))
            #expect(file.notes.isEmpty && file.recordings[0].events.count == 3, "\(value)")
        }
    }

    @Test func `deep nesting is refused, and takes no stack`() throws {
        for opening in ["[", "{\"a\":"] {
            let deep = String(repeating: opening, count: 1_000_000)
            let (note, kept) = try reading(4, as: "{\"new\":\(deep)")
            #expect(kept == 2 && note.message.contains("less nesting"))
        }
    }

    @Test func `shuffled events are kept up to the first out of place`() throws {
        let file = try read(text([Self.lines[0], Self.lines[1], Self.lines[3], Self.lines[2]]))
        #expect(file.recordings[0].events.count == 1)
        #expect(file.notes.map(\.line) == [3])
        #expect(file.recordings[0].damagedEvents == 2)
    }

    @Test func `a file that ends early is kept, and said to`() throws {
        let file = try read(text(Array(Self.lines.prefix(3))))
        #expect(file.recordings[0].events.count == 2 && file.recordings[0].damagedEvents == 1)
        #expect(file.notes.map(\.line) == [3])
        #expect(file.notes.map(\.message) == ["the file ends after 2 of 3 events"])
        #expect(Log(file.recordings[0]).warnings.count == 1)
        // Cut at any byte, it gives the events that are whole.
        let whole = Array(text(Self.lines).utf8)
        let header = Self.header.utf8.count
        for length in header..<whole.count - 2 {
            let file = try read(whole.prefix(length))
            let ends = whole.prefix(length).count { $0 == 10 }
            let kept = file.recordings[0].events.count
            #expect(kept == max(0, ends - 1) || kept == ends, "\(length)")
            #expect(file.notes.count == 1, "\(length)")
        }
    }

    @Test func `after a spoilt recording the next one is read`() throws {
        var lines = Self.lines + Self.lines
        lines[2] = "rubbish"
        var file = try read(text(lines))
        #expect(file.recordings.map(\.events.count) == [1, 3])
        #expect(file.recordings.map(\.damagedEvents) == [2, 0])
        lines.remove(at: 2)
        lines.remove(at: 2)
        file = try read(text(lines))
        #expect(file.recordings.map(\.events.count) == [1, 3])
        #expect(file.notes.map(\.line) == [3])
    }

    @Test func `what follows a whole recording and is none is left out`() throws {
        let file = try read(text(Self.lines + ["and more", "and more"]))
        #expect(file.recordings.map(\.events.count) == [3])
        #expect(file.recordings[0].damagedEvents == 0)
        #expect(file.notes.map(\.line) == [5])
    }

    @Test(arguments: [
        ("", 1, "the file is empty"),
        ("\n\n", 1, "the file is empty"),
        ("hello\n", 1, "this is no record of loopwalk's"),
        ("\n[]", 2, "this is no record of loopwalk's"),
        ("{}", 1, "this is no record of loopwalk's"),
        (#"{"format":"cast","version":1}"#, 1, "this is no record of loopwalk's"),
        (#"{"format":"loopwalk-record","version":1}"#, 1, "'title' is missing"),
        (header.replacing("\"version\":1", with: "\"version\":2"), 1, "a newer loopwalk wrote it"),
        (header.replacing("\"version\":1", with: "\"version\":0"), 1, "'version' must be"),
        (header.replacing("virtual", with: "moon"), 1, "'clock' must be"),
        (header.replacing("\"events\":3", with: "\"events\":-3"), 1, "'events' must be"),
        (header.replacing("\"events\":3", with: "\"events\":9e9"), 1, "whole number"),
        (header.replacing("\"events\":3", with: "\"events\":99999999999"), 1, "'events' must be"),
        (String(header.dropLast(3)), 1, "expected"),
    ])
    func `what is no record is refused with the reason`(
        _ text: String,
        _ line: Int,
        _ reason: String
    ) throws {
        let note = try #require(refusal(text.utf8))
        #expect(note.line == line && note.message.contains(reason), "\(note)")
    }

    @Test func `a binary is refused at its first line`() throws {
        for bytes in [[0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0], [0xFF, 0xFE, 0x7B, 0x00]] {
            let note = try #require(refusal(bytes.map { UInt8($0) }))
            #expect(note.line == 1 && note.message.contains("no record"))
        }
    }

    @Test func `a claim of many events takes no memory`() throws {
        let claim = Self.header.replacing("\"events\":3", with: "\"events\":4294967295")
        let file = try read(text([claim] + Self.events))
        #expect(file.recordings[0].events.count == 3)
        #expect(file.recordings[0].damagedEvents == 4_294_967_292)
    }

    @Test func `numbers that add up to too much are held at the most`() throws {
        var claim = Self.header
        claim.removeLast()
        claim += ",\"damagedEvents\":9223372036854775807}"
        let file = try read(text([claim, Self.events[0]]))
        #expect(file.recordings[0].damagedEvents == .max)
    }

    @Test func `lines, files and records that are too long are cut off`() throws {
        let limits = RecordLimits(events: 2, lineBytes: 400, fileBytes: 1 << 20)
        var file = try read(text(Self.lines).utf8, limits: limits)
        #expect(file.recordings[0].events.count == 2)
        #expect(file.notes[0].message.hasPrefix("there are more than 2 events"))

        let long = String(repeating: " ", count: 5000)
        for piece in [1, 100, 1 << 16] {
            var lines = Self.lines
            lines.insert(long, at: 2)
            lines.append(Self.header)
            file = try read(text(lines).utf8, piece: piece, limits: limits)
            #expect(file.recordings.map(\.events.count) == [1, 0])
            #expect(file.recordings.map(\.damagedEvents) == [3, 3])
            file = try read(text(Self.lines + [long]).utf8, piece: piece)
            #expect(file.recordings.map(\.damagedEvents) == [0] && file.notes.isEmpty)
            let odd = String(repeating: "x", count: 5000)
            file = try read(
                text(Self.lines + [odd]).utf8,
                piece: piece,
                limits: RecordLimits(lineBytes: 400)
            )
            #expect(file.recordings.map(\.damagedEvents) == [0] && file.notes.map(\.line) == [5])
        }
        file = try read(
            text(Self.lines).utf8,
            piece: 10,
            limits: RecordLimits(fileBytes: Self.header.utf8.count + 300)
        )
        #expect(file.recordings[0].events.count == 1 && file.notes.count == 1)
        #expect(file.notes[0].message.contains("larger than"))
    }

    @Test func `an event of a kind to come is left out, and its cause takes its place`() throws {
        let later = Self.events[2].replacing("\"seq\":2", with: "\"seq\":3")
            .replacing("\"cause\":1", with: "\"cause\":2")
        let header = Self.header.replacing("\"events\":3", with: "\"events\":4")
        let unknown = Self.event(2, "loopDanced", cause: "1")
        let file = try read(text([header] + Self.events.prefix(2) + [unknown, later]))
        #expect(
            file.recordings[0].events.map(\.kind) == [.loopStarted, .taskCreated, .taskStepped]
        )
        #expect(file.recordings[0].cause(of: 2) == 1)
        #expect(file.recordings[0].damagedEvents == 0)
        #expect(file.notes.map(\.line) == [4] && file.notes[0].message.contains("does not know"))
    }

    @Test func `a gather that watches itself is told of all the same`() throws {
        var lines = [Self.header] + Self.events
        lines[0] = lines[0].replacing("\"events\":3", with: "\"events\":5")
        for number in 3...4 {
            lines.append(
                Self.event(number, "futureLinked", cause: "2", task: "1")
                    .replacing("\"subject\":null", with: "\"subject\":9")
                    .replacing("\"detail\":0", with: "\"detail\":9")
                    .replacing("\"role\":null", with: "\"role\":\"gather\"")
            )
        }
        let recording = try read(text(lines)).recordings[0]
        #expect(recording.events.count == 5)
        #expect(recording.sentence(at: 4).text.contains("gather"))
    }
}
