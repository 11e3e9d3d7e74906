import Foundation
import Platform
import Testing

@testable import Tutor

@Suite struct `The progress file` {
    private var some: Tutor.Progress {
        var progress = Tutor.Progress()
        progress.arrive(at: 4, of: "tasks")
        progress.finish("tasks")
        progress.arrive(at: 2, of: "futures")
        return progress
    }

    @Test func `what was saved is loaded, and nothing else is left in the folder`() throws {
        let scratch = try ScratchFolder()
        let folder = UserFolder(path: scratch.path + "/a/b")
        var file = ProgressFile(in: folder)
        #expect(file.load() == Tutor.Progress())
        file.save(some)
        file.save(some)
        var again = ProgressFile(in: folder)
        #expect(again.load() == some)
        #expect(again.takeTroubles() == [])
        #expect(ProgressFile.peek(in: folder) == some)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names == ["progress.json"])
    }

    @Test(arguments: [
        "", "{", "[]", "null", "{\"version\": 1}", "{\"version\": \"1\"}", "\u{0}\u{1}",
    ])
    func `a damaged file is moved aside whole and said once`(text: String) throws {
        let scratch = try ScratchFolder()
        try scratch.write(text, to: "progress.json")
        try scratch.write("taken", to: "progress.json.bad-1")
        var file = ProgressFile(in: UserFolder(path: scratch.path))
        #expect(file.load() == Tutor.Progress())
        #expect(file.takeTroubles().count == 1)
        #expect(file.takeTroubles() == [])
        #expect(try scratch.read("progress.json.bad-1") == "taken")
        #expect(try scratch.read("progress.json.bad-2") == text)
        file.save(some)
        #expect(file.takeTroubles() == [])
        #expect(ProgressFile.peek(in: UserFolder(path: scratch.path)) == some)
    }

    @Test func `a newer file is never written over`() throws {
        let scratch = try ScratchFolder()
        let text = "{\"version\": 2, \"map\": {}}"
        try scratch.write(text, to: "progress.json")
        var file = ProgressFile(in: UserFolder(path: scratch.path))
        #expect(file.load() == Tutor.Progress())
        file.save(some)
        #expect(try scratch.read("progress.json") == text)
        #expect(scratch.names == ["progress.json"])
        let troubles = file.takeTroubles()
        #expect(troubles.count == 1)
        #expect(troubles.first?.contains("newer") == true)
    }

    @Test func `a file that cannot be read is left alone`() throws {
        let scratch = try ScratchFolder()
        try FileManager.default.createDirectory(
            atPath: scratch.path + "/progress.json",
            withIntermediateDirectories: true
        )
        var file = ProgressFile(in: UserFolder(path: scratch.path))
        #expect(file.load() == Tutor.Progress())
        file.save(some)
        #expect(file.takeTroubles().count == 1)
        #expect(scratch.names == ["progress.json"])
    }

    @Test func `with nowhere to write it says so once and goes on`() {
        var nowhere = ProgressFile(in: nil)
        #expect(nowhere.load() == Tutor.Progress())
        nowhere.save(some)
        #expect(nowhere.takeTroubles().count == 1)
        // Not even root can make a folder there.
        var readOnly = ProgressFile(in: UserFolder(path: "/proc/loopwalk"))
        #expect(readOnly.load() == Tutor.Progress())
        #expect(readOnly.takeTroubles() == [])
        readOnly.save(some)
        readOnly.save(some)
        #expect(readOnly.takeTroubles().count == 1)
    }

    @Test func `the folder follows the XDG rules`() {
        func path(_ environment: [String: String]) -> String? {
            UserFolder(.state) { environment[$0] }?.path
        }
        #expect(path(["HOME": "/h", "XDG_STATE_HOME": "/s"]) == "/s/loopwalk")
        #expect(path(["HOME": "/h"]) == "/h/.local/state/loopwalk")
        #expect(path(["HOME": "/h", "XDG_STATE_HOME": ""]) == "/h/.local/state/loopwalk")
        #expect(path(["HOME": "/h", "XDG_STATE_HOME": "s"]) == "/h/.local/state/loopwalk")
        #expect(path(["HOME": ""]) == nil)
        #expect(path([:]) == nil)
    }
}
