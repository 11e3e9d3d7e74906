/// One thing that an author says of a demo's run, which lint holds against its record.
public struct Claim: Hashable, Sendable {
    /// What is said.
    public var statement: Statement
    /// As the author wrote it.
    public var text: String
    /// The line of the lesson's file that says it, from 1.
    public var line: Int

    /// A claim that says `statement`, written as `text` in a lesson's line `line`.
    public init(_ statement: Statement, text: String, line: Int) {
        self.statement = statement
        self.text = text
        self.line = line
    }

    /// The forms a claim can take.
    ///
    /// Output is named by its text: a whole printed line, or if no line is equal to it, a part of
    /// one; of several the first. Line numbers are those of the demo's code, from 1. Times are loop
    /// time in nanoseconds. A number of passes is a difference between two pass numbers.
    public enum Statement: Hashable, Sendable {
        /// `"first" before "second"`
        case before(String, String)
        /// `prints "text" [N times] [at T]`
        case prints(String, times: Int?, at: Int64?)
        /// `never prints "text"`
        case neverPrints(String)
        /// `last prints "text"`: it is the last line of all.
        case lastPrints(String)
        /// `line N at T`: some event of that line happens then.
        case line(Int, at: Int64)
        /// `ready at line N = [A, B]`: the ready queue, in order, right when the task that runs
        /// that line has its first event there. A plain callback is called `callback`.
        case ready(line: Int, [String])
        /// `A wakes +K after "text"`: the task's first step after that output is `passes` later.
        case wakes(String, passes: Int, after: String)
        /// `A starts after B [by +K]`
        case starts(String, after: String, passes: Int?)
        /// `A finishes before B`
        case finishesBefore(String, String)
        /// `A finishes at T`
        case finishesAt(String, Int64)
        /// `A fails "text"`: its error's description holds the text.
        case fails(String, String)
        /// `A is cancelled`
        case isCancelled(String)
        /// `ends at T`: the loop's time at the end.
        case endsAt(Int64)
        /// `deadlock`: the run ends in one.
        case deadlock
    }
}

extension Claim.Statement {
    /// The line of the demo's code that it speaks of, if it does.
    public var codeLine: Int? {
        switch self {
        case .line(let line, at: _), .ready(let line, _): line
        default: nil
        }
    }
}
