import LoopEvents
import StyledText
import Terminal
import Testing
import Trace

@testable import DemoRunner
@testable import Tutor

@Suite struct `The stage` {
    /// A run of Chinese names and words.
    private var view: StageView {
        let code = """
            // 并发下载，每个任务各等一秒
            let 甲 = createTask(name: "下载任务甲") { try await 下载("第一页") }
            try await 甲.value()
            print("全部完成：一共用了一秒")
            """
        let recorder = Recorder(events: 100, stringBytes: 10_000)
        var last = recorder.buffer.append(LoopEvent(.loopStarted))
        func add(_ kind: EventKind, task: UInt32, line: UInt32 = 0, _ text: String = "") {
            var event = LoopEvent(kind)
            event.cause = last
            event.task = task
            event.line = line
            event.text = recorder.intern(text)
            if kind == .taskCreated { event.subject = task }
            if kind == .taskSuspended {
                event.role = .lock
                event.value = -1
            }
            last = recorder.buffer.append(event)
        }
        add(.taskCreated, task: 1, "main")
        add(.taskStepped, task: 1)
        for number in UInt32(2)...9 { add(.taskCreated, task: number, line: 2, "下载任务\(number)号") }
        add(.output, task: 1, line: 4, "全部完成：一共用了一秒，这一行很长很长很长很长很长很长很长很长")
        add(.taskSuspended, task: 1, line: 3, "门锁")
        add(.taskStepped, task: 2)
        return StageView(Stage(Recording(recorder.buffer, title: "并发/下载"), code: code))
    }

    @Test(arguments: [(60, 20), (61, 21), (80, 24), (97, 31), (133, 50), (200, 60)])
    func `fits every window, and its columns stand in line`(width: Int, height: Int) {
        var view = view
        for _ in 0...view.stage.count {
            let lines = view.lines(width: width, height: height)
            #expect(lines.count == height)
            #expect(lines.allSatisfy { $0.displayWidth <= width })
            let edges = Set(lines.map(\.text).compactMap { $0.columnOf("│") ?? $0.columnOf("┬") })
            #expect(edges.count == 1)
            _ = view.press(.character("."))
        }
    }

    @Test(arguments: [(59, 24), (80, 19), (20, 5), (1, 1), (3, 0)])
    func `says what window it needs`(width: Int, height: Int) {
        let lines = view.lines(width: width, height: height)
        #expect(lines.count == height)
        if width > 15, height > 4 { #expect(lines[0].text.hasPrefix("The stage needs")) }
    }

    @Test func `in ASCII nothing else is left but letters of the lesson`() {
        var view = view
        _ = view.press(.end)
        let lines = view.lines(width: 80, height: 24).map {
            $0.rendered(Rendering(colour: false, ascii: true))
        }
        let others = Set(lines.joined()).filter { !$0.isASCII && $0.displayWidth == 1 }
        #expect(others.isEmpty, "\(others)")
    }

    @Test func `any keys in any order leave a screen that fits`() {
        let keys: [Key] =
            "npgG.,cCbfFa+-/?jk0123456789 甲\u{1F600}".map { .character($0) } + [
                .enter, .tab, .backTab, .escape, .backspace, .up, .down, .left, .right, .home, .end,
                .pageUp, .pageDown, .delete, .unknown, .control("l"), .control("u"), .alt("x"),
                .function(1),
            ]
        var view = view
        var state: UInt64 = 7
        for _ in 0..<3_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let isIn = view.press(keys[Int(state >> 33) % keys.count])
            #expect(isIn)
            if state >> 60 == 0 { view.tick() }
            let lines = view.lines(width: 60 + Int(state >> 40) % 60, height: 20)
            #expect(lines.count == 20)
        }
    }

    @Test(arguments: [Key.character("q"), .control("c"), .control("d")])
    func `is left by a key`(key: Key) {
        var view = view
        let isIn = view.press(key)
        #expect(!isIn)
    }

    @Test func `what is typed is never taken for keys`() {
        var view = view
        for character in "/quit" { _ = view.press(.character(character)) }
        #expect(view.input == StageView.Input(purpose: .search, text: "quit"))
        _ = view.press(.control("c"))
        #expect(view.input == nil)
    }

    @Test func `plays step by step until the end, at the speed asked for`() {
        var view = view
        #expect(view.interval == nil)
        _ = view.press(.character("a"))
        #expect(view.interval == 500)
        _ = view.press(.character("+"))
        #expect(view.interval == 250)
        for _ in 0..<100 { view.tick() }
        #expect(view.stage.index == view.stage.count && view.interval == nil)
        _ = view.press(.character("a"))
        #expect(view.stage.index == 0 && view.interval != nil)
        _ = view.press(.character(" "))
        #expect(view.stage.index == 0 && view.interval == nil)
    }
}

extension String {
    /// The column in which `character` first stands; nil if it does not.
    fileprivate func columnOf(_ character: Character) -> Int? {
        firstIndex(of: character).map { String(self[..<$0]).displayWidth }
    }
}
