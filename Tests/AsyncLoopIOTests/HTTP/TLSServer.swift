import BuildProducts
import Glibc

/// A real TLS server, `openssl s_server`, with a certificate that was made for it and is nobody's
/// but its own.
final class TLSServer {
    /// Whether there is an openssl to be one.
    static let isInstalled = findProgram("openssl") != nil

    private let process: pid_t
    private let folder = ScratchFolder()
    /// The certificate's file, which whoever trusts it names.
    let certificate: String
    let url: String

    /// - `name`: what the certificate is for, such as `IP:127.0.0.1`.
    init(certifiedFor name: String) {
        let key = folder.file("key.pem")
        certificate = folder.file("certificate.pem")
        let code = runShell(
            """
            exec openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
                -subj '/CN=loopwalk test' -addext 'subjectAltName=\(name)' \
                -keyout \(key) -out \(certificate)
            """
        )
        precondition(code == 0, "openssl makes no certificate: it ended with \(code)")
        let (output, input) = closedPipe()
        defer { close(output) }
        process = spawnShell(
            """
            exec openssl s_server -accept 127.0.0.1:0 -www -cert \(certificate) -key \(key) </dev/null
            """,
            input: nil,
            output: input
        )
        close(input)
        // It says where it listens: "ACCEPT 127.0.0.1:41234".
        var said = ""
        while !said.contains("ACCEPT") || !said.hasSuffix("\n") {
            var bytes = [UInt8](repeating: 0, count: 1000)
            let count = read(output, &bytes, bytes.count)
            precondition(count > 0, "openssl does not listen; it said: \(said)")
            said += String(decoding: bytes[..<count], as: UTF8.self)
        }
        let port = said.split(separator: ":").last?.prefix { $0.isNumber }
        url = "https://127.0.0.1:\(port ?? "")/"
    }

    deinit {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }
}
