import Glibc
import LessonFormat
import Platform
import StyledText

/// A lesson in a file, wherever that is.
enum LessonFile {
    /// Why there is no lesson to be had: a line for each thing that is wrong, each with its place.
    struct Trouble: Error, Equatable {
        let lines: [String]
    }

    /// Reads and checks the lesson in the file at `path`.
    static func read(_ path: String) throws(Trouble) -> Lesson {
        let bytes: [UInt8]
        do throws(SystemError) {
            guard let found = try WholeFile.read(path) else { throw SystemError(ENOENT) }
            bytes = found
        } catch {
            throw Trouble(lines: ["\(sanitized(path)): cannot be read: \(error)"])
        }
        do throws(LessonErrors) {
            return try Lesson(bytes: bytes, path: path)
        } catch {
            throw Trouble(lines: error.errors.map { sanitized($0.description) })
        }
    }
}
