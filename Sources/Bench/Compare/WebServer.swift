import CLinux
import Glibc

/// nginx, for the workloads that ask a server: `/` answers at once, `/delay` after 50 ms.
struct WebServer {
    private let pid: pid_t
    private let folder: String
    /// Where it is, such as `http://127.0.0.1:8080`.
    let url: String

    private static let modules = "/usr/lib/nginx/modules"

    /// Starts it on a port that is free; nil, with a word on why, if there is none to start.
    init?() {
        guard let program = ["/usr/sbin/nginx", "/usr/bin/nginx"].first(where: Self.isThere),
            Self.isThere("\(Self.modules)/ngx_http_echo_module.so")
        else {
            warn(
                "the HTTP workloads are skipped: nginx is not installed; "
                    + "install nginx-light and libnginx-mod-http-echo"
            )
            return nil
        }
        var name = Array("/tmp/loopwalk-bench-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { return nil }
        folder = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let port = Self.freePort()
        url = "http://127.0.0.1:\(port)"
        guard let file = fopen("\(folder)/nginx.conf", "w") else { return nil }
        fputs(Self.configuration(in: folder, port: port), file)
        fclose(file)
        let words = [program, "-p", folder, "-c", "\(folder)/nginx.conf"]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid = pid_t()
        guard posix_spawn(&pid, program, nil, nil, arguments, environ) == 0 else { return nil }
        self.pid = pid
        for _ in 0..<500 where !Self.answers(port) { usleep(10_000) }
    }

    /// Ends it and removes its files.
    func stop() {
        kill(pid, SIGTERM)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        _ = try? ChildRun(command: ["rm", "-rf", folder]).output()
    }

    private static func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func configuration(in folder: String, port: Int) -> String {
        let folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
            "\($0)_temp_path \(folder)/\($0);"
        }
        return """
            load_module \(modules)/ngx_http_echo_module.so;
            worker_processes 1;
            daemon off;
            pid \(folder)/nginx.pid;
            error_log \(folder)/error.log;
            events { worker_connections 2048; }
            http {
                access_log off;
                \(folders.joined(separator: " "))
                keepalive_requests 1000000000;
                keepalive_timeout 600;
                tcp_nodelay on;
                default_type text/plain;
                server {
                    listen 127.0.0.1:\(port);
                    location = / { return 200 "hello from nginx\\n"; }
                    location = /delay { echo_sleep 0.05; echo "hello from nginx"; }
                }
            }

            """
    }

    private static func freePort() -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        return withLoopback(port: 0) { address, size in
            var size = size
            guard bind(socket, address, size) == 0, getsockname(socket, address, &size) == 0 else {
                return 0
            }
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                Int(UInt16(bigEndian: $0.pointee.sin_port))
            }
        }
    }

    private static func answers(_ port: Int) -> Bool {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        return withLoopback(port: port) { connect(socket, $0, $1) == 0 }
    }

    private static func withLoopback<T>(
        port: Int,
        _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> T
    ) -> T {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        return withUnsafeMutableBytes(of: &address) {
            body(
                $0.assumingMemoryBound(to: sockaddr.self).baseAddress!,
                socklen_t($0.count)
            )
        }
    }
}
