import Glibc
import LessonFormat
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
                let demo = String(file.dropLast(Self.ending.count))
                // One that cannot be read is not used; edit says why.
                if let code = try? code(lesson, demo) { copies[lesson, demo] = code }
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

    /// The code of the copy; nil if there is none.
    ///
    /// Lines end with a line feed, whatever the editor ends them with, and there is no byte order
    /// mark: the code becomes a part of a program.
    /// Errors: `Misread`, if it is there and cannot be read.
    func code(_ lesson: String, _ demo: String) throws(Misread) -> String? {
        guard let folder else { return nil }
        let path = Self.path(folder, lesson, demo)
        do throws(SystemError) {
            guard let bytes = try WholeFile.read(path) else { return nil }
            var code = String(decoding: bytes, as: UTF8.self).withPlainLineEnds
            if code.unicodeScalars.first == "\u{FEFF}" { code.unicodeScalars.removeFirst() }
            return code
        } catch {
            throw Misread(message: "\(path) cannot be read: \(error)")
        }
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
        do throws(SystemError) {
            return try WholeFile.moveAside(path, as: "backup")
        } catch {
            throw Misread(message: "\(path) cannot be renamed: \(error)")
        }
    }

    private static let ending = ".swift"

    private static func path(_ folder: UserFolder, _ lesson: String, _ demo: String) -> String {
        folder.file("\(lesson)/\(demo)\(ending)")
    }
}
