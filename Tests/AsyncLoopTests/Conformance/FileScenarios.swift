import AsyncLoop
import Glibc

/// A file as aiofiles gives it: each call is a job on a thread, and the loop goes on meanwhile.
///
/// Nothing else makes files asynchronous: to `epoll` a file on disk is ready at all times.
private struct AsyncFile {
    private let descriptor: Int32

    static func open(_ path: String, _ flags: Int32) async throws -> AsyncFile {
        let descriptor = try await EventLoop.runInExecutor {
            try checked(Glibc.open(path, flags, 0o600))
        }.value()
        return AsyncFile(descriptor: descriptor)
    }

    func write(_ text: String) async throws {
        let descriptor = descriptor
        try await EventLoop.runInExecutor {
            var bytes = Array(text.utf8)[...]
            while !bytes.isEmpty {
                let count = try bytes.withUnsafeBytes {
                    try checked(Glibc.write(descriptor, $0.baseAddress, $0.count))
                }
                bytes = bytes.dropFirst(count)
            }
        }.value()
    }

    func read() async throws -> String {
        let descriptor = descriptor
        return try await EventLoop.runInExecutor {
            var bytes: [UInt8] = []
            var block = [UInt8](repeating: 0, count: 8)
            while true {
                let count = try checked(Glibc.read(descriptor, &block, block.count))
                if count == 0 { return String(decoding: bytes, as: UTF8.self) }
                bytes += block[..<count]
            }
        }.value()
    }

    func close() async throws {
        let descriptor = descriptor
        _ = try await EventLoop.runInExecutor { try checked(Glibc.close(descriptor)) }.value()
    }
}

/// `result`, or the error that -1 stands for.
private func checked<Number: SignedInteger>(_ result: Number) throws -> Number {
    guard result >= 0 else {
        throw PythonError(String(cString: strerror(errno)), type: "OSError")
    }
    return result
}

let fileScenarios: [Scenario] = [
    Scenario("020_seed_aiofiles_three_files") { page in
        var template = Array("/tmp/loopwalk-XXXXXX".utf8CString)
        _ = try checked(mkdtemp(&template) == nil ? -1 : 0)
        let folder = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
        let names = (1...3).map { "file\($0).txt" }
        defer {
            for name in names { unlink("\(folder)/\(name)") }
            rmdir(folder)
        }
        try EventLoop.run(clock: .real) {
            @EventLoop func writeFile(_ name: String, _ content: String) async throws -> String {
                let path = "\(folder)/\(name)"
                let file = try await AsyncFile.open(path, O_WRONLY | O_CREAT | O_TRUNC)
                try await file.write(content)
                try await file.close()
                return "已写入: \(name)"
            }
            @EventLoop func readFile(_ name: String) async throws -> (String, String) {
                let file = try await AsyncFile.open("\(folder)/\(name)", O_RDONLY)
                let content = try await file.read()
                try await file.close()
                return (name, content)
            }
            let writers = names.enumerated().map { index, name in
                createTask { try await writeFile(name, "异步文件\(index + 1)") }
            }
            for line in try await gather(writers) { page.print(line) }
            let readers = names.map { name in createTask { try await readFile(name) } }
            for (name, content) in try await gather(readers) {
                page.print("\(name) 内容: \(content)")
            }
        }
    }
]
