import Foundation
import Testing

@testable import Tutor

@Suite struct `A session with copies` {
    /// At the step with the demo `greet`, of which there is a copy if there is `code`.
    private func session(copy code: String? = nil) -> Session {
        var session = Session(smallCourse(), progress: Progress(), page: Page(width: 80))
        session.copies["first", "greet"] = code
        _ = session.respond(to: "goto 2")
        return session
    }

    private func order(_ session: Session) throws -> EditOrder {
        EditOrder(lesson: "first", demo: try #require(session.place.waiting))
    }

    @Test(arguments: ["edit", "edit greet", "e"])
    func `edits the step's demo`(line: String) {
        var session = session()
        #expect(session.respond(to: line).text == "(edits first/greet)")
    }

    @Test func `runs what was changed, as a program of its own`() throws {
        var session = session()
        let actions = session.edited(try order(session), .changed("print(1)\n"))
        let order = try #require(actions.order)
        #expect(actions.text.contains("This runs your copy of greet"))
        #expect(order.demo.code == "print(1)\n" && order.demo.firstLine == 1)
        #expect(order.program == .compiled(file: "greet.swift") && order.isCopy && order.advances)
    }

    @Test func `runs nothing that was not changed`() throws {
        var session = session()
        let order = try order(session)
        #expect(session.edited(order, .unchanged).text == "You changed nothing.")
        #expect(session.edited(order, .failed("no editor")).text == "! no editor")
        session.copies["first", "greet"] = "print(1)\n"
        #expect(
            session.edited(order, .unchanged).text == "You changed nothing. run runs your copy."
        )
        #expect(session.edited(order, .asInLesson).text == "greet is as the lesson has it.")
        #expect(session.copies["first", "greet"] == nil)
    }

    @Test(arguments: ["", "1", "run", "run greet"])
    func `runs the copy wherever the demo would be run`(line: String) throws {
        var session = session(copy: "print(1)\n")
        let order = try #require(session.respond(to: line).order)
        #expect(order.isCopy && order.demo.code == "print(1)\n")
    }

    @Test func `shows the copy in place of the lesson's code, and the difference`() {
        var session = session(copy: "print(1)\n")
        let code = session.respond(to: "code").text
        #expect(code.contains("Swift, demo greet, your copy\n  1 │ print(1)"))
        #expect(
            session.respond(to: "diff").text
                == "greet: - as the lesson has it, + as you have it\n@@ -1,1 +1,1 @@\n"
                + "-print(\"hello\")\n+print(1)"
        )
        session.copies["first", "greet"] = nil
        #expect(session.respond(to: "diff").text == "! you have not changed greet; edit does")
    }

    @Test func `replays the lesson's code all the same`() throws {
        var session = session(copy: "print(1)\n")
        let order = try #require(session.respond(to: "replay first greet").order)
        #expect(!order.isCopy && order.demo.code == "print(\"hello\")\n")
    }

    @Test func `takes a copy out of use once that is confirmed`() {
        var session = session(copy: "print(1)\n")
        #expect(session.respond(to: "reset greet").text.contains("It is kept as a backup. y or n"))
        #expect(session.respond(to: "n").text == "You keep your copy of greet.")
        _ = session.respond(to: "reset greet")
        #expect(session.respond(to: "y").text == "(discards first/greet)")
        #expect(
            session.respond(to: "reset greet").text == "! you have not changed greet; edit does"
        )
    }

    @Test func `holds a copy to running to its end, or to what the lesson's demo does`() throws {
        var session = session(copy: "fatalError()\n")
        let order = try #require(session.respond(to: "run").order)
        #expect(order.expectation(of: .finished) == .success)
        var stuck = order
        stuck.demo.expectation = .deadlock
        #expect(stuck.expectation(of: .deadlocked(["main"])) == .deadlock)
        #expect(stuck.expectation(of: .finished) == .success)
        let text = session.ended(run(.crashed(signal: 4, message: "enough")), of: order).text
        #expect(text.contains("The demo crashed: enough."))
    }
}

@Suite struct `A folder of copies` {
    @Test func `keeps copies over restarts, and backups of those that were reset`() throws {
        let scratch = try ScratchFolder()
        let folder = CopyFolder(in: .init(path: scratch.path + "/edits"))
        #expect(folder.load() == OwnCopies())
        let path = try folder.begin("tasks", "two", code: "print(1)\n")
        try scratch.write("print(2)\n", to: "edits/tasks/two.swift")
        #expect(try folder.begin("tasks", "two", code: "print(1)\n") == path)
        let again = CopyFolder(in: .init(path: scratch.path + "/edits"))
        #expect(again.load()["tasks", "two"] == "print(2)\n")
        #expect(try again.setAside("tasks", "two") == path + ".backup-1")
        #expect(again.load()["tasks", "two"] == nil)
        _ = try again.begin("tasks", "two", code: "print(3)\n")
        #expect(try again.setAside("tasks", "two") == path + ".backup-2")
        #expect(try scratch.read("edits/tasks/two.swift.backup-1") == "print(2)\n")
    }

    @Test func `reads code as an editor of any system leaves it`() throws {
        let scratch = try ScratchFolder()
        let folder = CopyFolder(in: .init(path: scratch.path))
        _ = try folder.begin("tasks", "two", code: "")
        try scratch.write("\u{FEFF}print(1)\r\nprint(\"你好\")\r\n", to: "tasks/two.swift")
        #expect(try folder.code("tasks", "two") == "print(1)\nprint(\"你好\")\n")
        #expect(folder.load()["tasks", "two"] == "print(1)\nprint(\"你好\")\n")
    }

    @Test func `says that a copy cannot be read, which is not the same as that there is none`()
        throws
    {
        let scratch = try ScratchFolder()
        let folder = CopyFolder(in: .init(path: scratch.path))
        #expect(try folder.code("tasks", "two") == nil)
        // A folder in its place is as unreadable to the superuser as to others.
        try FileManager.default.createDirectory(
            atPath: scratch.path + "/tasks/two.swift",
            withIntermediateDirectories: true
        )
        let refused = #expect(throws: Misread.self) { try folder.code("tasks", "two") }
        #expect(refused?.message.contains("two.swift cannot be read: is a directory") == true)
        #expect(folder.load() == OwnCopies())
    }

    @Test func `that cannot be written says where and why`() throws {
        let refused = #expect(throws: Misread.self) {
            try CopyFolder(in: .init(path: "/proc/loopwalk")).begin("a", "b", code: "")
        }
        #expect(refused?.message.hasPrefix("/proc/loopwalk/a/b.swift cannot be written: ") == true)
        let homeless = #expect(throws: Misread.self) {
            try CopyFolder(in: nil).begin("a", "b", code: "")
        }
        #expect(homeless?.message.contains("no HOME and no XDG_DATA_HOME") == true)
    }
}
