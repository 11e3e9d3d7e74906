import BenchMeasure

/// What a metric is counted in, told by its name.
enum Unit: String {
    case nanoseconds = "ns/op"
    case bytes = "bytes/task"
    case milliseconds = "ms"

    init(_ metric: String) {
        if metric.hasPrefix("mem") {
            self = .bytes
        } else if metric.hasSuffix("_ms") {
            self = .milliseconds
        } else {
            self = .nanoseconds
        }
    }

    /// `value` for people; of times the unit is the one that suits it.
    func shown(_ value: Double) -> String {
        switch self {
        case .bytes: decimal(value, 0) + " B"
        case .milliseconds: decimal(value, 1) + " ms"
        case .nanoseconds where value < 1_000: decimal(value, 0) + " ns"
        case .nanoseconds where value < 1e6: decimal(value / 1e3, 2) + " us"
        case .nanoseconds: decimal(value / 1e6, 2) + " ms"
        }
    }
}
