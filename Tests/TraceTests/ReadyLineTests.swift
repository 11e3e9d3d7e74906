import Testing

@testable import Trace

@Suite struct ReadyLineTests {
    @Test func `it is the list it stands for, whoever leaves from wherever`() {
        var state: UInt64 = 3
        func random(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var line = ReadyLine()
        var list: [ReadyEntry] = []
        for step in 0..<6_000 {
            // It grows to some hundreds, then shrinks to nothing.
            let grows = random(below: 100) < (step < 3_000 ? 60 : 40)
            let number = random(below: 1_000)
            let entry: ReadyEntry = number % 3 == 0 ? .callback(number) : .task(number + 1)
            if grows, !list.contains(entry) {
                line.append(entry)
                list.append(entry)
            } else if !list.isEmpty {
                let left = random(below: 3) == 0 ? list[random(below: list.count)] : list[0]
                line.remove(left)
                list.removeAll { $0 == left }
            }
            line.remove(.task(5_000))
            #expect(line.count == list.count && line.first == list.first)
            if step % 50 == 0 {
                #expect(line.entries == list)
                #expect(line.entries(first: 3) == Array(list.prefix(3)))
            }
        }
    }
}
