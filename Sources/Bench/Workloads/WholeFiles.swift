import AsyncLoop
import AsyncLoopIO
import BenchMeasure
import Glibc

/// Files of 16 KiB, each written and read back: one after the other, then all at once, each with two
/// jobs; and all at once with a job for each opening, writing, reading and closing, as aiofiles
/// works. All files were there before.
@EventLoop
func files(_ count: Int) async throws {
    var template = Array("/tmp/loopwalk-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { fail("no folder for files in /tmp") }
    let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    let data = [UInt8](repeating: UInt8(ascii: "y"), count: 16_384)
    let paths = (0..<count).map { "\(folder)/f\($0)" }
    defer {
        for path in paths { unlink(path) }
        rmdir(folder)
    }
    for path in paths { try await writeAndRead(path, data) }

    var began = wallSeconds()
    for path in paths { try await writeAndRead(path, data) }
    report("files_seq", count, seconds: wallSeconds() - began)

    began = wallSeconds()
    _ = try await gather(paths.map { path in createTask { try await writeAndRead(path, data) } })
    report("files_conc", count, seconds: wallSeconds() - began)

    began = wallSeconds()
    _ = try await gather(paths.map { path in createTask { try await inPieces(path, data) } })
    report("files_pieces", count, seconds: wallSeconds() - began)
}

@EventLoop
private func writeAndRead(_ path: String, _ data: [UInt8]) async throws {
    try await writeFile(path, data)
    check(try await readFile(path))
}

@EventLoop
private func inPieces(_ path: String, _ data: [UInt8]) async throws {
    try await withFile(path, .write) { try await $0.write(data) }
    check(try await withFile(path) { try await $0.read() })
}

private func check(_ bytes: [UInt8]) {
    guard bytes.count == 16_384 else { fail("a file has \(bytes.count) bytes") }
}
