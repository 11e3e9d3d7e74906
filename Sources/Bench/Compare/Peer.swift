import Glibc

/// A program that runs the workloads: ours, or another loop's.
struct Peer {
    /// The one that all others are compared to.
    static let ours = "loopwalk"

    var name: String
    /// Its command line but for the workload and the number.
    var command: [String]
    /// A command that succeeds where the peer is installed; nil if it always is.
    var probe: [String]?

    /// All that there are, installed or not; `scripts` is the folder of the others' programs.
    static func all(python: String, node: String, scripts: String) -> [Peer] {
        let bench = ownPath()
        let asyncio = [python, "\(scripts)/asyncio_peer.py"]
        let aiohttp = [python, "\(scripts)/aiohttp_peer.py"]
        return [
            Peer(name: ours, command: [bench]),
            Peer(name: "loopwalk+record", command: [bench, "--record"]),
            Peer(name: "loopwalk+record-cold", command: [bench, "--record-cold"]),
            Peer(name: "floor", command: [bench, "floor"]),
            Peer(name: "asyncio", command: asyncio, probe: [python, "-c", "import asyncio"]),
            Peer(
                name: "uvloop",
                command: asyncio + ["--uvloop"],
                probe: [python, "-c", "import uvloop"]
            ),
            Peer(
                name: "trio",
                command: [python, "\(scripts)/trio_peer.py"],
                probe: [python, "-c", "import trio"]
            ),
            Peer(
                name: "aiohttp",
                command: aiohttp,
                probe: [python, "-c", "import aiohttp"]
            ),
            Peer(
                name: "aiohttp+uvloop",
                command: aiohttp + ["--uvloop"],
                probe: [python, "-c", "import aiohttp, uvloop"]
            ),
            client("aiofiles", python, scripts),
            client("aiomysql", python, scripts),
            Peer(name: "node", command: [node, "\(scripts)/node_peer.js"], probe: [node, "-v"]),
        ]
    }

    /// A Python library that does one thing, on asyncio.
    private static func client(_ library: String, _ python: String, _ scripts: String) -> Peer {
        Peer(
            name: library,
            command: [python, "\(scripts)/\(library)_peer.py"],
            probe: [python, "-c", "import \(library)"]
        )
    }

    var isInstalled: Bool {
        guard let probe else { return true }
        return (try? ChildRun(command: probe, isQuiet: true).output()) != nil
    }

    private static func ownPath() -> String {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &bytes, bytes.count)
        guard count > 0 else { return CommandLine.arguments[0] }
        return String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
