import LessonFormat
import LoopEvents
import StyledText
import Trace

@testable import DemoRunner
import LessonBook
@testable import Tutor

/// Two small lessons that no file holds.
func smallCourse() -> Course {
    Course([
        EmbeddedLesson(
            fileName: "01-first.md",
            title: "The first",
            summary: "What is first.",
            source: firstLesson
        ),
        EmbeddedLesson(
            fileName: "02-second.md",
            title: "The second",
            summary: "What is next.",
            source: secondLesson
        ),
    ])
}

private let firstLesson = """
    # The first

    What is first.

    ## Beginning

    Read this.

    ```python
    print("hello")
    ```

    ## Asking

    Look at the code.

    ```swift demo greet
    print("hello")
    ```

    ```question
    What does it print?
    - nothing => never prints "hello"
    - a greeting => prints "hello"
    ```

    ```hint
    Read it aloud.
    ```

    ```claims
    prints "hello"
    ends at 0
    ```

    It greeted.

    ## Recap

    You greeted.
    """

private let secondLesson = """
    # The second

    What is next.

    ## More

    There is *more*, says 阮一峰.

    ## Recap

    | one | two |
    |---|---|
    | 1 | 2 |
    """

/// A run that printed `lines` and ended so.
func run(printing lines: [String] = [], _ ending: DemoRun.Ending = .finished) -> DemoRun {
    let recorder = Recorder(events: 100, stringBytes: 1000)
    let start = recorder.buffer.append(LoopEvent(.loopStarted))
    for line in lines {
        var event = LoopEvent(.output)
        event.cause = start
        event.text = recorder.intern(line)
        _ = recorder.buffer.append(event)
    }
    return DemoRun(
        recording: Recording(recorder.buffer, title: "first/greet"),
        ending: ending,
        unattributed: ""
    )
}

extension [Action] {
    /// What is shown, as text, with what is said on standard error after `!`.
    var text: String {
        map { action in
            switch action {
            case .show(let lines), .close(let lines): lines.map(\.text).joined(separator: "\n")
            case .play(let playback, _): playback.lines.map(\.text).joined(separator: "\n")
            case .open(let stage, let notice):
                (["(opens the stage at \(stage.index))"] + notice.lines.map(\.text)
                    + (notice.message.map { ["! " + $0] } ?? [])).joined(separator: "\n")
            case .complain(let message), .refuse(let message): "! " + message
            case .run(let order): "(runs \(order.demo.name))"
            case .export(let run, let format, let path):
                "(writes \(run.title) as \(format.rawValue) to \(path))"
            case .edit(let order): "(edits \(order.lesson)/\(order.demo.name))"
            case .discard(let lesson, let demo): "(discards \(lesson)/\(demo))"
            case .breathe: "(rests)"
            case .keep: ""
            case .leave: "(leaves)"
            }
        }.joined(separator: "\n")
    }

    /// The demo that is to be run.
    var order: DemoOrder? {
        for case .run(let order) in self { return order }
        return nil
    }

    /// The progress that is kept last.
    var kept: Progress? {
        var last: Progress?
        for case .keep(let progress) in self { last = progress }
        return last
    }
}
