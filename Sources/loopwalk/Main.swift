import AsyncLoopIO
import DemoHost
import LessonBook
import LessonWebServer
import Platform
import Terminal
import Tutor

@main
struct Main {
    static func main() {
        // First of all: a server's or a demo's process must not become a second tutor.
        WebServerProcess.runIfAsked()
        LessonServer.offerThisProgram()
        DemoHost.runChildIfAsked { lesson, demo in
            let found = lessonBook.first { $0.name == lesson }?.demos.first { $0.name == demo }
            return found.map { DemoProgram(clock: $0.clock, body: $0.body) }
        }
        keepEndedChildren()
        prepareStandardStreams()
        adoptLocale()
        Loopwalk.main(Loopwalk.withCommandFirst(Array(CommandLine.arguments.dropFirst())))
    }
}
