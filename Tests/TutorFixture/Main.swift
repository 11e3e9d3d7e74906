// A tutor with one lesson whose demos do not end by themselves, for tests of Ctrl-C.

import AsyncLoop
import DemoHost
import LessonBook
import Terminal
import Tutor

private let source = """
    # Endless

    Demos without an end.

    ## Sleeping

    ```swift demo sleeper clock=real
    print("asleep")
    try await sleep(600)
    ```

    ## Computing

    ```swift demo spinner
    print("busy")
    while true {}
    ```
    """

private enum Sleeper: LoopProgram {
    @EventLoop static func main() async throws {
        print("asleep")
        try await sleep(600)
    }
}

private enum Spinner: LoopProgram {
    @EventLoop static func main() async throws {
        print("busy")
        while EventLoop.time >= 0 {}
    }
}

@main struct Main {
    static func main() throws {
        DemoHost.runChildIfAsked { _, demo in
            demo == "sleeper"
                ? DemoProgram(clock: .real, body: Sleeper.main)
                : DemoProgram(clock: .virtual, body: Spinner.main)
        }
        prepareStandardStreams()
        adoptLocale()
        let lesson = EmbeddedLesson(
            fileName: "01-endless.md",
            title: "Endless",
            summary: "",
            source: source
        )
        let screen = Screen(TerminalSettings.current())
        _ = try Prompt(Course([lesson]), on: screen, folder: nil).run()
    }
}
