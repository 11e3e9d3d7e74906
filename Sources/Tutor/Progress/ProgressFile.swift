import FoundationEssentials
import Glibc
import Platform

/// Keeps a learner's progress in `progress.json`, and never loses what it finds there.
///
/// A damaged file is moved aside; one that cannot be read, or that a newer loopwalk wrote, stays
/// where it is and nothing is written. Each trouble is told once; none of them stops the tutor.
struct ProgressFile {
    private let folder: UserFolder?
    /// Why nothing is written, said or still to be said; nil while writing works.
    private var silence: String?
    private var troubles: [String] = []

    /// The file in `folder`; with none, progress lasts as long as the program.
    init(in folder: UserFolder?) {
        self.folder = folder
    }

    /// What there is to tell the learner, once.
    mutating func takeTroubles() -> [String] {
        defer { troubles = [] }
        return troubles
    }

    /// The progress in the file; a fresh one if there is no sound file.
    mutating func load() -> Progress {
        guard let folder else {
            stopWriting("there is no HOME and no XDG_STATE_HOME")
            return Progress()
        }
        let path = folder.file("progress.json")
        let bytes: [UInt8]
        do throws(SystemError) {
            guard let found = try WholeFile.read(path) else { return Progress() }
            bytes = found
        } catch {
            stopWriting("\(path) cannot be read: \(error)")
            return Progress()
        }
        let data = Data(bytes)
        let decoder = JSONDecoder()
        guard let version = try? decoder.decode(VersionOnly.self, from: data).version else {
            setAside(path)
            return Progress()
        }
        guard version <= Progress.currentVersion else {
            stopWriting("\(path) was written by a newer loopwalk (format \(version))")
            return Progress()
        }
        guard let progress = try? decoder.decode(Progress.self, from: data) else {
            setAside(path)
            return Progress()
        }
        return progress
    }

    /// The progress in `folder`, for looking only: nothing is moved or said; nil if there is none.
    static func peek(in folder: UserFolder?) -> Progress? {
        let bytes = folder.flatMap { try? WholeFile.read($0.file("progress.json")) }
        guard let bytes else { return nil }
        let progress = try? JSONDecoder().decode(Progress.self, from: Data(bytes))
        return progress.flatMap { $0.version <= Progress.currentVersion ? $0 : nil }
    }

    /// Writes `progress`, unless there was a reason not to.
    mutating func save(_ progress: Progress) {
        guard silence == nil, let folder else { return }
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            let bytes = [UInt8](try encoder.encode(progress)) + [UInt8(ascii: "\n")]
            try folder.create()
            try WholeFile.replace(folder.file("progress.json"), with: bytes)
        } catch {
            stopWriting("\(folder.path) cannot be written: \(error)")
        }
    }

    private struct VersionOnly: Decodable {
        var version: Int
    }

    private mutating func stopWriting(_ reason: String) {
        guard silence == nil else { return }
        silence = reason
        troubles.append("progress is not kept: \(reason)")
    }

    private mutating func setAside(_ path: String) {
        do throws(SystemError) {
            let name = try WholeFile.moveAside(path, as: "bad")
            troubles.append("\(path) is damaged; it is now \(name), and you start afresh")
        } catch {
            stopWriting("\(path) is damaged and cannot be moved aside: \(error)")
        }
    }
}
