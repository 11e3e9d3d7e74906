import Glibc

/// One line of a benchmark's output, the same for every peer: `metric n seconds per_op`.
public struct MetricLine: Sendable {
    /// What was measured: the workload's name, or one of its several metrics.
    public var metric: String
    /// How many operations.
    public var count: Int
    /// What one operation cost: nanoseconds, but bytes for `mem`, milliseconds for `…_over_ms`.
    public var perOperation: Double

    /// Reads a peer's line; nil if it is none.
    public init?(_ line: Substring) {
        let fields = line.split(separator: " ")
        guard fields.count == 4, let count = Int(fields[1]), let cost = Double(fields[3]) else {
            return nil
        }
        metric = String(fields[0])
        self.count = count
        perOperation = cost
    }
}

/// Prints that `count` operations took `seconds`.
public func report(_ metric: String, _ count: Int, seconds: Double) {
    Swift.print(metric, count, decimal(seconds, 9), decimal(seconds / Double(count) * 1e9, 1))
}

/// Prints a metric that is no time an operation: its total, and its cost in its own unit.
public func report(_ metric: String, _ count: Int, total: Double, each: Double) {
    Swift.print(metric, count, decimal(total, 9), decimal(each, 3))
}

/// `value` with so many decimals.
public func decimal(_ value: Double, _ decimals: Int) -> String {
    var bytes = [CChar](repeating: 0, count: 64)
    let count = withVaList([Int32(decimals), value]) {
        vsnprintf(&bytes, bytes.count, "%.*f", $0)
    }
    return String(decoding: bytes.prefix(Int(count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
}
