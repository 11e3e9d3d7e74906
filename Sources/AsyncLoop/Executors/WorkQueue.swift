/// Jobs that no thread has taken: first in, first out, and any can be taken back by its number.
///
/// Numbers grow from job to job, so one of many is found in few steps. One that is taken back
/// leaves a gap; the gaps are closed together once they are the greater half.
struct WorkQueue {
    private var entries: [(number: Int, work: Work?)] = []
    /// Those before this index have been popped.
    private var head = 0
    private var gaps = 0

    /// How many there are.
    var count: Int { entries.count - head - gaps }

    /// Puts `work` at the end; `number` is greater than any before.
    mutating func append(_ work: Work, number: Int) {
        entries.append((number, work))
    }

    /// Removes and returns the first job.
    mutating func popFirst() -> Work? {
        while head < entries.count {
            let work = entries[head].work.take()
            if work == nil { gaps -= 1 }
            head += 1
            if head == entries.count {
                entries.removeAll(keepingCapacity: true)
                (head, gaps) = (0, 0)
            } else if head * 2 > entries.count {
                closeGaps()
            }
            if let work { return work }
        }
        return nil
    }

    /// Removes and returns the job of this number, if it is still here.
    mutating func remove(_ number: Int) -> Work? {
        var (low, high) = (head, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].number < number { low = middle + 1 } else { high = middle }
        }
        guard low < entries.count, entries[low].number == number else { return nil }
        guard let work = entries[low].work.take() else { return nil }
        gaps += 1
        if gaps * 2 > entries.count { closeGaps() }
        return work
    }

    private mutating func closeGaps() {
        entries.removeAll { $0.work == nil }
        (head, gaps) = (0, 0)
    }
}
