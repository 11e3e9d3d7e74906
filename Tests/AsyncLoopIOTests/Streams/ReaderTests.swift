import AsyncLoop
import AsyncLoopIO
import LoopEvents
import LoopSupport
import Testing

extension IOTests {
    @Suite struct ReaderTests {
        @Test func `bytes are read by number, up to a mark, by line, and to the end`() async throws
        {
            let run = await runReal {
                try await withClient { _, writer in
                    try writer.write("abcde;fg;last\r\nnew\ntail")
                } _: { reader, _ in
                    var parts = [try await reader.readExactly(2).decoded()]
                    parts.append(try await reader.readUntil(";").decoded())
                    parts.append(try await reader.read(2).decoded())
                    parts.append(try await reader.readUntil(";last").decoded())
                    parts.append(try await reader.readLine() ?? "none")
                    parts.append(try await reader.readLine() ?? "none")
                    parts.append(try await reader.readAll().decoded())
                    let isAtEnd = reader.isAtEnd
                    parts.append(try await reader.readLine() ?? "none")
                    parts.append("\(try await reader.read()) \(isAtEnd)")
                    return parts
                }
            }
            #expect(
                try run.result.get() == [
                    "ab", "cde;", "fg", ";last", "", "new", "tail", "none", "[] true",
                ]
            )
        }

        @Test func `a mark that comes in two parts is found, byte by byte`() async throws {
            let run = await runReal {
                try await withClient { _, writer in
                    for byte in "a-b--c---d".utf8 {
                        try writer.write([byte])
                        try await sleep(0.001)
                    }
                } _: { reader, _ in
                    [
                        try await reader.readUntil("--").decoded(),
                        try await reader.readUntil("---").decoded(),
                    ]
                }
            }
            #expect(try run.result.get() == ["a-b--", "c---"])
        }

        @Test func `lines come one by one, the last needs no end`() async throws {
            let run = await runReal {
                try await withClient { _, writer in
                    try writer.write("one\ntwo\r\n\nfour")
                } _: { reader, _ in
                    var lines: [String] = []
                    for try await line in reader.lines() { lines.append(line) }
                    return lines
                }
            }
            #expect(try run.result.get() == ["one", "two", "", "four"])
        }

