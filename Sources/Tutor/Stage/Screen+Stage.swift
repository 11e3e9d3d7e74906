import Glibc
import StyledText
import Terminal
import Trace

extension Screen {
    /// Shows `stage` on the whole screen until it is left, and first what `notice` says.
    ///
    /// The terminal's own screen comes back however that is.
    /// Returns how it was left; nil if there is no screen for it, which is said.
    func perform(_ stage: Stage, _ notice: StageNotice) -> StageExit? {
        flush()
        guard settings.canMoveCursor,
            let keys = KeyInput(
                entering: "\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J",
                leaving: "\u{1B}[?25h\u{1B}[?1049l"
            )
        else {
            show(page.stageless())
            return nil
        }
        defer {
            keys.close()
            follow()
        }
        var view = StageView(stage, notice)
        var isFresh = true
        while true {
            draw(view, clearing: isFresh)
            isFresh = false
            switch keys.next(timeout: view.interval) {
            case .key(let key):
                isFresh = key == .control("l")
                guard view.press(key) else { return view.exit }
            case .timedOut: view.tick()
            case .resized, .continued: isFresh = true
            case .end: return view.exit
            }
        }
    }

    private func draw(_ view: StageView, clearing: Bool) {
        // The window counts, whatever width was asked for: there is no scrolling here.
        let size = WindowSize(of: STDOUT_FILENO) ?? settings.size
        var text = clearing ? "\u{1B}[2J" : ""
        for (row, line) in view.lines(width: size.columns, height: size.rows).enumerated() {
            text += "\u{1B}[\(row + 1);1H" + line.rendered(settings.rendering)
            // Behind a full line there is nothing, and the cursor still stands on its end.
            if line.displayWidth < size.columns { text += "\u{1B}[K" }
        }
        Output.standard.write(text)
    }
}
