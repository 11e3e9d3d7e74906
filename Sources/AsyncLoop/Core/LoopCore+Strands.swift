import LoopEvents

/// Which strand holds the thread, whose a job of Swift's own is, and which strands are unfinished.
extension LoopCore {
    /// The strand that holds the thread; throws if none does, as in a callback.
    func runningStrand() throws -> Strand {
        guard let strand = current else { throw LoopError.noRunningLoop }
        return strand
    }

    /// The strand that holds the thread, found out if Swift resumed it without the loop's help.
    var current: Strand? {
        if running == nil, foreign != nil { running = identify() }
        return running
    }

    /// Which strand a foreign job belongs to: one that waited outside, or a child not seen before.
    func identify() -> Strand? {
        guard let foreign = foreign.take(), let task = withUnsafeCurrentTask(body: { $0 }) else {
            return nil
        }
        let strand: Strand
        if let known = outside.removeValue(forKey: task) {
            strand = known
            known.readyEvent = record(.taskWoken) {
                $0.task = known.id
                $0.role = .outside
            }
        } else {
            // Swift numbers its tasks and never reuses a number, unlike their addresses.
            let number = foreign.job.description
            if let known = foreignStrands[number] {
                strand = known
            } else {
                strand = adopt(foreign)
                foreignStrands[number] = strand
            }
        }
        running = strand
        strand.status = .running
        turnTask = strand.id
        cause = record(.taskStepped) { $0.cause = strand.readyEvent }
        return strand
    }

    private func adopt(_ foreign: ForeignJob) -> Strand {
        let parent = foreign.enqueuer
        parent?.childCount += 1
        let name = parent.map { "\($0.name)/child\($0.childCount)" } ?? "outsider"
        let strand = Strand(id: newTaskID(), name: name, isChild: true)
        strand.task = parent?.task
        strand.readyEvent = record(.taskCreated) {
            $0.task = strand.id
            $0.other = parent?.id ?? 0
            $0.text = self.intern(name)
        }
        return strand
    }

    // MARK: Unfinished strands

    func link(_ strand: Strand) {
        strand.previous = lastStrand
        lastStrand?.next = strand
        lastStrand = strand
        if firstStrand == nil { firstStrand = strand }
    }

    func unlink(_ strand: Strand) {
        strand.previous?.next = strand.next
        strand.next?.previous = strand.previous
        if firstStrand === strand { firstStrand = strand.next }
        if lastStrand === strand { lastStrand = strand.previous }
        strand.previous = nil
        strand.next = nil
    }

    /// Every unfinished task's strand, in creation order.
    func strands() -> [Strand] {
        var found: [Strand] = []
        var next = firstStrand
        while let strand = next {
            found.append(strand)
            next = strand.next
        }
        return found
    }
}
