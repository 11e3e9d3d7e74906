import LoopEvents

/// Writes a recording as JSON Lines: one object a line, a header first. See <doc:RecordFormat>.
///
/// Written by hand: the output is the same to the byte on every machine, and starting up does not
/// pay for Foundation.
public struct JSONLines: Sendable {
    /// The format's version, in every header. A reader must refuse a higher one.
    public static let version = 1

    private let recording: Recording

    /// A writer for `recording`.
    public init(_ recording: Recording) {
        self.recording = recording
    }

    /// The whole recording, each line with its line end.
    public var text: String {
        var text = ""
        write { text += $0 }
        return text
    }

    /// Hands the whole recording to `sink`, in pieces of some lines each.
    public func write<Failure: Error>(
        to sink: (String) throws(Failure) -> Void
    ) throws(Failure) {
        var piece = header + "\n"
        for index in recording.events.indices {
            write(index, to: &piece)
            piece += "\n"
            if piece.utf8.count >= 1 << 16 {
                try sink(piece)
                piece = ""
            }
        }
        try sink(piece)
    }

    /// The first line, which says what the others are.
    public var header: String {
        var object = JSONObject()
        object.add("format", .string("loopwalk-record"))
        object.add("version", .integer(Int64(Self.version)))
        object.add("title", .string(recording.title))
        object.add("clock", .string(recording.clock.rawValue))
        object.add("events", .integer(Int64(recording.events.count)))
        object.add("droppedEvents", .integer(Int64(recording.droppedEvents)))
        object.add("droppedBytes", .integer(Int64(recording.droppedBytes)))
        object.add("damagedEvents", .integer(Int64(recording.damagedEvents)))
        object.add("code", recording.code.map { .string($0) } ?? .null)
        return object.text
    }

    /// The line of the event at `index`.
    public func line(at index: Int) -> String {
        var text = ""
        write(index, to: &text)
        return text
    }

    private func write(_ index: Int, to text: inout String) {
        let event = recording.events[index]
        var object = JSONObject()
        object.add("seq", .integer(Int64(index)))
        object.add("pass", .integer(Int64(event.pass)))
        object.add("time", .number(LoopTime.short(event.time)))
        object.add("kind", .string(Self.kinds[Int(event.kind.rawValue)]))
        object.add("task", .id(event.task))
        object.add(
            "taskName",
            event.task == 0 ? .null : .string(recording.taskName(Int(event.task)))
        )
        object.add("subject", .id(event.subject))
        object.add("other", .id(event.other))
        object.add(
            "role",
            event.role == .none ? .null : .string(Self.roles[Int(event.role.rawValue)])
        )
        object.add(
            "outcome",
            event.outcome == .none ? .null : .string(Self.outcomes[Int(event.outcome.rawValue)])
        )
        object.add("line", recording.line(of: event).map { .integer(Int64($0)) } ?? .null)
        object.add("text", event.text == 0 ? .null : .string(recording.text(of: event)))
        object.add("value", .integer(event.value))
        object.add("detail", .integer(event.detail))
        object.add("cause", recording.cause(of: index).map { .integer(Int64($0)) } ?? .null)
        text += object.text
    }
}

extension JSONLines {
    // The compiler's own names, looked up once: doing so takes longer than all the rest of a line.
    private static let kinds = names(of: EventKind.self)
    private static let roles = names(of: WaitRole.self)
    private static let outcomes = names(of: Outcome.self)

    /// The names of all cases, by their raw values.
    private static func names<Value: RawRepresentable<UInt8> & CaseIterable>(
        of type: Value.Type
    ) -> [String] {
        var names: [String] = []
        for value in Value.allCases {
            while names.count <= Int(value.rawValue) { names.append("") }
            names[Int(value.rawValue)] = "\(value)"
        }
        return names
    }
}

/// A JSON value of the kinds a record needs.
enum JSONValue {
    case null
    case integer(Int64)
    /// A number that is written in decimal already.
    case number(String)
    case string(String)

    /// A number from 1, or null for 0, which stands for nothing.
    static func id(_ id: UInt32) -> JSONValue { id == 0 ? .null : .integer(Int64(id)) }
}

/// A JSON object being written, its members in the order they are added.
struct JSONObject {
    private var members = "{"
    private var isEmpty = true

    mutating func add(_ key: StaticString, _ value: JSONValue) {
        members += isEmpty ? "\"" : ",\""
        isEmpty = false
        key.withUTF8Buffer { members += String(decoding: $0, as: UTF8.self) }
        members += "\":"
        switch value {
        case .null: members += "null"
        case .integer(let number): members += number == 0 ? "0" : String(number)
        case .number(let text): members += text
        case .string(let text): Self.quote(text, into: &members)
        }
    }

    var text: String { members + "}" }

    /// Quotes as JSON asks for, and beyond that whatever would break a line or a terminal.
    static func quote(_ text: String, into result: inout String) {
        result += "\""
        defer { result += "\"" }
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 >= 0x7F })
        else {
            result += text
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
