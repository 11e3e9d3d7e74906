import Trace

extension DemoRun {
    /// What a learner should know about this run: how it ended first, then what its record shows.
    public var diagnoses: [Diagnosis] {
        var found = ending.diagnosis.map { [$0] } ?? []
        if !unattributed.isEmpty { found.append(.unattributedOutput) }
        if processesLeft > 0, !found.contains(.otherProcesses) { found.append(.otherProcesses) }
        for diagnosis in recording.diagnoses where !found.contains(diagnosis) {
            found.append(diagnosis)
        }
        return found
    }
}

extension DemoRun.Ending {
    /// What it is called; nil for a program that ran to its end.
    public var diagnosis: Diagnosis? {
        switch self {
        case .finished: nil
        case .failed: .uncaughtError
        case .deadlocked: .deadlock
        case .crashed: .crash
        case .exited: .earlyExit
        case .hitLimit(.time): .timeLimit
        case .hitLimit(.events): .eventLimit
        case .hitLimit(.output): .outputLimit
        case .hitLimit(.memory): .memoryLimit
        case .hitLimit(.file): .fileLimit
        case .hitLimit(.processes): .otherProcesses
        case .interrupted: .interrupted
        }
    }
}
