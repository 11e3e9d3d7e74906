/// What Swift's runtime wrote as a program died: its message, apart from the program's own output.
struct CrashReport {
    /// What the program wrote before.
    let output: String
    /// The message, with the place if it is the program's own; empty if there is none.
    let message: String

    /// Whether the program died of an allocation that was refused.
    var isOutOfMemory: Bool { message.hasPrefix("failed to allocate") }

    /// Splits `text`, everything that a crashed program wrote.
    ///
    /// The runtime writes `FILE:LINE: Fatal error: MESSAGE`, then a list of addresses that tells
    /// a learner nothing.
    init(_ text: String) {
        let mark = "Fatal error: "
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let place = lines.lastIndex(where: { $0.contains(mark) }),
            let range = lines[place].firstRange(of: mark)
        else {
            output = text
            message = ""
            return
        }
        output = lines[..<place].map { $0 + "\n" }.joined()
        message = String(lines[place][range.upperBound...])
    }
}
