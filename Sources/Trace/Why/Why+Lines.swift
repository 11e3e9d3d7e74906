import LoopEvents
import StyledText

extension Why {
    /// The answer to `question` as things stood after the first `count` events: what happened, then
    /// a line for each hop back to the root.
    ///
    /// `plain` says in words what else a column says. Of a chain of more than `most` hops the
    /// middle is left out, and said to be.
    /// Errors: `Unanswerable`, if the record knows no such task, line or text.
    public func answer(
        _ question: WhyQuestion,
        after count: Int,
        width: Int,
        plain: Bool = false,
        most: Int = 12
    ) throws(Unanswerable) -> [StyledLine] {
        let event = try event(question, after: count)
        let chain = chain(of: event)
        let words = WhyWords(self)
        var lines = words.headline(question, chain).wrapped(to: width, indent: 0, hanging: 2)
        for (number, hop) in chain.hops.enumerated() {
            if chain.hops.count > most, number >= most - 2, number < chain.hops.count - 2 {
                if number == most - 2 {
                    lines.append(StyledLine("  … \(chain.hops.count - most) hops more …", .dim))
                }
                continue
            }
            lines += words.line(hop, root: chain, width: width, plain: plain)
        }
        let ending = words.root(chain)
        return lines + ending.wrapped(to: width, first: "  ", rest: .spaces(plain ? 4 : 6))
    }
}
