import LessonFormat
import LessonLint
import StyledText
import Trace

/// Questions, and what is said of the answers.
extension Page {
    /// A question with its options, numbered from 1.
    func set(_ question: Question) -> [StyledLine] {
        var lines = [StyledLine("Before you run it:", .strong)] + set(question.text)
        for (index, option) in question.options.enumerated() {
            lines += set(option: option, first: StyledLine("  \(index + 1). "))
        }
        return lines
    }

    private func set(option: Question.Option, first: StyledLine) -> [StyledLine] {
        let text = option.text.flatMap(\.lines).reduce(StyledLine()) { line, more in
            line.spans.isEmpty ? more : line + " " + more
        }
        return text.wrapped(to: textWidth, first: first, rest: .spaces(first.displayWidth))
    }

    /// What the record says of the answer `guess`, an option from 0; nil if none was given.
    func grade(_ question: Question, guess: Int?, _ recording: Recording) -> [StyledLine] {
        let right = question.options.indices.filter {
            evaluate(question.options[$0].claim, on: recording).holds
        }
        guard right.count == 1, let answer = right.first else {
            return ["", "This run does not settle the question.", ""]
        }
        let said = StyledLine("  \(answer + 1). ")
        let fact = set(option: question.options[answer], first: said)
        guard let guess else {
            return [""] + set("The answer:", .strong) + fact + [""]
        }
        if guess == answer {
            return [""] + set("Yes, just as you said:", .good) + fact + [""]
        }
        return [""] + set("Not this time. What happened is:", .warning) + fact
            + set("You said \(guess + 1). The log shows why it came otherwise.") + [""]
    }
}
