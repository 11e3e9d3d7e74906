import Foundation

/// A real TLS server, `openssl s_server`, with a certificate that was made for it and is nobody's
/// but its own.
final class TLSServer {
    /// Whether there is an openssl to be one.
    static let isInstalled = (try? openSSL(["version"]).waitUntilExit()) != nil

    private let process: Process
    /// The certificate's file, which whoever trusts it names.
    let certificate: String
    let url: String

    /// - `name`: what the certificate is for, such as `IP:127.0.0.1`.
    init(certifiedFor name: String) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/tls-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: folder + "/key.pem") }
        certificate = folder + "/certificate.pem"
        let files = ["-keyout", folder + "/key.pem", "-out", certificate]
        let maker = try Self.openSSL(
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
                + ["-nodes", "-days", "2", "-subj", "/CN=loopwalk test"]
                + ["-addext", "subjectAltName=\(name)"] + files
        )
        maker.waitUntilExit()
        let output = Pipe()
        process = try Self.openSSL(
            ["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate]
                + ["-key", folder + "/key.pem"],
            output: output
        )
        // It says where it listens: "ACCEPT 127.0.0.1:41234".
        var said = ""
        while !said.contains("ACCEPT") || !said.hasSuffix("\n") {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw CocoaError(.executableLoad) }
            said += String(decoding: more, as: UTF8.self)
        }
        let port = said.split(separator: ":").last?.trimmingCharacters(in: .whitespacesAndNewlines)
        url = "https://127.0.0.1:\(port ?? "")/"
    }

    deinit {
        // A thread of the tests may have blocked SIGTERM, and its child with it.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let folder = URL(fileURLWithPath: certificate).deletingLastPathComponent()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func openSSL(_ arguments: [String], output: Pipe? = nil) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
