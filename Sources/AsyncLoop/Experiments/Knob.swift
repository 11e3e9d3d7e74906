import LoopEvents

/// A time in seconds that the learner can change between two runs, without recompiling.
///
/// Returns what was set for `name`, or else `usual`, which is what the code as it stands means.
/// Each reading is recorded, so the knobs of a program are those that a run of it has read.
/// Units: seconds; for counts and for yes or no there are the same functions of `Int` and `Bool`.
@EventLoop
public func knob(_ name: String, _ usual: Double, line: UInt = #line) -> Double {
    guard case .seconds(let seconds) = core.knob(name, .seconds(usual), line: line) else {
        return usual
    }
    return seconds
}

/// A number that the learner can change between two runs, without recompiling: as the knob of a
/// time.
@EventLoop
public func knob(_ name: String, _ usual: Int, line: UInt = #line) -> Int {
    guard case .count(let count) = core.knob(name, .count(usual), line: line) else { return usual }
    return count
}

/// A yes or no that the learner can change between two runs, without recompiling: as the knob of a
/// time.
@EventLoop
public func knob(_ name: String, _ usual: Bool, line: UInt = #line) -> Bool {
    guard case .flag(let flag) = core.knob(name, .flag(usual), line: line) else { return usual }
    return flag
}

extension LoopCore {
    /// What was set for the knob `name`, if it is of the kind of `usual`; else that.
    fileprivate func knob(_ name: String, _ usual: KnobValue, line: UInt) -> KnobValue {
        let given = experiment.knobs[name]
        let value = given?.kind == usual.kind ? given! : usual
        record(.knobRead) {
            $0.text = self.intern(name)
            $0.subject = usual.kind
            $0.value = usual.number
            $0.detail = value.number
            $0.line = UInt32(line)
        }
        return value
    }
}
