/// The lines in which `old` and `new` differ, with three lines around them, as `diff -u` shows them.
func unifiedDiff(_ old: [String], _ new: [String]) -> String {
    let edits = edits(from: old, to: new)
    let changed = edits.indices.filter { edits[$0].mark != " " }
    var hunks: [ClosedRange<Int>] = []
    for index in changed {
        let around = max(0, index - 3)...min(edits.count - 1, index + 3)
        if let last = hunks.last, around.lowerBound <= last.upperBound + 1 {
            hunks[hunks.count - 1] = last.lowerBound...around.upperBound
        } else {
            hunks.append(around)
        }
    }
    var lines: [String] = []
    for hunk in hunks {
        let before = edits[..<hunk.lowerBound]
        let oldStart = before.count { $0.mark != "+" } + 1
        let newStart = before.count { $0.mark != "-" } + 1
        let oldCount = edits[hunk].count { $0.mark != "+" }
        let newCount = edits[hunk].count { $0.mark != "-" }
        lines.append("@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@")
        lines += edits[hunk].map { "\($0.mark)\($0.line)" }
    }
    return lines.joined(separator: "\n")
}

private struct Edit {
    var mark: Character
    var line: String
}

/// The shortest way from `old` to `new`, kept lines included.
private func edits(from old: [String], to new: [String]) -> [Edit] {
    let difference = new.difference(from: old)
    var removed: Set<Int> = []
    var inserted: [Int: String] = [:]
    for change in difference {
        switch change {
        case .remove(let offset, _, _): removed.insert(offset)
        case .insert(let offset, let line, _): inserted[offset] = line
        }
    }
    var result: [Edit] = []
    var next = 0
    func takeInserted() {
        while let line = inserted[next] {
            result.append(Edit(mark: "+", line: line))
            next += 1
        }
    }
    for (index, line) in old.enumerated() {
        if removed.contains(index) {
            result.append(Edit(mark: "-", line: line))
        } else {
            takeInserted()
            result.append(Edit(mark: " ", line: line))
            next += 1
        }
    }
    takeInserted()
    return result
}
