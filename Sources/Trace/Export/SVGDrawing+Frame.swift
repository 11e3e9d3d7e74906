import StyledText

/// What stands around the lanes.
extension SVGDrawing {
    var opening: String {
        let title = recording.title.isEmpty ? "A run" : recording.title
        let tasks = recording.tasks.count
        let about =
            "\(tasks) \(tasks == 1 ? "task" : "tasks"), \(phrases.clock(recording.endTime)) s"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title about" \
            width="\(layout.width)" height="\(layout.height)" \
            viewBox="0 0 \(layout.width) \(layout.height)">
            <title id="title">\(escaped(title)): who runs, who is ready, who waits</title>
            <desc id="about">\(escaped(about + ". " + names))</desc>
            <style>
            \(Self.style)
            </style>
            <rect class="paper" width="100%" height="100%"/>
            <text class="head" x="12" y="22">\(escaped(title))</text>
            \(scale)
            <g id="lanes">

            """
    }

    var closing: String {
        """
        </g>
        <g id="causes">
        \(arrows.joined())</g>
        \(legend)
        </svg>

        """
    }

    private var names: String {
        let shown = recording.tasks.prefix(50).map(\.name).joined(separator: ", ")
        return "From the top: " + (layout.hasCallbacks ? "callbacks, " : "") + shown + "."
    }

    private static let style = """
        text { font: 12px ui-monospace, "DejaVu Sans Mono", monospace; fill: #1c1c1c }
        .head { font-weight: bold; font-size: 14px } .small { font-size: 10px; fill: #565656 }
        .paper { fill: #ffffff } .grid { stroke: #d4d4d4; stroke-dasharray: 2 3 }
        .cause { fill: none; stroke: #6a6a6a; stroke-width: 1.2; marker-end: url(#tip) }
        .tip { fill: #6a6a6a } .wait { opacity: .75 } .ready { fill-opacity: .45; stroke-width: 1 }
        .said { fill: #ffffff; stroke: #1c1c1c; stroke-width: 1.5 } .bad { fill: #b00020 }
        .c0 { fill: #1f5fbf; stroke: #1f5fbf } .c1 { fill: #8e3a9d; stroke: #8e3a9d }
        .c2 { fill: #23762f; stroke: #23762f } .c3 { fill: #9a5b00; stroke: #9a5b00 }
        .c4 { fill: #00707c; stroke: #00707c } .c5 { fill: #b0305c; stroke: #b0305c }
        .c6 { fill: #5a5fc4; stroke: #5a5fc4 } .c7 { fill: #66661a; stroke: #66661a }
        .none { fill: #565656; stroke: #565656 }
        @media (prefers-color-scheme: dark) {
        text { fill: #e8e8e8 } .small { fill: #a8a8a8 } .paper { fill: #161616 }
        .grid { stroke: #3c3c3c } .cause { stroke: #9c9c9c } .tip { fill: #9c9c9c }
        .said { fill: #161616; stroke: #e8e8e8 } .bad { fill: #ff8a94 }
        .c0 { fill: #7fb0ff; stroke: #7fb0ff } .c1 { fill: #d79be3; stroke: #d79be3 }
        .c2 { fill: #84cf8f; stroke: #84cf8f } .c3 { fill: #f0b45a; stroke: #f0b45a }
        .c4 { fill: #62ccd8; stroke: #62ccd8 } .c5 { fill: #ff93b5; stroke: #ff93b5 }
        .c6 { fill: #adb1ff; stroke: #adb1ff } .c7 { fill: #cfcf72; stroke: #cfcf72 }
        .none { fill: #a8a8a8; stroke: #a8a8a8 }
        }
        """

    private var scale: String {
        var text = """
            <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" \
            markerHeight="6" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>
            <text class="small" x="12" y="44">seconds</text>

            """
        for moment in layout.moments {
            text += """
                <line class="grid" x1="\(moment.x)" y1="50" x2="\(moment.x)" \
                y2="\(layout.lanesEnd)"/>

                """
            guard let label = moment.label else { continue }
            text += "<text class=\"small\" x=\"\(moment.x + 2)\" y=\"44\">\(label)</text>\n"
        }
        if layout.hasCallbacks {
            text += "<text x=\"12\" y=\"\(layout.y(of: 0) + 4)\">callbacks</text>\n"
        }
        for task in recording.tasks {
            let name = phrases.name(task.id).truncated(to: 16).text
            text += """
                <text x="12" y="\(layout.y(of: task.id) + 4)">\(escaped(name))\
                <title>\(escaped(task.name))</title></text>

                """
        }
        return text
    }

    private var legend: String {
        let y = layout.lanesEnd + 24
        return """
            <g id="legend" transform="translate(12 \(y))">
            <rect class="none" width="24" height="14" y="-10"/><text x="30">runs</text>
            <rect class="none ready" width="24" height="7" x="90" y="-7"/>\
            <text x="120">is ready</text>
            <rect class="none wait" width="24" height="2" x="200" y="-4"/>\
            <text x="230">waits</text>
            <circle class="said" cx="300" cy="-4" r="4"/><text x="310">prints</text>
            <text x="380">✓ ends  ✗ fails  → makes ready</text>
            <text class="small" y="18">not to scale: each event has its room, the times stand \
            above</text>
            </g>
            """
    }
}
