import LoopEvents

/// The first line of a record, read.
struct RecordHeader: Equatable {
    var title = ""
    var clock = Recording.Clock.virtual
    var events = 0
    var droppedEvents = 0
    var droppedBytes = 0
    var damagedEvents = 0
    var code: String?

    /// What every header begins with, as it is written.
    static let beginning = Array("{\"format\":\"loopwalk-record\"".utf8)

    /// The header in `line`, a line in UTF-8 without its end.
    ///
    /// Errors: what is wrong with it; a version that is not known is.
    init(_ bytes: [UInt8], in line: Range<Int>) throws(JSONFault) {
        var scanner = JSONScanner(bytes, in: line)
        var fields = RecordFields(Self.names)
        guard scanner.take(0x7B), !scanner.take(0x7D) else { throw Self.stranger }
        repeat {
            switch try fields.next(&scanner) {
            case 0:
                let format = try scanner.string()
                guard try scanner.text(of: format) == "loopwalk-record" else { throw Self.stranger }
            case 1: try Self.check(version: try scanner.integer())
            case 2: title = try scanner.text(of: try scanner.string())
            case 3:
                let name = try scanner.text(of: try scanner.string())
                guard let clock = Recording.Clock(rawValue: name) else {
                    throw JSONFault("'clock' must be \"virtual\" or \"real\"")
                }
                self.clock = clock
            // More events than their numbers can tell apart cannot be.
            case 4: events = try Self.count(&scanner, "events", most: Int64(UInt32.max))
            case 5: droppedEvents = try Self.count(&scanner, "droppedEvents")
            case 6: droppedBytes = try Self.count(&scanner, "droppedBytes")
            case 7: damagedEvents = try Self.count(&scanner, "damagedEvents")
            case 8: if !scanner.takeNull() { code = try scanner.text(of: try scanner.string()) }
            default: try scanner.skipValue()
            }
        } while scanner.take(0x2C)
        try scanner.expect(0x7D, "',' or '}'")
        try scanner.expectEnd()
        guard fields.has(0) else { throw Self.stranger }
        // Records of the first days have neither damage nor code.
        try fields.require(Self.names.indices.prefix(7))
    }

    private static let names = RecordFields.names([
        "format", "version", "title", "clock", "events", "droppedEvents", "droppedBytes",
        "damagedEvents", "code",
    ])

    static let stranger = JSONFault(
        "this is no record of loopwalk's: a line that begins with "
            + "{\"format\":\"loopwalk-record\" should stand here"
    )

    /// Whether `line` may be a header at all, as far as a glance can tell.
    static func mayBegin(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
        bytes[line].first { $0 > 0x20 } == beginning[0]
    }

    private static func check(version: Int64) throws(JSONFault) {
        guard version >= 1 else { throw JSONFault("'version' must be 1 or more") }
        guard version <= JSONLines.version else {
            throw JSONFault(
                "the record is of version \(version), and this loopwalk reads version "
                    + "\(JSONLines.version); a newer loopwalk wrote it"
            )
        }
    }

    private static func count(
        _ scanner: inout JSONScanner,
        _ name: StaticString,
        most: Int64 = .max
    ) throws(JSONFault) -> Int {
        let value = try scanner.integer()
        guard value >= 0, value <= most else {
            throw JSONFault("'\(name)' must be 0 to \(most), not \(value)")
        }
        return Int(value)
    }
}

/// Which members of an object have been seen, each at most once.
struct RecordFields {
    private let names: [[UInt8]]
    private var seen: UInt32 = 0
    /// The member that comes next if all stand in the order in which they are written.
    private var guess = 0

    /// At most 32 names.
    init(_ names: [[UInt8]]) { self.names = names }

    static func names(_ names: [String]) -> [[UInt8]] { names.map { Array($0.utf8) } }

    /// Takes a member's name and colon: its place among the names, or -1 for a stranger.
    @inline(__always)
    mutating func next(_ scanner: inout JSONScanner) throws(JSONFault) -> Int {
        let key = try scanner.string()
        var field = guess
        if guess >= names.count || key.isEscaped || !scanner.matches(key, names[guess]) {
            field = try find(key, scanner)
        }
        try scanner.expect(0x3A, "':'")
        guard field >= 0 else { return -1 }
        guard seen & (1 << UInt32(field)) == 0 else {
            throw JSONFault("'\(name(field))' is there twice")
        }
        seen |= 1 << UInt32(field)
        guess = field + 1
        return field
    }

    private func find(
        _ key: JSONScanner.RawString,
        _ scanner: JSONScanner
    ) throws(JSONFault) -> Int {
        if key.isEscaped {
            let text = Array(try scanner.text(of: key).utf8)
            return names.firstIndex(of: text) ?? -1
        }
        return names.firstIndex { scanner.matches(key, $0) } ?? -1
    }

    func has(_ field: Int) -> Bool { seen & (1 << UInt32(field)) != 0 }

