import Glibc
import Platform

/// An empty folder for one run of a demo, deleted with all that is in it when the run is over.
final class ScratchFolder {
    let path: String

    init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        var template = Array(
            ((base.hasPrefix("/") ? base : "/tmp") + "/loopwalk-demo-XXXXXX").utf8CString
        )
        guard mkdtemp(&template) != nil else {
            throw DemoStartError(
                description: "no folder for the demo in \(base.hasPrefix("/") ? base : "/tmp"): "
                    + "\(systemReason()); make room there, or set TMPDIR to another folder"
            )
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { removeTree(path) }
}
