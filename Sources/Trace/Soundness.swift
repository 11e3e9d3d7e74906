import LoopEvents

/// Decides which events of a record can be trusted, one after the other.
///
/// Whoever draws from a recording relies on it: no number points past what is there, causes come
/// first, time does not run backwards.
struct Soundness {
    private var count: UInt32 = 0
    private var tasks: UInt32 = 0
    private var time: Int64 = 0

    /// Why `event` cannot be the next one; nil if it can.
    ///
    /// After an objection no further event can be judged.
    mutating func objection(to event: LoopEvent) -> String? {
        if event.kind == .taskCreated { tasks &+= 1 }
        guard event.isSound else { return "its kind, role or outcome is none" }
        guard event.sequence == count else { return "its number should be \(count)" }
        guard event.time >= time else { return "it lies before the event above it" }
        guard event.cause == LoopEvent.noCause || event.cause < count else {
            return "its cause, \(event.cause), is not an earlier event"
        }
        guard event.kind != .taskCreated || event.task == tasks else {
            return "it creates task \(event.task), where \(tasks) is next"
        }
        guard event.task <= tasks else { return "there is no task \(event.task) yet" }
        count += 1
        time = event.time
        return nil
    }
}
