import AsyncLoop
import LoopEvents
import Testing
import Trace

extension LoopSuites {
    @Suite struct RoundTripTests {
        @Test(arguments: Programs.all)
        func `what is written, read and written again is the same to the byte`(
            _ program: Program
        ) async throws {
            let recording = await program.run()
            let text = JSONLines(recording).text
            let file = try read(text)
            let back = try #require(file.recordings.first)
            #expect(file.recordings.count == 1 && file.notes.isEmpty)
            #expect(JSONLines(back).text == text)
            #expect(back.tasks == recording.tasks && back.output == recording.output)
            #expect(back.damagedEvents == 0)
        }

        @Test(arguments: Programs.all)
        func `every view of what was read back is that of the run`(_ program: Program) async throws
        {
            let recording = await program.run()
            let back = try #require(try read(JSONLines(recording).text).recordings.first)
            #expect(Log(back).lines(width: 80) == Log(recording).lines(width: 80))
            #expect(Log(back).plain == Log(recording).plain)
            for count in 0...recording.events.count {
                #expect(back.board(after: count) == recording.board(after: count))
            }
            for index in recording.events.indices {
                #expect(back.causes(of: index) == recording.causes(of: index))
            }
        }

        @Test func `a file is read alike in pieces of any size`() async throws {
            let text = JSONLines(await Programs.futures.run()).text
            let whole = JSONLines(try #require(try read(text).recordings.first)).text
            for piece in [1, 2, 3, 7, 64, 1000] {
                let file = try read(text.utf8, piece: piece)
                #expect(file.notes.isEmpty)
                #expect(file.recordings.map { JSONLines($0).text } == [whole])
            }
        }

        @Test func `several recordings stand in one file, one after the other`() async throws {
            var texts: [String] = []
            for program in Programs.all { texts.append(JSONLines(await program.run()).text) }
            let file = try read(texts.joined())
            #expect(file.notes.isEmpty)
            #expect(file.recordings.map { JSONLines($0).text } == texts)
        }

        @Test func `the code goes with the run, and lines are counted in it`() async throws {
            let first = #line + 1
            var recording = await Recording(firstLine: first) { try await sleep(1) }
            recording.code = "let \"odd\" = 1\n\t进度\u{1B}"
            let back = try #require(try read(JSONLines(recording).text).recordings.first)
            #expect(back.code == recording.code)
            let timer = try #require(back.events.first { $0.kind == .timerArmed })
            #expect(back.line(of: timer) == 1)
        }

        @Test func `texts come back, whatever is in them`() async throws {
            let texts = [
                "plain", "quote \" and \\ backslash", "line\nand\r\ttab", "\u{1B}[31m\u{7}\u{0}",
                "进度 é 👩‍👩‍👧", "\u{7F}\u{85}\u{9B}\u{2028}\u{2029}", "</script>", "\u{FFFD}",
            ]
            let recording = await Recording { for text in texts { EventLoop.output(text) } }
            let back = try #require(try read(JSONLines(recording).text).recordings.first)
            let printed = back.events.filter { $0.kind == .output }.map { back.text(of: $0) }
            #expect(printed == texts)
        }
    }
}
