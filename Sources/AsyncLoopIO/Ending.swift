import AsyncLoop

/// Runs `body`, then `end`, however `body` ended: `async with`.
///
/// Errors: what `body` throws; else what `end` throws. A cancellation that comes while `end` is
/// under way is thrown in any case, as nobody would hear of it otherwise.
@EventLoop
func ending<Success>(
    with end: @EventLoop () async throws -> Void,
    _ body: @EventLoop () async throws -> Success
) async throws -> Success {
    let result: Result<Success, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    do { try await end() } catch {
        // What went wrong first says more.
        if case .success = result { throw error }
        if error is CancelledError { throw error }
    }
    return try result.get()
}
