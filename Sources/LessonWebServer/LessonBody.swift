import FlyingSocks

/// A body that is made as it is sent: so many bytes, or so many lines with a pause before each.
struct LessonBody: AsyncBufferedSequence {
    typealias Element = UInt8

    var bytes = 0
    var lines = 0
    /// Seconds.
    var every = 0.0
    /// Whether it breaks off instead of ending.
    var isCut = false

    func makeAsyncIterator() -> Iterator { Iterator(body: self) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        /// 64 KiB in lines of 64 bytes.
        private static let block = Array(
            repeatElement(
                Array("a line of text, as long as all the others are: 64 bytes it has.\n".utf8),
                count: 1 << 10
            )
            .joined()
        )

        fileprivate var body: LessonBody
        private var line = 0
        private var rest: ArraySlice<UInt8> = []

        fileprivate init(body: LessonBody) { self.body = body }

        mutating func next() async throws -> UInt8? {
            try await nextBuffer(suggested: 1)?.first
        }

        mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
            if rest.isEmpty { try await refill() }
            guard !rest.isEmpty else {
                if body.isCut { throw Cut() }
                return nil
            }
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }

        private mutating func refill() async throws {
            if body.bytes > 0 {
                rest = Self.block.prefix(body.bytes)
                body.bytes -= rest.count
            } else if line < body.lines {
                line += 1
                try await Task.sleep(for: .seconds(body.every))
                rest = Array("line \(line)\n".utf8)[...]
            }
        }
    }

    private struct Cut: Error {}
}
