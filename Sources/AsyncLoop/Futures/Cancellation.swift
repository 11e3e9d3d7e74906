import LoopEvents

/// What is known of the requests to cancel a strand.
///
/// Apart from the strand, as most are never asked to end.
final class Cancellation {
    /// How many were asked for and not taken back.
    var requests = 0
    var message: String?
    /// Whether one is on its way through what the strand waits on: a ring comes back to it.
    var isHandingOn = false
    /// The event that asked for it.
    var request = LoopEvent.noCause
    /// The event that delivered it, until the task ends.
    var delivery = LoopEvent.noCause
}

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
                    if core.registry.isAskedFirst(strand) { strand.ask(message, ahead: &ahead) }
                } else {
                    future.cancel(message)
                }
            case .leave(let strand):
                strand.cancellation?.isHandingOn = false
            }
        }
    }

    /// Does this strand's part of a cancellation; what it hands on is put on top of `ahead`.
    private func ask(_ message: String?, ahead: inout [CancelStep]) {
        let cancellation = cancellation ?? Cancellation()
        self.cancellation = cancellation
        // Tasks that wait for each other in a ring have nobody to hand it on to.
        guard !cancellation.isHandingOn else { return keep(message) }
        cancellation.requests += 1
        cancellation.request = core.record(.cancelRequested) {
            $0.other = self.id
            if let message { $0.text = core.intern(message) }
        }
        isCancelPending = true
        if core.isRecording { core.cause = cancellation.request }
        guard let future = waitingOn, !future.isDone else { return keep(message) }
        let targets =
            future.strandToCancel == nil ? future.handOnCancellation() : [future]
        guard let targets else {
            if !future.cancel(message) { keep(message) }
            return
        }
        guard !targets.isEmpty else { return keep(message) }
        cancellation.isHandingOn = true
        ahead.append(.leave(self))
        for target in targets.reversed() { ahead.append(.cancel(target, cause: core.cause)) }
    }

    private func keep(_ message: String?) {
        mustCancel = true
        cancellation?.message = message
    }

    /// How many requests were made and not taken back.
    var cancelRequests: Int { cancellation?.requests ?? 0 }

    /// Takes one request back and returns how many are left; at 0, one not yet delivered is
    /// forgotten, and one that was delivered counts as dealt with (R24).
    @discardableResult
    func uncancel() -> Int {
        guard let cancellation, cancellation.requests > 0 else { return 0 }
        cancellation.requests -= 1
        if cancellation.requests == 0 {
            if mustCancel { isCancelPending = false }
            mustCancel = false
            cancellation.delivery = LoopEvent.noCause
        }
        return cancellation.requests
    }

    /// The cancellation that is to be thrown at the next await, now delivered; nil if none is.
    func takeOwedCancellation() -> CancelledError? {
        mustCancel ? takeCancellation(cancellation?.message) : nil
    }

    /// Delivers the cancellation that was asked for: what is thrown into the body.
    func takeCancellation(_ message: String?) -> CancelledError {
        mustCancel = false
        isCancelPending = false
        if core.isRecording, let cancellation {
            cancellation.delivery = core.record(.cancelDelivered) {
                $0.task = self.id
                $0.cause = cancellation.request
            }
            core.cause = cancellation.delivery
        }
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
