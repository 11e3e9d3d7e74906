import LessonFormat
import LessonLint
import Testing

@Suite struct CodeCheckTests {
    private func findings(in code: String, attributes: String = "") throws -> [String] {
        let text =
            "# Title\n\nA summary.\n\n## Step\n\n```swift demo one\(attributes)\n\(code)\n```\n"
        let demo = try Lesson(source: text, path: "Lessons/01-x.md").demos[0]
        return CodeCheck(path: "Lessons/01-x.md", demo: demo).findings.map(\.description)
    }

    @Test(arguments: [
        ("async let a = f()", "async let"),
        ("async\n    let a = f()", "async let"),
        ("await withTaskGroup(of: Int.self) { _ in }", "withTaskGroup"),
        ("try await withThrowingTaskGroup(of: Int.self) { _ in }", "withThrowingTaskGroup"),
        ("await withDiscardingTaskGroup { _ in }", "withDiscardingTaskGroup"),
        ("Task { print(1) }", "Task {"),
        ("Task(priority: .low) { print(1) }", "Task("),
        ("Task<Void, Never> { print(1) }", "Task {"),
        ("Task<[Int: Result<Int, any Error>], Never>.init { [:] }", "Task.init"),
        ("Task\n    .detached { print(1) }", "Task.detached"),
        ("print(\"\\(Task { 1 })\")", "Task {"),
    ])
    func `tasks of Swift's own are refused`(code: String, spelling: String) throws {
        let found = try findings(in: "print(0)\n" + code)
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("Lessons/01-x.md:9: demo 'one' uses '\(spelling)', which "))
        #expect(found[0].hasSuffix("or write 'structured' after the demo's name"))
        #expect(try findings(in: code, attributes: " structured") == [])
    }

    @Test(arguments: [
        "createTask { print(1) }", "let task: LoopTask<Void> = createTask { }",
        "// Task { } and async let", "/* Task { /* async let */ withTaskGroup */ print(1)",
        "print(\"async let\", #\"Task { \"withTaskGroup\" }\"#)",
        "print(\"\"\"\n    Task { \\\"\"\" }\n    \"\"\")", "try await Task.sleep(for: .zero)",
        "let t: Task<Void, Never>? = nil", "struct MyTask { }", "func f() async { let a = 1 }",
        "print(\"never closed",
    ])
    func `what only looks like them is not`(code: String) throws {
        #expect(try findings(in: code) == [])
    }

    @Test func `each place is named, in order`() throws {
        let code = "print(\"\"\"\n    a\n    \"\"\")\n/*\n*/ Task { }\nasync let a = 1"
        let lines = try findings(in: code).map { $0.split(separator: ":")[1] }
        #expect(lines == ["12", "13"])
    }

    @Test func `a label without need is refused`() throws {
        #expect(
            try findings(in: "print(1)", attributes: " structured") == [
                "Lessons/01-x.md:7: demo 'one' is structured and starts no task of Swift's own;"
                    + " remove 'structured'"
            ]
        )
    }
}
