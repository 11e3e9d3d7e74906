import LoopEvents

/// What is said of turns that kept the loop from everybody else (R39).
extension LoopCore {
    /// Says so if a turn that began at `began` was long (R39). Only a record has use for it.
    func noteBlocking(since began: Int64) {
        guard buffer != nil else { return }
        let spent = readClock() - began
        guard spent >= slowTurn else { return }
        reportedInPass += spent
        record(.loopBlocked) {
            $0.task = self.turnTask
            $0.cause = self.cause
            $0.value = spent
        }
    }

    /// Says so if the turns of a pass that were short each were long together: nobody who became
    /// ready meanwhile, no timer and no descriptor got a turn before the last of them (R39).
    func noteBlockedPass(since began: Int64) {
        let spent = lastReading - began - reportedInPass
        reportedInPass = 0
        guard spent >= slowTurn else { return }
        record(.loopBlocked) {
            $0.task = 0
            $0.cause = self.lastPass
            $0.value = spent
        }
    }

    /// Reads the clock for what is recorded next; without a record nobody asks for it.
    ///
    /// Once a poll, once a turn, at its end, and once a line of output, not once an event: on a
    /// real clock a reading costs more than writing the event does.
    @discardableResult
    func readClock() -> Int64 {
        guard buffer != nil else { return 0 }
        lastReading = now
        return lastReading
    }
}
