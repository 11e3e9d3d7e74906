/// Prepared statements by their SQL; of too many, the one that was not used for longest goes.
struct StatementCache<Statement> {
    private var entries: [String: (statement: Statement, used: Int)] = [:]
    private var uses = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// The statement for `sql`; setting it makes room first.
    subscript(sql: String) -> Statement? {
        mutating get {
            uses += 1
            entries[sql]?.used = uses
            return entries[sql]?.statement
        }
        set {
            entries[sql] = nil
            guard let newValue else { return }
            if entries.count >= limit {
                let oldest = entries.min { $0.value.used < $1.value.used }
                if let oldest { entries[oldest.key] = nil }
            }
            entries[sql] = (newValue, uses)
        }
    }

    mutating func removeAll() { entries = [:] }
}
