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
        var text = header + "\n"
        for index in recording.events.indices {
            write(index, to: &text)
            text += "\n"
        }
        return text
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
        object.add("kind", .string("\(event.kind)"))
        object.add("task", .id(event.task))
        object.add(
            "taskName",
            event.task == 0 ? .null : .string(recording.taskName(Int(event.task)))
        )
        object.add("subject", .id(event.subject))
        object.add("other", .id(event.other))
        object.add("role", event.role == .none ? .null : .string("\(event.role)"))
        object.add("outcome", event.outcome == .none ? .null : .string("\(event.outcome)"))
        object.add("line", recording.line(of: event).map { .integer(Int64($0)) } ?? .null)
        object.add("text", event.text == 0 ? .null : .string(recording.text(of: event)))
        object.add("value", .integer(event.value))
        object.add("detail", .integer(event.detail))
        object.add("cause", recording.cause(of: index).map { .integer(Int64($0)) } ?? .null)
        text += object.text
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
    private var members = ""

    mutating func add(_ key: String, _ value: JSONValue) {
        if !members.isEmpty { members += "," }
        members += "\"\(key)\":"
        switch value {
        case .null: members += "null"
        case .integer(let number): members += String(number)
        case .number(let text): members += text
        case .string(let text): Self.quote(text, into: &members)
        }
    }

    var text: String { "{\(members)}" }

    /// Quotes as JSON asks for, and beyond that whatever would break a line or a terminal.
    static func quote(_ text: String, into result: inout String) {
        result += "\""
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
        result += "\""
    }
}
