import AsyncLoop
import BenchMeasure

/// Two tasks wake each other in turn: a round trip is two futures and two wakeups.
@EventLoop
func pingpong(_ count: Int) async throws {
    let rally = Rally()
    let partner = createTask {
        for _ in 0..<count {
            try await rally.ping.value()
            rally.ping = Future()
            try rally.pong.setResult(())
        }
    }
    try await sleep(0)
    let began = wallSeconds()
    for _ in 0..<count {
        let answer = Future<Void>()
        rally.pong = answer
        try rally.ping.setResult(())
        try await answer.value()
    }
    report("pingpong", count, seconds: wallSeconds() - began)
    try await partner.value()
}

/// What the two share.
@EventLoop
private final class Rally {
    var ping = Future<Void>()
    var pong = Future<Void>()
}
