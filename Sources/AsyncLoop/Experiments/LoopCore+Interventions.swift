import LoopEvents

/// What is done to a run from outside, between two turns: a learner's what-if.
///
/// Up to that moment the run is the one that was seen before, event for event, as the virtual clock
/// makes every run of a program the same.
extension LoopCore {
    /// Takes over what is to be different in the run that begins.
    func begin(_ experiment: Experiment) {
        self.experiment = experiment
        interventionsLeft = experiment.interventions[...]
        resolvable = [:]
        nextIntervention = isRecording ? interventionsLeft.first?.moment ?? .max : .max
    }

    /// Keeps hold of a future that the program made, as long as an intervention may ask for it.
    func noteResolvable(_ future: AnyFuture) {
        resolvable[future.id] = WeakFuture(future: future)
    }

    /// Does what is due, between two turns. Returns whether anything was done.
    @discardableResult
    func intervene() -> Bool {
        var done = false
        while let next = interventionsLeft.first,
            let count = recorder?.buffer.eventCount, count >= next.moment
        {
            interventionsLeft.removeFirst()
            done = perform(next.deed) || done
        }
        nextIntervention = interventionsLeft.first?.moment ?? .max
        if interventionsLeft.isEmpty { resolvable = [:] }
        return done
    }

    /// Does it, or records why it cannot be done. Returns false if there is nothing to it.
    private func perform(_ deed: Intervention.Deed) -> Bool {
        switch deed {
        case .cancelTask(let id): cancel(task: id)
        case .cancelFuture(let id):
            complete(deed, id, text: "") { _ = $0.cancel() }
        case .resolve(let id, let text):
            complete(deed, id, text: text, objection: { $0.objection(toResult: text) }) {
                $0.complete(typed: text)
            }
        case .fail(let id, let message):
            complete(deed, id, text: message) { $0.complete(.error, error: TypedError(message)) }
        case .delay(_, _, 0): return false
        case .delay(let timer, let task, let by): delay(timer, task, by)
        }
        return true
    }

    /// Records that `deed` is done, then does it on its account; with an `objection` that it
    /// cannot be done, which the text then says.
    private func intervene(
        _ deed: Intervention.Deed,
        objection: String?,
        _ fill: (inout LoopEvent) -> Void,
        _ act: () -> Void
    ) {
        let event = record(.intervened) {
            $0.detail = deed.verb.rawValue
            $0.value = -1
            fill(&$0)
            $0.outcome = objection == nil ? .result : .error
            if let objection { $0.text = self.intern(objection) }
        }
        guard objection == nil else { return }
        cause = event
        act()
        cause = LoopEvent.noCause
    }

    private func cancel(task id: UInt32) {
        let strand = unfinished.all.first { $0.id == id }
        let deed = Intervention.Deed.cancelTask(id)
        let objection = strand == nil ? "it has ended already" : nil
        intervene(deed, objection: objection, { $0.other = id }, { strand?.task?.cancel() })
    }

    private func complete(
        _ deed: Intervention.Deed,
        _ id: UInt32,
        text: String,
        objection: (AnyFuture) -> String? = { _ in nil },
        _ act: (AnyFuture) -> Void
    ) {
        let future = resolvable[id]?.future
        let refusal: String? =
            if let future {
                future.isDone ? "it is done already" : objection(future)
            } else {
                "nobody holds it any more"
            }
        intervene(
            deed,
            objection: refusal,
            {
                $0.subject = id
                if !text.isEmpty { $0.text = self.intern(text) }
            },
            { if let future { act(future) } }
        )
    }

    private func delay(_ id: UInt32, _ task: UInt32, _ by: Int64) {
        let timer = timers.pending(id)
        let (moved, isTooMuch) = (timer?.deadline ?? 0).addingReportingOverflow(by)
        let objection: String? =
            if timer == nil {
                "its timer has fired already"
            } else {
                isTooMuch || moved < now ? "its timer would then lie in the past" : nil
            }
        intervene(
            .delay(timer: id, task: task, by: by),
            objection: objection,
            { ($0.subject, $0.other, $0.value) = (id, task, moved) },
            { if let timer { timers.move(timer, to: moved) } }
        )
    }
}

/// A future of the program's, which lives no longer for being known here.
struct WeakFuture {
    weak var future: AnyFuture?
}

/// The error that a learner gives a future.
private struct TypedError: Error, CustomStringConvertible {
    let description: String

    init(_ message: String) { description = message }
}
