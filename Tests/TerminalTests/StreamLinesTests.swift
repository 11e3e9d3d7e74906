import Glibc
import StyledText
import Testing

@testable import Terminal

@Suite struct `Lines of a stream` {
    /// All that comes of a file of `bytes`.
    private func inputs(_ bytes: [UInt8]) -> [LineInput] {
        let folder = TemporaryFolder()
        let new = creat(folder.path + "/lines", 0o600)
        bytes.withUnsafeBytes { _ = write(new, $0.baseAddress, $0.count) }
        close(new)
        guard let stream = fopen(folder.path + "/lines", "r") else { return [] }
        defer { fclose(stream) }
        let file = fileno(stream)
        var lines = StreamLines(descriptor: file)
        var inputs: [LineInput] = []
        repeat { inputs.append(lines.nextLine(prompt: "? ")) } while inputs.last != .end
        return inputs
    }

    @Test func `a line feed ends a line, and the last needs none`() {
        #expect(
            inputs(Array("a\n\nb\r\nc".utf8)) == [
                .line("a"), .line(""), .line("b"), .line("c"), .end,
            ]
        )
        #expect(inputs(Array("a\n".utf8)) == [.line("a"), .end])
        #expect(inputs([]) == [.end])
    }

    @Test func `invalid UTF-8 is repaired`() {
        #expect(
            inputs([0x61, 0xFF, 0x0A, 0xE5, 0x0A]) == [.line("a\u{FFFD}"), .line("\u{FFFD}"), .end]
        )
    }

    @Test func `a line of a million characters is one line`() {
        let long = String(repeating: "协x", count: 500_000)
        #expect(inputs(Array((long + "\nnext").utf8)) == [.line(long), .line("next"), .end])
    }

    @Test func `a closed descriptor is the end`() {
        var lines = StreamLines(descriptor: -1)
        #expect(lines.nextLine(prompt: "") == .end)
    }
}

@Suite struct `History file` {
    @Test func `lines are kept in order, each once in a row`() {
        let folder = TemporaryFolder()
        var file = HistoryFile(path: folder.path + "/deep/er/history")
        #expect(file.load() == [])
        for line in ["run", "run", "why B", ""] { file.append(line) }
        #expect(folder.read("deep/er/history") == "run\nwhy B\n")
        var again = HistoryFile(path: folder.path + "/deep/er/history")
        #expect(again.load() == ["run", "why B"])
        again.append("why B")
        #expect(folder.read("deep/er/history") == "run\nwhy B\n")
    }

    @Test func `two programs at once lose nothing of each other`() {
        let folder = TemporaryFolder()
        var first = HistoryFile(path: folder.path + "/history")
        var second = HistoryFile(path: folder.path + "/history")
        first.append("a")
        second.append("b")
        first.append("c")
        #expect(folder.read("history") == "a\nb\nc\n")
    }

    @Test func `a long file is read from its end and cut down`() {
        let folder = TemporaryFolder()
        folder.write((1...9).map { "\($0)\n" }.joined(), to: "history")
        var file = HistoryFile(path: folder.path + "/history", limit: 3)
        #expect(file.load() == ["7", "8", "9"])
        #expect(folder.read("history") == "7\n8\n9\n")
    }

    @Test func `control characters in the file do not reach the terminal`() {
        let folder = TemporaryFolder()
        folder.write("a\u{1B}[31mb\u{7}\n", to: "history")
        var file = HistoryFile(path: folder.path + "/history")
        #expect(file.load() == ["ab"])
    }

    @Test func `a place that cannot be written is no reason to stop`() {
        let folder = TemporaryFolder()
        folder.write("", to: "file")
        var file = HistoryFile(path: folder.path + "/file/history")
        #expect(file.load() == [])
        file.append("a")
        #expect(folder.read("file") == "")
    }
}
