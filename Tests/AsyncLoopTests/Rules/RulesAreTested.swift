import Foundation
import Testing

/// asyncio's rules are numbered R1 to R39 in the documentation of what follows them.
@Suite struct RulesAreTested {
    @Test func `every rule has a test that names it`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        var named: Set<Int> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            for name in text.matches(of: /@Test(?:\([^`]*\))?\s+func `([^`]*)`/) {
                for rule in name.output.1.matches(of: /\bR(\d+)/) {
                    named.insert(Int(rule.output.1) ?? 0)
                }
            }
        }
        #expect(Set(1...39).subtracting(named).isEmpty)
    }
}
