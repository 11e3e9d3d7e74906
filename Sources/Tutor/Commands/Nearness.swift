/// How alike two words are, for "did you mean".
enum Nearness {
    /// Those of `names` that `word` may be a slip for, the likeliest first; at most three.
    static func suggestions(for word: String, among names: [String]) -> [String] {
        let word = String(word.lowercased().prefix(40))
        let allowed = word.count <= 3 ? 1 : word.count <= 6 ? 2 : 3
        return names.map { (name: $0, distance: distance(word, $0.lowercased())) }
            .filter { $0.distance <= allowed && $0.distance < $0.name.count }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(3).map(\.name)
    }

    /// How many letters must be added, dropped, changed or swapped with a neighbour.
    static func distance(_ first: String, _ second: String) -> Int {
        let a = Array(first)
        let b = Array(second)
        var rows = [Array(0...b.count)]
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var best = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    best = min(best, rows[i - 1][j - 1] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
