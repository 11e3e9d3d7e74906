import LessonFormat

/// What of a step is shown at once: up to a demo, so that the text after it, which explains the
/// run, is read after the run.
struct StepPart {
    /// What is shown, in order; a demo is the last of them but for Python beside it.
    var blocks: [Block]
    /// The demo that waits at its end.
    var demo: Demo?

    /// The parts of `step`, at least one.
    static func parts(of step: Step) -> [StepPart] {
        var parts: [StepPart] = []
        var current = StepPart(blocks: [])
        for block in step.blocks {
            if current.demo != nil, !block.staysWithDemo {
                parts.append(current)
                current = StepPart(blocks: [])
            }
            current.blocks.append(block)
            if case .demo(let demo) = block { current.demo = demo }
        }
        parts.append(current)
        // Hints and notes alone are nothing to stop at.
        let shown = parts.filter { $0.demo != nil || $0.blocks.contains(where: \.isShown) }
        return shown.isEmpty ? parts : shown
    }
}

extension Block {
    fileprivate var staysWithDemo: Bool {
        switch self {
        case .code(let code): code.language == .python
        case .hint, .notes: true
        case .prose, .demo, .fails: false
        }
    }

    /// Whether it is part of a step's screen; hints and notes are shown when asked for.
    var isShown: Bool {
        switch self {
        case .hint, .notes: false
        case .prose, .code, .demo, .fails: true
        }
    }
}
