import LoopEvents

/// A recording that is being read, event by event.
struct RecordBuilder {
    let header: RecordHeader
    private(set) var events: [LoopEvent] = []
    /// Lines after the last sound event.
    var skipped = 0
    /// Events of kinds that this version does not know.
    private(set) var unknown = 0
    /// The place in the record of the first of those.
    private(set) var firstUnknown = 0

    private var sound = Soundness()
    private var strings: [UInt32: String] = [:]
    private var numbers: [String: UInt32] = [:]
    /// Once an event was left out: the new number of every old one, or, of one left out, its cause.
    private var places: [UInt32] = []

    init(_ header: RecordHeader) {
        self.header = header
        // What a header claims is no reason to take memory.
        events.reserveCapacity(min(header.events, 4096))
    }

    /// Whether there should be more events.
    var isShort: Bool { events.count + unknown < header.events }

    /// Adds the next event.
    ///
    /// Errors: why it cannot be the next one; it is not added then.
    mutating func add(_ line: RecordEvent) throws(JSONFault) {
        var event = line.event
        if unknown > 0 || !line.isKnown { try renumber(&event, line.isKnown) }
        guard line.isKnown else { return }
        if let objection = sound.objection(to: event) { throw JSONFault(objection) }
        if let text = line.text { event.text = number(of: text) }
        events.append(event)
    }

    private mutating func number(of text: String) -> UInt32 {
        if let known = numbers[text] { return known }
        let number = UInt32(numbers.count + 1)
        numbers[text] = number
        strings[number] = text
        return number
    }

    /// Closes the gap that events of unknown kinds leave: what they caused is due to their causes.
    private mutating func renumber(_ event: inout LoopEvent, _ isKnown: Bool) throws(JSONFault) {
        if unknown == 0 { places = (0..<UInt32(events.count)).map { $0 } }
        guard event.sequence == UInt32(places.count) else {
            throw JSONFault("its number should be \(places.count)")
        }
        if event.cause != LoopEvent.noCause {
            guard event.cause < event.sequence else {
                throw JSONFault("its cause, \(event.cause), is not an earlier event")
            }
            event.cause = places[Int(event.cause)]
        }
        event.sequence = UInt32(events.count)
        places.append(isKnown ? event.sequence : event.cause)
        guard !isKnown else { return }
        // The header is the line before event 0, if nothing else stands between them.
        if unknown == 0 { firstUnknown = places.count + 1 }
        unknown += 1
    }

    /// The recording of what was added.
    var recording: Recording {
        let missing = max(skipped, header.events - events.count - unknown)
        let (damaged, isTooMany) = header.damagedEvents.addingReportingOverflow(missing)
        return Recording(
            events: events,
            strings: strings,
            title: header.title,
            firstLine: 1,
            clock: header.clock,
            dropped: (header.droppedEvents, header.droppedBytes),
            damaged: isTooMany ? .max : damaged,
            code: header.code,
            isFromFile: true
        )
    }
}
