import AsyncLoopIO
import FlyingFox
import Foundation

/// The web server that lessons and tests talk to, as a process of its own.
///
/// The loop's side, `withLessonServer` in AsyncLoopIO, starts this program again with `LessonServer.argument`
/// and reads the server's port from its standard output. The server ends when its standard input
/// does, and so with whoever started it, however that ended.
public enum WebServerProcess {
    /// Serves and exits, if the process's arguments ask for it; else returns.
    public static func runIfAsked() {
        let arguments = CommandLine.arguments
        guard arguments.count > 1, arguments[1] == LessonServer.argument else { return }
        // It ends with its standard input. A Ctrl-C is the demo's, which may have to say goodbye.
        signal(SIGINT, SIG_IGN)
        Thread.detachNewThread {
            while FileHandle.standardInput.availableData.count > 0 {}
            exit(0)
        }
        Task { await serve() }
        while true { pause() }
    }

    private static func serve() async {
        let server = HTTPServer(
            address: sockaddr_in.inet(port: 0),
            timeout: 600,
            pool: PromptSockets(HTTPServer.defaultPool()),
            logger: .disabled,
            handler: LessonPages()
        )
        let running = Task { try await server.run() }
        do {
            try await server.waitUntilListening()
            guard case .ip4(_, let port) = await server.listeningAddress else { exit(1) }
            FileHandle.standardOutput.write(Data("\(port)\n".utf8))
            try await running.value
        } catch {
            FileHandle.standardError.write(Data("loopwalk: lesson server: \(error)\n".utf8))
        }
        exit(1)
    }
}
