import CShims
import Glibc

/// Why a wait for input ended.
enum Wakeup {
    case readable, timedOut, interrupted, continued, resized
}

/// Waits until `descriptor` has input or is closed, a guarded signal arrives, or `timeout`
/// milliseconds are over. The guard is armed.
///
/// Signals come first: what they ask for must not wait for a key.
func waitForInput(_ descriptor: Int32, timeout: Int32?) -> Wakeup {
    while true {
        var waits = [
            pollfd(fd: terminal_guard_events(), events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        ]
        let count = poll(&waits, 2, timeout ?? -1)
        if waits[0].revents != 0, let event = nextEvent() { return event }
        if count == 0 { return .timedOut }
        if count > 0 && waits[1].revents != 0 { return .readable }
    }
}

/// Forgets signals that came so far.
func dropEvents() {
    while nextEvent() != nil {}
}

private func nextEvent() -> Wakeup? {
    var byte: UInt8 = 0
    guard read(terminal_guard_events(), &byte, 1) == 1 else { return nil }
    switch Int(byte) {
    case Int(terminal_resized): return .resized
    case Int(terminal_continued): return .continued
    default: return .interrupted
    }
}
