import AsyncLoop
import AsyncLoopIO
import Glibc
import LoopSupport
import Testing

extension IOTests {
    @Suite struct BadFileTests {
        /// The error that `body` ends with.
        private func failure(
            _ body: @escaping @EventLoop () async throws -> Void
        ) async throws -> FileError {
            let run = await runLoop {
                do { try await body() } catch let error as FileError { return error }
                throw CancelledError("it did not fail")
            }
            return try run.result.get()
        }

        @Test func `a file that is not there is named`() async throws {
            let error = try await failure { _ = try await readFile("/tmp/no/such/file") }
            #expect(error.isNotFound && error.path == "/tmp/no/such/file")
            #expect(
                error.description
                    == "FileNotFoundError: cannot open '/tmp/no/such/file': No such file or directory"
            )
        }

        @Test func `a folder is no file`() async throws {
            let folder = ScratchFolder()
            let read = try await failure { _ = try await readFile(folder.path) }
            #expect(
                read.description
                    == "IsADirectoryError: cannot read '\(folder.path)': Is a directory"
            )
            let written = try await failure { try await writeFile(folder.path, "x") }
            #expect(written.code == EISDIR)
        }

        @Test func `bytes that are no text are refused as text, and read as bytes`() async throws {
            let folder = ScratchFolder()
            let error = try await failure {
                try await writeFile(folder.file("bytes"), [0xff, 0xfe])
                _ = try await readText(folder.file("bytes"))
            }
            #expect(error.path == folder.file("bytes") && error.reason.contains("UTF-8"))
        }

        @Test func `a file that was closed says so`() async throws {
            let folder = ScratchFolder()
            let error = try await failure {
                let file = try await openFile(folder.file("shut"), .write)
                try await file.close()
                try await file.close()
                try await file.write("late")
            }
            #expect(error.reason == "the file was closed")
        }

        @Test func `reading a file that was opened to write names the file`() async throws {
            let folder = ScratchFolder()
            let error = try await failure {
                try await withFile(folder.file("w"), .write) { _ = try await $0.read() }
            }
            #expect(error.code == EBADF && error.path == folder.file("w"))
        }

        @Test func `the body's error comes out of withFile, and the file is closed`() async throws {
            let folder = ScratchFolder()
            let run = await runLoop {
                try await withFile(folder.file("a"), .write) { _ in throw CancelledError("mine") }
            }
            #expect(throws: CancelledError("mine")) { try run.result.get() }
            #expect(folder.openFiles == 0)
        }

        @Test func `cancelling leaves no descriptor open`() async throws {
            let folder = ScratchFolder()
            let run = await runLoop(clock: .real) {
                for _ in 0..<50 {
                    let task = createTask {
                        try await withFile(folder.file("c"), .append) { file in
                            try await file.write([UInt8](repeating: 1, count: 1 << 16))
                        }
                    }
                    try await sleep(0)
                    task.cancel()
                    _ = try? await task.value()
                }
            }
            try run.result.get()
            #expect(folder.openFiles == 0)
        }

        @Test(.enabled(if: SmallDisk.isPossible, "mounting a small disk takes root"))
        func `a full disk is named, with how much was written`() async throws {
            let disk = try SmallDisk(kilobytes: 64)
            let error = try await failure {
                try await writeFile(disk.file("big"), [UInt8](repeating: 7, count: 200_000))
            }
            #expect(error.code == ENOSPC && error.path == disk.file("big"))
            #expect(error.description.contains("No space left on device"))
            #expect(error.description.contains("of 200000 bytes were written"))
        }
    }
}
