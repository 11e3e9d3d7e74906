import Testing

@testable import Tutor

@Suite struct `Tab completion` {
    private let completion = Completion(smallCourse())

    @Test(arguments: [
        ("re", ["replay", "reset"]), ("open ", ["first", "second"]), ("o s", ["second"]),
        ("rep f", ["first"]), ("help le", []), ("help li", ["list"]), ("goto ", []),
        ("zz ", []), ("speed i", ["instant"]), ("export s", ["svg"]),
    ])
    func `offers what may stand there`(line: String, words: [String]) {
        #expect(completion.candidates(line: line, cursor: line.count) == words)
    }

    @Test func `looks only at what stands before the cursor`() {
        #expect(
            completion.candidates(line: "open second", cursor: 6)
                == ["first", "second"].filter {
                    $0.hasPrefix("s")
                }
        )
        #expect(completion.candidates(line: "", cursor: 0).count == CommandTable.entries.count)
    }
}