        @Test func `a stream that ends too early says what it gave`() async throws {
            let run = await runReal {
                try await withClient { _, writer in
                    try writer.write("abc")
                } _: { reader, _ in
                    do {
                        _ = try await reader.readExactly(10)
                        return nil as IncompleteReadError?
                    } catch let error as IncompleteReadError {
                        return error
                    }
                }
            }
            let found = try run.result.get()
            let error = try #require(found)
            #expect(error == IncompleteReadError(partial: Array("abc".utf8), expected: 10))
            #expect(
                "\(error)"
                    == "IncompleteReadError: the stream ended after 3 bytes; 10 bytes were expected"
            )
        }

        @Test func `without the mark at the end what came is in the error`() async throws {
            let run = await runReal {
                try await withClient { _, writer in
                    try writer.write("abc")
                } _: { reader, _ in
                    do {
                        _ = try await reader.readUntil(";")
                        return nil as IncompleteReadError?
                    } catch let error as IncompleteReadError {
                        return error
                    }
                }
            }
            let expected = IncompleteReadError(partial: Array("abc".utf8), expected: nil)
            #expect(try run.result.get() == expected)
        }

        @Test func `a mark beyond the limit is refused and what came can still be read`()
            async throws
        {
            let run = await runReal {
                try await withClient(limit: 8) { _, writer in
                    try writer.write("0123456789;tail")
                } _: { reader, _ in
                    var isRefused = false
                    do {
                        _ = try await reader.readUntil(";")
                    } catch is LimitOverrunError {
                        isRefused = true
                    }
                    return (isRefused, try await reader.readAll().decoded())
                }
            }
            let (isRefused, rest) = try run.result.get()
            #expect(isRefused)
            #expect(rest == "0123456789;tail")
        }

        @Test func `a line beyond the limit is dropped and the next one is read`() async throws {
            let run = await runReal {
                try await withClient(limit: 8) { _, writer in
                    try writer.write("01234567\n0123456789\nnext\n")
                } _: { reader, _ in
                    let whole = try await reader.readLine()
                    var isRefused = false
                    do { _ = try await reader.readLine() } catch is LimitOverrunError {
                        isRefused = true
                    }
                    return (whole, isRefused, try await reader.readLine())
                }
            }
            let (whole, isRefused, next) = try run.result.get()
            #expect(whole == "01234567")
            #expect(isRefused)
            #expect(next == "next")
        }

        @Test func `a second task cannot read while one waits`() async throws {
            let run = await runReal {
                try await withClient { reader, writer in
                    _ = try await reader.read()
                    try writer.write("x")
                } _: { reader, writer in
                    let first = createTask { try await reader.read() }
                    try await sleep(0)
                    var isRefused = false
                    do { _ = try await reader.read() } catch StreamError.readsAlready {
                        isRefused = true
                    }
                    try writer.write("go")
                    return (isRefused, try await first.value())
                }
            }
            let (isRefused, bytes) = try run.result.get()
            #expect(isRefused)
            #expect(bytes == Array("x".utf8))
        }

        @Test func `a cancelled read loses nothing`() async throws {
            let run = await runReal {
                try await withClient { reader, writer in
                    try writer.write("ab")
                    _ = try await reader.read()
                    try writer.write("cd")
                } _: { reader, writer in
                    let first = createTask { try await reader.readExactly(4) }
                    try await sleep(0.01)
                    first.cancel()
                    _ = try await wait([first])
                    try writer.write("go")
                    return (first.isCancelled, try await reader.readExactly(4).decoded())
                }
            }
            let (isCancelled, text) = try run.result.get()
            #expect(isCancelled)
            #expect(text == "abcd")
        }

        @Test func `a read has a deadline where it is put into one`() async throws {
            let run = await runReal {
                try await withClient { reader, _ in
                    _ = try await reader.readAll()
                } _: { reader, _ in
                    do {
                        _ = try await withTimeout(0.01) { try await reader.read() }
                        return false
                    } catch is TimeoutError {
                        return true
                    }
                }
            }
            #expect(try run.result.get())
        }

        @Test func `a wait to read is in the record, with its descriptor`() async throws {
            let run = await runReal {
                try await withClient { _, writer in
                    try await sleep(0.01)
                    try writer.write("x")
                } _: { reader, _ in
                    _ = try await reader.read()
                }
            }
            try run.result.get()
            let waits = run.events.filter { $0.kind == .taskSuspended && $0.role == .fd }
            #expect(!waits.isEmpty)
            let ready = run.events.filter { $0.kind == .fdReady }.map(\.value)
            let watched = run.events.filter { $0.kind == .fdWatched }.map(\.value)
            #expect(Set(ready).isSubset(of: watched))
        }

        @Test func `counts that make no sense are refused`() async throws {
            let run = await runReal {
                try await withClient { _, _ in
                } _: { reader, _ in
                    var errors: [StreamError] = []
                    do { _ = try await reader.read(-1) } catch let error as StreamError {
                        errors.append(error)
                    }
                    do { _ = try await reader.readExactly(-2) } catch let error as StreamError {
                        errors.append(error)
                    }
                    do { _ = try await reader.readUntil("") } catch let error as StreamError {
                        errors.append(error)
                    }
                    return (errors, try await reader.read(0), try await reader.readExactly(0))
                }
            }
            let (errors, none, nothing) = try run.result.get()
            #expect(errors == [.negativeCount(-1), .negativeCount(-2), .emptySeparator])
            #expect(none.isEmpty && nothing.isEmpty)
        }
    }
}
