import Glibc
import Platform
import Terminal

extension Performer {
    /// Lets the learner change a copy of a demo.
    func edit(_ order: EditOrder) -> EditOutcome {
        guard let editor = TextEditor.ofThisUser(onTerminal: screen.isInteractive) else {
            return .failed(
                screen.isInteractive
                    ? "there is no editor; set VISUAL or EDITOR to one"
                    : "there is no terminal to edit on; set EDITOR to a program that needs none"
            )
        }
        let (lesson, demo) = (order.lesson, order.demo.name)
        let before: String?
        let after: String?
        let ending: TextEditor.Ending
        do throws(Misread) {
            before = try copies.code(lesson, demo)
            let path = try copies.begin(lesson, demo, code: order.demo.code)
            ending = editor.edit(path, onTerminal: screen.isInteractive)
            screen.follow()
            after = try copies.code(lesson, demo)
        } catch {
            return .failed(error.message)
        }
        let isCopy = after != nil && after != order.demo.code
        if !isCopy { copies.drop(lesson, demo) }
        if let trouble = ending.trouble(of: editor) {
            return .failed(trouble + (isCopy ? "; run runs your copy as it is" : ""))
        }
        guard let after, isCopy else {
            return before == nil ? .unchanged : .asInLesson
        }
        return after == before ? .unchanged : .changed(after)
    }

    /// Takes a copy out of use; returns what there is to say.
    mutating func discard(_ lesson: String, _ demo: String) {
        do throws(Misread) {
            let backup = try copies.setAside(lesson, demo)
            tell(
                "\(demo) is as the lesson has it again. Your copy is kept as \(Self.fromHome(backup))."
            )
        } catch {
            complain(error.message)
        }
    }

    /// `path` as a shell's user would write it.
    private static func fromHome(_ path: String) -> String {
        guard let home = getenv("HOME").map({ String(cString: $0) }), home.count > 1,
            path.hasPrefix(home + "/")
        else { return path }
        return "~" + path.dropFirst(home.count)
    }
}

extension TextEditor.Ending {
    /// What is to be said of it; nil if all is well.
    fileprivate func trouble(of editor: TextEditor) -> String? {
        switch self {
        case .exited(0): nil
        case .exited(126), .exited(127):
            "the editor '\(editor.command.quotable)' cannot be started; set VISUAL or EDITOR to one"
        case .exited(let code):
            "the editor '\(editor.command.quotable)' ended with code \(code), so nothing was run"
        case .killed(let signal):
            "the editor '\(editor.command.quotable)' died of signal \(signal), so nothing was run"
        case .failed(let error):
            "the editor '\(editor.command.quotable)' cannot be started: \(error)"
        }
    }
}
