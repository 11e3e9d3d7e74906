import AsyncLoop
import AsyncLoopIO
import Glibc
import LoopSupport
import Testing

extension IOTests {
    @Suite struct FileTests {
        @Test func `three files are written and read back side by side, results in order`()
            async throws
        {
            let folder = ScratchFolder()
            let run = await runLoop {
                let paths = (1...3).map { folder.file("file\($0).txt") }
                _ = try await gather(
                    paths.enumerated().map { index, path in
                        createTask { try await writeFile(path, "异步文件\(index + 1)") }
                    }
                )
                return try await gather(
                    paths.map { path in createTask { try await readText(path) } }
                )
            }
            #expect(try run.result.get() == ["异步文件1", "异步文件2", "异步文件3"])
        }

        @Test func `each job is in the record, offloaded and returned`() async throws {
            let folder = ScratchFolder()
            let run = await runLoop {
                try await writeFile(folder.file("a"), "text")
                return try await readText(folder.file("a"))
            }
            #expect(try run.result.get() == "text")
            let kinds = run.events.map(\.kind)
            #expect(kinds.filter { $0 == .workOffloaded }.count == 2)
            #expect(kinds.filter { $0 == .workReturned }.count == 2)
        }

        @Test func `what is written in pieces is read as one, and the other way round`()
            async throws
        {
            let folder = ScratchFolder()
            let run = await runLoop {
                let path = folder.file("pieces")
                try await withFile(path, .write) { file in
                    try await file.write("one")
                    try await file.write([0, 255])
                    try await file.write("two")
                }
                return try await withFile(path) { file in
                    let first = try await file.read(upTo: 4)
                    let rest = try await file.read()
                    return (first, rest, try await file.read(), try await file.read(upTo: 9))
                }
            }
            let (first, rest, end, past) = try run.result.get()
            #expect(first == Array("one".utf8) + [0])
            #expect(rest == [255] + Array("two".utf8))
            #expect(end.isEmpty && past.isEmpty)
        }

