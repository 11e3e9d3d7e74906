import StyledText

/// The parts of the page that are the same for every run.
enum StepperPage {
    /// All up to the runs' data.
    static func opening(title: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        script-src 'unsafe-inline'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(escaped(title.isEmpty ? "loopwalk" : title + " - loopwalk"))</title>
        <style>
        \(StepperStyle.text)
        </style>
        </head>
        <body>
        \(frame)
        <script type="application/json" id="runs">[

        """
    }

    /// All after them.
    static var closing: String {
        """
        ]</script>
        <script>
        \(StepperScript.text)
        </script>
        </body>
        </html>

        """
    }

    private static let frame = """
        <header>
        <h1 id="title">loopwalk</h1>
        <label id="choice" hidden>Run <select id="run"></select></label>
        <nav aria-label="Steps">
        <button id="first" title="first (g g, Home)">First</button>
        <button id="back" title="a step back (p, left)">Back</button>
        <button id="play" title="play or pause (a)">Play</button>
        <button id="forward" title="a step forward (n, space, right)">Forward</button>
        <button id="last" title="last (G, End)">Last</button>
        <button id="follow" title="follow this step's task, or none (f)">Follow</button>
        <button id="stops" title="stop at a task, a line, a kind of event (b)">Stops</button>
        <button id="on" title="on to the next stop (c)">To stop</button>
        <button id="help" title="keys (?)">Keys</button>
        </nav>
        <label class="slide">Events <input id="slider" type="range" min="0" value="0"></label>
        <p><span id="place"></span> <strong id="kept" role="status"></strong></p>
        </header>
        <noscript><p>This page steps through a run by its script; let it run.</p></noscript>
        <main>
        <section id="now" aria-label="What happened">
        <p id="sentence" aria-live="polite"></p><div id="more"></div><p id="advice"></p><ol id="why"></ol>
        </section>
        <section id="codebox" aria-label="Code"><h2>Code</h2><ol id="code"></ol></section>
        <section aria-label="Board"><h2>Board</h2><dl id="board"></dl></section>
        <section aria-label="Output"><h2>Output so far</h2><pre id="output"></pre></section>
        </main>
        <form id="find" hidden><label>Find <input id="wanted" autocomplete="off"></label>
        <button>Next</button> <span id="found" role="status"></span></form>
        <form id="stop" hidden><label>Stop at <input id="where" autocomplete="off" \
        placeholder="a task, a line, output, timer …"></label>
        <button>Set or take away</button> <span id="missed" role="status"></span></form>
        <dialog id="keys" aria-label="Keys"><h2>Keys</h2><dl>
        <dt>n, space, right</dt><dd>a step forward; 5n: five</dd>
        <dt>p, left</dt><dd>a step back</dd>
        <dt>. and ,</dt><dd>a single event forward, back</dd>
        <dt>g g, Home</dt><dd>the beginning</dd>
        <dt>G, End</dt><dd>the end; 12G: after 12 events</dd>
        <dt>a</dt><dd>play, pause</dd><dt>+ and -</dt><dd>faster, slower</dd>
        <dt>/</dt><dd>find a word in what is said</dd>
        <dt>f</dt><dd>follow this step's task, or none</dd>
        <dt>b</dt><dd>stop at a task, a line, a kind of event</dd>
        <dt>c and C</dt><dd>on to the next stop, back to the last</dd>
        <dt>?</dt><dd>these keys</dd></dl>
        <form method="dialog"><button>Close</button></form></dialog>
        """

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
