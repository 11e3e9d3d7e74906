import Trace

/// What is in `bytes`, read in pieces of `piece` bytes.
func read(
    _ bytes: some Sequence<UInt8>,
    piece: Int = 1 << 16,
    limits: RecordLimits = RecordLimits()
) throws(RecordFile.Note) -> RecordFile {
    let all = Array(bytes)
    var reader = RecordReader(limits: limits)
    var start = 0
    while start < all.count {
        let end = min(all.count, start + piece)
        reader.take(Array(all[start..<end]))
        start = end
    }
    return try reader.finish()
}

/// What is in `text`.
func read(_ text: String) throws(RecordFile.Note) -> RecordFile { try read(text.utf8) }

/// Why there is nothing in `text`.
func refusal(_ text: some Sequence<UInt8>) -> RecordFile.Note? {
    do throws(RecordFile.Note) {
        _ = try read(text)
        return nil
    } catch {
        return error
    }
}
