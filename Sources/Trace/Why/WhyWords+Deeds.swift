import LoopEvents
import StyledText

/// What was done that led to something.
extension WhyWords {
    /// What was done that led to the effect.
    func deed(_ hop: Why.Hop) -> StyledLine {
        let event = events[hop.deed]
        let cause = events[hop.cause]
        switch cause.kind {
        case .timerFired: return timer(hop.cause)
        case .fdReady: return StyledLine("file descriptor \(cause.value) was ready")
        case .workReturned: return StyledLine("a thread had done ") + phrases.future(cause.subject)
        case .calledFromThread: return "another thread asked for a callback"
        case .interrupted: return "Ctrl-C was pressed"
        default: break
        }
        switch event.kind {
        case .taskFinished:
            let how =
                switch event.outcome {
                case .error: " failed"
                case .cancelled: " ended cancelled"
                default: " ended"
                }
            return phrases.name(Int(event.task)) + StyledLine(how)
        case .taskCreated:
            return actor(hop.deed) + StyledLine(" made ") + phrases.name(Int(event.task))
        case .taskSuspended where event.role == .turn:
            return phrases.name(Int(event.task)) + StyledLine(" gave up its turn")
        case .cancelRequested:
            return actor(hop.deed) + StyledLine(" cancelled ") + phrases.name(Int(event.other))
        case .handleScheduled: return actor(hop.deed) + StyledLine(" asked for the callback")
        case .futureCompleted: return actor(hop.deed) + completion(event)
        default: return actor(hop.deed) + StyledLine(" ran")
        }
    }

    private func timer(_ fired: Int) -> StyledLine {
        let event = events[fired]
        // A record from outside may hold any value.
        let late = event.time &- event.value
        let lateness = late > 0 && recording.clock == .virtual ? ", late" : ""
        let owner: StyledLine =
            switch recording.handles[event.subject] {
            case .sleep(let task): phrases.name(task) + StyledLine("'s sleep was over")
            case .timeout(let task): phrases.name(task) + StyledLine("'s time limit came")
            default: "a timer came"
            }
        return owner + StyledLine(lateness)
    }

    private func completion(_ event: LoopEvent) -> StyledLine {
        let future = phrases.future(event.subject)
        switch event.role {
        case .lock: return StyledLine(" released ") + future
        case .condition: return StyledLine(" notified ") + future
        case .queue: return StyledLine(" changed ") + future
        default:
            let verb =
                switch event.outcome {
                case .error: " put an error into "
                case .cancelled: " cancelled "
                default: " set "
                }
            return StyledLine(verb) + future
        }
    }
}
