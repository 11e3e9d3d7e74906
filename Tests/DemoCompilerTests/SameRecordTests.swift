import BuildProducts
import DemoRunner
import LessonBook
import LessonFormat
import Testing

@Suite struct `A lesson's code` {
    /// The last demo of a lesson that leaves the same record at every run, whatever compiled it.
    private static func demo(of embedded: EmbeddedLesson) -> Demo? {
        let lesson = try? Lesson(source: embedded.source, path: embedded.path)
        return lesson?.demos.last {
            $0.clock == .virtual && $0.expectation == .success && !$0.isStructured
        }
    }

    @Test(arguments: lessonBook.filter { demo(of: $0) != nil }.map { $0.name })
    func `leaves one record, built in or compiled as a learner's copy`(lesson name: String) throws {
        let demo = try #require(lessonBook.first { $0.name == name }.flatMap(Self.demo))
        let builtIn = try DemoRunner.run(
            DemoRequest(
                lesson: name,
                demo: demo.name,
                firstLine: demo.firstLine,
                executable: "\(buildProducts)/loopwalk"
            )
        )
        let copy = try LearnersCode(demo.code).run()
        #expect(copy.ending == builtIn.ending)
        #expect(copy.recording.events.count == builtIn.recording.events.count)
        for (one, other) in zip(copy.recording.events, builtIn.recording.events) {
            var expected = other
            if other.line > 0 { expected.line -= UInt32(demo.firstLine - 1) }
            #expect(one == expected)
        }
    }
}
