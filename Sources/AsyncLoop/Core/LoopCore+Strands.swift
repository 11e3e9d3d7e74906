import LoopEvents

/// Which strand holds the thread, and whose a job of Swift's own is.
extension LoopCore {
    /// The strand that holds the thread, found out if Swift resumed it without the loop's help.
    @inline(__always)
    var current: Strand? {
        if foreign != nil { identifyRunning() }
        return running
    }

    /// Finds out whose the foreign job is that runs, before it first touches the loop.
    func identifyRunning() {
        if running == nil { running = identify() }
    }

    /// Which strand a foreign job belongs to: one that waited outside, or a child not seen before.
    private func identify() -> Strand? {
        guard let foreign = foreign.take() else { return nil }
        // Swift numbers its tasks and never reuses a number, unlike their addresses.
        let number = foreign.job.description
        let strand: Strand
        if let known = outside.removeValue(forKey: number) {
            strand = known
            known.readyEvent = record(.taskWoken) {
                $0.task = known.id
                $0.role = .outside
            }
        } else {
            if let known = foreignStrands[number] {
                strand = known
                if known.status == .outside { known.comeBack() }
            } else {
                let child = adopt(foreign)
                strand = child
                foreignStrands[number] = child
            }
        }
        running = strand
        runningTask = strand.id
        strand.status = .running
        turnTask = strand.id
        cause = record(.taskStepped) { $0.cause = strand.readyEvent }
        return strand
    }

    private func adopt(_ foreign: ForeignJob) -> ChildStrand {
        let parent = foreign.enqueuer
        parent?.childCount += 1
        let name = parent.map { "\($0.name)/child\($0.childCount)" } ?? "outsider"
        let strand = ChildStrand(
            id: newTaskID(),
            name: name,
            swiftNumber: foreign.job.description,
            of: foreign.enqueuerTask
        )
        strand.readyEvent = record(.taskCreated) {
            $0.task = strand.id
            $0.other = parent?.id ?? 0
            $0.text = self.intern(name)
        }
        return strand
    }
}
