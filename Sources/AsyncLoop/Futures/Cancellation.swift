import LoopEvents

@EventLoop
extension Strand {
    /// Asks for cancellation: hands it to the future it waits on, or keeps it for the next await
    /// (R18).
    ///
    /// Who waits for a task hands it on to that task, and so on to whatever the last one waits
    /// for. The way down is walked, not recursed into: it may be 100,000 tasks long.
    func cancel(_ message: String?) {
        let before = core.cause
        defer { core.cause = before }
        var ahead: [CancelStep] = []
        ask(message, ahead: &ahead)
        while let step = ahead.popLast() {
            switch step {
            case .cancel(let future, let cause):
                core.cause = cause
                if let strand = future.strandToCancel {
                    strand.ask(message, ahead: &ahead)
                } else {
                    future.cancel(message)
                }
            case .leave(let strand):
                strand.isHandingOn = false
            }
        }
    }

    /// Does this strand's part of a cancellation; what it hands on is put on top of `ahead`.
    private func ask(_ message: String?, ahead: inout [CancelStep]) {
        // Tasks that wait for each other in a ring have nobody to hand it on to.
        guard !isHandingOn else { return keep(message) }
        requests += 1
        let request = core.record(.cancelRequested) {
            $0.other = self.id
            if let message { $0.text = core.intern(message) }
        }
        cancelRequest = request
        cancelPending = true
        if request != LoopEvent.noCause { core.cause = request }
        guard let future = waitingOn, !future.isDone else { return keep(message) }
        let targets =
            future.strandToCancel == nil ? future.handOnCancellation() : [future]
        guard let targets else {
            if !future.cancel(message) { keep(message) }
            return
        }
        guard !targets.isEmpty else { return keep(message) }
        isHandingOn = true
        ahead.append(.leave(self))
        for target in targets.reversed() { ahead.append(.cancel(target, cause: core.cause)) }
    }

    private func keep(_ message: String?) {
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

/// What is still to be done of a cancellation that goes from task to task.
private enum CancelStep {
    /// Cancels a future, on account of the event `cause`.
    case cancel(AnyFuture, cause: UInt32)
    /// All that this strand handed on has been dealt with.
    case leave(Strand)
}
