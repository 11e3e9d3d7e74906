import Glibc
import Platform

/// Keeps a learner's own copies of demos: `LESSON/DEMO.swift`, the demo's code and nothing else, so
/// that its lines are counted in an editor as in a log.
struct CopyFolder {
    private let folder: UserFolder?

    /// The copies in `folder`; with none there are none, and none can be made.
    init(in folder: UserFolder?) {
        self.folder = folder
    }

    /// All copies, as they stand now.
    func load() -> OwnCopies {
        var copies = OwnCopies()
        guard let folder else { return copies }
        for lesson in names(inFolder: folder.path) {
            for file in names(inFolder: folder.file(lesson)) where file.hasSuffix(Self.ending) {
                let bytes = (try? WholeFile.read(folder.file("\(lesson)/\(file)"))) ?? nil
                guard let bytes else { continue }
                let demo = String(file.dropLast(Self.ending.count))
                copies[lesson, demo] = String(decoding: bytes, as: UTF8.self)
            }
        }
        return copies
    }

    /// The file of the copy of `demo`; it is made of `code` if there is none.
    ///
    /// Errors: `Misread`, if there is no place for it.
    func begin(_ lesson: String, _ demo: String, code: String) throws(Misread) -> String {
        guard let folder else {
            throw Misread(
                message: "there is no HOME and no XDG_DATA_HOME, and so no place for your copy; "
                    + "set one"
            )
        }
        let path = Self.path(folder, lesson, demo)
        do throws(SystemError) {
            try folder.folder(lesson).create()
            if try WholeFile.read(path) == nil {
                try WholeFile.replace(path, with: Array(code.utf8))
            }
        } catch {
            throw Misread(
                message: "\(path) cannot be written: \(error)"
                    + (error.number == ENOSPC ? "; make room on that disk" : "")
            )
        }
        return path
    }

    /// The code of the copy; nil if it is gone.
    func code(_ lesson: String, _ demo: String) -> String? {
        guard let folder else { return nil }
        let bytes = (try? WholeFile.read(Self.path(folder, lesson, demo))) ?? nil
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Deletes a copy that says what the lesson says.
    func drop(_ lesson: String, _ demo: String) {
        if let folder { unlink(Self.path(folder, lesson, demo)) }
    }

    /// Takes a copy out of use; returns where it is kept.
    ///
    /// Errors: `Misread`, if it cannot be renamed; then it stays in use.
    func setAside(_ lesson: String, _ demo: String) throws(Misread) -> String {
        guard let folder else { throw Misread(message: "there is no copy of \(demo)") }
        let path = Self.path(folder, lesson, demo)
        for number in 1...999 {
            let backup = "\(path).backup-\(number)"
            // link refuses a name that is taken, where rename would write over it.
            guard link(path, backup) == 0 else {
                if errno == EEXIST { continue }
                break
            }
            guard unlink(path) == 0 else { break }
            return backup
        }
        throw Misread(message: "\(path) cannot be renamed: \(SystemError(errno))")
    }

    private static let ending = ".swift"

    private static func path(_ folder: UserFolder, _ lesson: String, _ demo: String) -> String {
        folder.file("\(lesson)/\(demo)\(ending)")
    }
}
