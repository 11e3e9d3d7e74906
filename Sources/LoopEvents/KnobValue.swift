/// The value of a knob: something about a program that the learner can change between runs.
public enum KnobValue: Equatable, Sendable {
    /// A time, in seconds.
    case seconds(Double)
    /// How many.
    case count(Int)
    /// Whether.
    case flag(Bool)

    /// Its kind's number, as a `knobRead` event's `subject` has it.
    public var kind: UInt32 {
        switch self {
        case .seconds: 1
        case .count: 2
        case .flag: 3
        }
    }

    /// The value as an event holds it: nanoseconds, the number itself, or 0 and 1.
    ///
    /// Seconds beyond the range of nanoseconds (292 years) are its end; not-a-number is 0.
    public var number: Int64 {
        switch self {
        case .seconds(let seconds): Self.nanoseconds(seconds)
        case .count(let count): Int64(count)
        case .flag(let flag): flag ? 1 : 0
        }
    }

    /// The value that an event holds; nil if its kind is none.
    public init?(kind: UInt32, number: Int64) {
        switch kind {
        case 1: self = .seconds(Double(number) / 1e9)
        case 2: self = .count(Int(number))
        case 3: self = .flag(number != 0)
        default: return nil
        }
    }

    private static func nanoseconds(_ seconds: Double) -> Int64 {
        let nanoseconds = (seconds * 1e9).rounded()
        if nanoseconds.isNaN { return 0 }
        return nanoseconds > 9.2e18 ? .max : nanoseconds < -9.2e18 ? .min : Int64(nanoseconds)
    }
}
