import FlyingFox
import FlyingSocks
import Foundation

/// The server's sockets, told to send at once.
///
/// The server writes the head and the body of an answer apart. On a connection that is used again
/// the body would else wait until the client has confirmed the head, which it puts off by 40 ms.
struct PromptSockets<Pool: AsyncSocketPool>: AsyncSocketPool {
    private let pool: Pool

    init(_ pool: Pool) { self.pool = pool }

    func prepare() async throws { try await pool.prepare() }

    func run() async throws { try await pool.run() }

    /// The first that waits is the one that listens: those it accepts have the option from it.
    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        try? socket.setValue(
            true,
            for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY)
        )
        try await pool.suspendSocket(socket, untilReadyFor: events)
    }
}