    /// Throws if one of `fields` has not been seen.
    func require(_ fields: Range<Int>) throws(JSONFault) {
        guard let missing = fields.first(where: { !has($0) }) else { return }
        throw JSONFault("'\(name(missing))' is missing")
    }

    private func name(_ field: Int) -> String { String(decoding: names[field], as: UTF8.self) }
}

/// An event line, read, before it is known whether it fits in.
struct RecordEvent {
    /// The event; its `text` is 0.
    var event = LoopEvent(.loopStarted)
    /// Whether this version knows its kind.
    var isKnown = true
    /// Its text.
    var text: String?

    /// The event in `line`, a line in UTF-8 without its end.
    init(_ bytes: [UInt8], in line: Range<Int>) throws(JSONFault) {
        var scanner = JSONScanner(bytes, in: line)
        var fields = RecordFields(Self.names)
        try scanner.expect(0x7B, "an event's '{'")
        repeat {
            let field = try fields.next(&scanner)
            if field < 0 { try scanner.skipValue() } else { try take(field, &scanner) }
        } while scanner.take(0x2C)
        try scanner.expect(0x7D, "',' or '}'")
        try scanner.expectEnd()
        // The name is there for other programs.
        try fields.require(0..<5)
        try fields.require(6..<Self.names.count)
    }

    private static let names = RecordFields.names([
        "seq", "pass", "time", "kind", "task", "taskName", "subject", "other", "role", "outcome",
        "line", "text", "value", "detail", "cause",
    ])
    private static let kinds = WordList<EventKind>()
    private static let roles = WordList<WaitRole>()
    private static let outcomes = WordList<Outcome>()

    @inline(__always)
    private mutating func take(
        _ field: Int,
        _ scanner: inout JSONScanner
    ) throws(JSONFault) {
        switch field {
        case 0: event.sequence = try number(&scanner, "seq", from: 0)
        case 1: event.pass = try number(&scanner, "pass", from: 0)
        case 2: event.time = try scanner.nanoseconds()
        case 3:
            let word = try scanner.string()
            if let kind = try Self.kinds.value(of: word, scanner) {
                event.kind = kind
            } else {
                isKnown = false
            }
        case 4: event.task = try id(&scanner, "task")
        case 5: if !scanner.takeNull() { _ = try scanner.string() }
        case 6: event.subject = try id(&scanner, "subject")
        case 7: event.other = try id(&scanner, "other")
        case 8: event.role = try word(&scanner, "role", Self.roles) ?? .none
        case 9: event.outcome = try word(&scanner, "outcome", Self.outcomes) ?? .none
        case 10: event.line = try id(&scanner, "line")
        case 11: if !scanner.takeNull() { text = try scanner.text(of: try scanner.string()) }
        case 12: event.value = try scanner.integer()
        case 13: event.detail = try scanner.integer()
        default:
            event.cause =
                scanner.takeNull() ? LoopEvent.noCause : try number(&scanner, "cause", from: 0)
        }
    }

    /// A number from 1, or null, which stands for 0.
    @inline(__always)
    private func id(
        _ scanner: inout JSONScanner,
        _ name: StaticString
    ) throws(JSONFault) -> UInt32 {
        scanner.takeNull() ? 0 : try number(&scanner, name, from: 1)
    }

    @inline(__always)
    private func number(
        _ scanner: inout JSONScanner,
        _ name: StaticString,
        from least: UInt32
    ) throws(JSONFault) -> UInt32 {
        let value = try scanner.integer()
        // The highest stands for no cause.
        guard let number = UInt32(exactly: value), number >= least, number < .max else {
            throw JSONFault("'\(name)' must be \(least) to \(UInt32.max - 1), not \(value)")
        }
        return number
    }

    private func word<Value: RawRepresentable<UInt8> & CaseIterable>(
        _ scanner: inout JSONScanner,
        _ name: StaticString,
        _ list: WordList<Value>
    ) throws(JSONFault) -> Value? {
        if scanner.takeNull() { return nil }
        let word = try scanner.string()
        guard let value = try list.value(of: word, scanner) else {
            throw JSONFault("'\(name)' is none that is known")
        }
        return value
    }
}

/// The cases of an enumeration by the names they are written with.
private struct WordList<Value: RawRepresentable<UInt8> & CaseIterable & Sendable>: Sendable {
    /// By the length of the name, so that few have to be compared.
    private var entries: [[(name: [UInt8], value: Value)]] = []

    init() {
        for value in Value.allCases {
            let name = Array("\(value)".utf8)
            while entries.count <= name.count { entries.append([]) }
            entries[name.count].append((name, value))
        }
    }

    func value(
        of word: JSONScanner.RawString,
        _ scanner: JSONScanner
    ) throws(JSONFault) -> Value? {
        if word.isEscaped {
            let name = Array(try scanner.text(of: word).utf8)
            return name.count < entries.count
                ? entries[name.count].first { $0.name == name }?.value : nil
        }
        guard word.range.count < entries.count else { return nil }
        for entry in entries[word.range.count] where scanner.matches(word, entry.name) {
            return entry.value
        }
        return nil
    }
}
