import LoopEvents

@EventLoop
extension Strand {
    /// Asks for cancellation: hands it to the future it waits on, or keeps it for the next await
    /// (R18).
    func cancel(_ message: String?) {
        requests += 1
        let request = core.record(.cancelRequested) {
            $0.other = self.id
            if let message { $0.text = core.intern(message) }
        }
        cancelRequest = request
        cancelPending = true
        let before = core.cause
        if request != LoopEvent.noCause { core.cause = request }
        defer { core.cause = before }
        if let future = waitingOn, future.cancel(message) { return }
        mustCancel = true
        cancelMessage = message
    }

    /// Takes one request back and returns how many are left; at 0, one not yet delivered is
    /// forgotten, and one that was delivered counts as dealt with (R24).
    @discardableResult
    func uncancel() -> Int {
        guard requests > 0 else { return 0 }
        requests -= 1
        if requests == 0 {
            if mustCancel { cancelPending = false }
            mustCancel = false
            cancelDelivery = LoopEvent.noCause
        }
        return requests
    }

    /// Delivers the cancellation that was asked for: what is thrown into the body.
    func takeCancellation(_ message: String?) -> CancelledError {
        mustCancel = false
        cancelPending = false
        cancelDelivery = core.record(.cancelDelivered) {
            $0.task = self.id
            $0.cause = self.cancelRequest
        }
        if cancelDelivery != LoopEvent.noCause { core.cause = cancelDelivery }
        return CancelledError(message)
    }
}
