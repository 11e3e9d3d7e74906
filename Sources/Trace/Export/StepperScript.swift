/// The page's script: all of it, and where each part of it is.
enum StepperScript {
    /// The script as the page has it. What needs a page runs only where there is one.
    static var text: String {
        """
        "use strict";
        \(board)
        \(run)
        \(stopWords)
        if (typeof document !== "undefined") {
        \(view)
        \(walk)
        \(keys)
        \(start)
        }
        """
    }

    /// The words for kinds of events to stop at, as ``Stop`` has them.
    private static var stopWords: String {
        let words = Stop.words.map { word, kinds in
            "\(word): [\(kinds.map { "\"\($0)\"" }.joined(separator: ", "))]"
        }
        return "const stopWords = { \(words.joined(separator: ",\n  ")) };"
    }

    /// The choice of runs, and the first of them.
    private static let start = #"""
        for (const { title } of runs) $("run").append(element("option", title));
        $("choice").hidden = runs.length < 2;
        open(0);
        """#
}
