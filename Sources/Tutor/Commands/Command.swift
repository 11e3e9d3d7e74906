import Trace

/// What a learner can ask for at the prompt.
enum Command: Equatable, Sendable {
    case next
    case back
    case skip
    case goto(Int)
    case list
    case open(String, step: Int?)
    case run(String?)
    case edit(String?)
    case diff(String?)
    case log
    case stage
    /// So many steps of the last run forward, or back if negative.
    case step(Int)
    /// The moment after so many events of the last run.
    case at(Int)
    case board
    case why(WhyQuestion)
    case whyNot(String)
    case explain(String?)
    case lanes(LaneScale)
    case compare([String])
    case knobs
    /// A knob's name, and its value as typed.
    case set(String, String)
    case unset(String?)
    case whatIf(WhatIf)
    case undo
    case code
    case python
    case hint
    case notes
    case replay(String?, demo: String?)
    case export(ExportFormat, file: String?)
    case find(String)
    case reset(String?)
    case speed(Speed?)
    case help(String?)
    case quit
    /// A bare number: the answer to a question.
    case answer(Int)
}

/// How fast a finished record is played back on a terminal.
enum Speed: String, CaseIterable, Sendable {
    /// All at once.
    case instant
    /// As fast as one can read.
    case normal = "1"
    /// Four times that.
    case fast = "4"

    /// How much faster than `normal`; nil for at once.
    var factor: Double? {
        switch self {
        case .instant: nil
        case .normal: 1
        case .fast: 4
        }
    }
}