        @Test(arguments: [
            ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]),
            ("a\r\n\r\nb\r\n", ["a", "", "b"]), ("日本\n語", ["日本", "語"]),
        ])
        func `lines come without their ends`(_ text: String, _ expected: [String]) async throws {
            let folder = ScratchFolder()
            let run = await runLoop {
                try await writeFile(folder.file("lines"), text)
                return try await withFile(folder.file("lines")) { file in
                    var lines: [String] = []
                    for try await line in file.lines() { lines.append(line) }
                    return lines
                }
            }
            #expect(try run.result.get() == expected)
        }

        @Test func `a line may be longer than what is read at a time`() async throws {
            let folder = ScratchFolder()
            let long = String(repeating: "x", count: 200_000)
            let run = await runLoop {
                try await writeFile(folder.file("long"), "short\n\(long)\nlast")
                return try await withFile(folder.file("long")) { file in
                    let first = try await file.readLine()
                    let second = try await file.readLine()
                    return [first, second, try await file.readText()]
                }
            }
            #expect(try run.result.get() == ["short", long, "last"])
        }

        @Test func `many lines take few jobs`() async throws {
            let folder = ScratchFolder()
            let run = await runLoop {
                let text = (1...1000).map { "line \($0)\n" }.joined()
                try await writeFile(folder.file("many"), text)
                return try await withFile(folder.file("many")) { file in
                    var count = 0
                    for try await _ in file.lines() { count += 1 }
                    return count
                }
            }
            #expect(try run.result.get() == 1000)
            #expect(run.events.filter { $0.kind == .workOffloaded }.count == 5)
        }

        @Test func `a file stands where its lines have got to`() async throws {
            let folder = ScratchFolder()
            let run = await runLoop {
                let path = folder.file("update")
                try await writeFile(path, "first\nsecond\nthird\n")
                let places = try await withFile(path, .update) { file in
                    _ = try await file.readLine()
                    let here = try await file.position()
                    try await file.write("SECOND")
                    let after = try await file.position()
                    try await file.seek(to: 0)
                    return (here, after, try await file.readLine())
                }
                return (places, try await readText(path))
            }
            let ((here, after, line), text) = try run.result.get()
            #expect(here == 6 && after == 12 && line == "first")
            #expect(text == "first\nSECOND\nthird\n")
        }

        @Test func `a call that is cancelled moves nothing`() async throws {
            let folder = ScratchFolder()
            // On the virtual clock the job is done, and its result is nobody's.
            let run = await runLoop {
                let path = folder.file("still")
                let text = (1...20_000).map { "line \($0)\n" }.joined()
                try await writeFile(path, text)
                return try await withFile(path, .update) { file in
                    var lines: [String?] = [try await file.readLine()]
                    let reading: [@EventLoop () async throws -> Void] = [
                        { _ = try await file.read(upTo: 100_000) },
                        { _ = try await file.position() },
                        { _ = try await file.read() },
                        { try await file.seek(to: 7) },
                    ]
                    for call in reading {
                        let task = createTask { try await call() }
                        try await sleep(0)
                        task.cancel()
                        await #expect(throws: CancelledError.self) { try await task.value() }
                        lines.append(try await file.readLine())
                    }
                    lines.append("\(try await file.position())")
                    return lines
                }
            }
            let lines = try run.result.get()
            #expect(lines == ["line 1", "line 2", "line 3", "line 4", "line 5", "35"])
        }

        @Test func `a line of a pipe comes before the next one is there`() async throws {
            let folder = ScratchFolder()
            let path = folder.file("pipe")
            #expect(mkfifo(path, 0o600) == 0)
            let run = await runLoop(clock: .real) {
                try await withTimeout(20) {
                    let writing = createTask { try await openFile(path, .write) }
                    let reader = try await openFile(path)
                    let writer = try await writing.value()
                    var lines: [String?] = []
                    for line in ["one", "two"] {
                        try await writer.write("\(line)\n")
                        lines.append(try await reader.readLine())
                    }
                    try await writer.close()
                    lines.append(try await reader.readLine())
                    try await reader.close()
                    return lines
                }
            }
            #expect(try run.result.get() == ["one", "two", nil])
        }

        @Test func `more may be asked for than any file has`() async throws {
            let folder = ScratchFolder()
            let run = await runLoop {
                try await writeFile(folder.file("few"), "few")
                return try await withFile(folder.file("few")) { file in
                    var refused = ""
                    do { _ = try await file.read(upTo: -1) } catch let error as FileError {
                        refused = "\(error)"
                    }
                    return (try await file.read(upTo: .max), refused)
                }
            }
            let (bytes, refused) = try run.result.get()
            #expect(bytes == Array("few".utf8))
            #expect(refused.hasPrefix("ValueError: cannot read '\(folder.file("few"))': -1 bytes"))
        }

        @Test func `a file of the system's that says nothing of its size is read whole`()
            async throws
        {
            let run = await runLoop { try await readText("/proc/self/smaps") }
            #expect(try run.result.get().count > 1 << 16)
        }

        @Test func `append adds, write empties first, create refuses what is there`() async throws {
            let folder = ScratchFolder()
            let path = folder.file("modes")
            let run = await runLoop {
                try await writeFile(path, "old")
                try await writeFile(path, "new")
                try await writeFile(path, ", more", mode: .append)
                do { try await writeFile(path, "again", mode: .create) } catch let error
                    as FileError
                {
                    return (try await readText(path), "\(error)")
                }
                return ("", "")
            }
            let (text, refusal) = try run.result.get()
            #expect(text == "new, more")
            #expect(refusal == "FileExistsError: cannot open '\(path)': File exists")
        }

        @Test func `truncate and synchronize do what they say`() async throws {
            let folder = ScratchFolder()
            let run = await runLoop {
                try await withFile(folder.file("cut"), .write) { file in
                    try await file.write("123456")
                    try await file.truncate(to: 3)
                    try await file.synchronize()
                }
                return try await readText(folder.file("cut"))
            }
            #expect(try run.result.get() == "123")
        }

        @Test func `calls of two tasks on one file are done in the order they came`() async throws {
            let folder = ScratchFolder()
            let run = await runLoop(clock: .real) {
                try await withFile(folder.file("turns"), .write) { file in
                    _ = try await gather(
                        (0..<50).map { number in createTask { try await file.write("\(number) ") } }
                    )
                }
                return try await readText(folder.file("turns"))
            }
            #expect(try run.result.get() == (0..<50).map { "\($0) " }.joined())
        }

        @Test func `two runs on the virtual clock leave one record`() async throws {
            func run() async -> [String] {
                let folder = ScratchFolder()
                let run = await runLoop {
                    _ = try await gather(
                        (1...4).map { number in
                            createTask {
                                try await writeFile(folder.file("\(number)"), "\(number)")
                            }
                        }
                    )
                }
                return run.events.map {
                    "\($0.kind) \($0.task) \($0.subject) \($0.pass) \($0.time)"
                }
            }
            let first = await run()
            for _ in 0..<5 { #expect(await run() == first) }
        }
    }
}
