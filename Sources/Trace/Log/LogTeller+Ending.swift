import LoopEvents
import StyledText

extension LogTeller {
    /// What is to be said after the last event: what is missing from the record. `board` is the
    /// last one.
    func endNotes(on board: Board) -> [(sentence: StyledLine, advice: String)] {
        var notes: [(StyledLine, String)] = []
        if recording.droppedEvents > 0 {
            notes.append(
                (
                    StyledLine(
                        "the record is full: \(recording.droppedEvents) more events are not shown"
                    ),
                    "run fewer tasks or fewer turns, or give the record more room;"
                        + " \(Diagnosis.eventLimit.pointer)"
                )
            )
        } else if recording.damagedEvents > 0 {
            notes.append(
                (
                    StyledLine(
                        "the record's last \(recording.damagedEvents) events are damaged and not"
                            + " shown"
                    ),
                    recording.isFromFile
                        ? "look for a whole copy of the file"
                        : "look for code that writes where it must not (unsafe pointers);"
                            + " \(Diagnosis.damagedRecord.pointer)"
                )
            )
        } else if !events.isEmpty, !recording.isClosed {
            var sentence = StyledLine("the record ends here: the program was ended or crashed")
            if case .task(let id)? = board.running {
                sentence =
                    sentence + StyledLine(" while ") + phrases.name(id)
                    + StyledLine(" was running")
            }
            notes.append((sentence, "look at what ran last, above"))
        }
        if recording.droppedBytes > 0 {
            notes.append(
                (
                    StyledLine(
                        "the record's room for text is full: \(recording.droppedBytes) bytes are"
                            + " not shown"
                    ),
                    "print less, or give the record more room"
                )
            )
        }
        return notes
    }
}
