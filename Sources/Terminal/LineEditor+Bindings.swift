import CLibedit
import Glibc

extension LineEditor {
    /// Binds what libedit leaves out or has otherwise than people expect.
    ///
    /// Names of keys such as `tab` are not known to it; its own Ctrl-W deletes the whole line.
    func bindKeys() {
        var bindings = [
            ("^R", "em-inc-search-prev"), ("^I", "loopwalk-complete"),
            ("^W", "ed-delete-prev-word"),
        ]
        // In vi's keys Escape must not begin a sequence, beside those that libedit binds itself.
        if String(cString: editor_keys(handle)) == Keys.emacs.rawValue {
            bindings += [
                ("\\e[3~", "ed-delete-next-char"),
                ("\\e[H", "ed-move-to-beg"), ("\\eOH", "ed-move-to-beg"),
                ("\\e[1~", "ed-move-to-beg"),
                ("\\e[F", "ed-move-to-end"), ("\\eOF", "ed-move-to-end"),
                ("\\e[4~", "ed-move-to-end"),
                ("\\e[1;5C", "em-next-word"), ("\\e[1;5D", "ed-prev-word"),
            ]
        }
        for (key, function) in bindings { _ = editor_bind(handle, key, function) }
    }

    /// Obeys the user's file, line by line.
    ///
    /// Not by `el_source`: a line that chooses emacs or vi keys resets all bindings, and ours must
    /// come back before the lines after it, so that the user's own still win.
    func obeyEditrc() {
        guard let path = editrcPath else { return }
        let file = open(path)
        guard file >= 0 else { return }
        defer { close(file) }
        var lines = StreamLines(descriptor: file)
        while case .line(let line) = lines.nextLine(prompt: "") { obey(line) }
    }

    private func open(_ path: String) -> Int32 {
        guard let file = fopen(path, "re") else { return -1 }
        defer { fclose(file) }
        return dup(fileno(file))
    }

    private var editrcPath: String? {
        if let path = getenv("EDITRC") { return String(cString: path) }
        return getenv("HOME").map { String(cString: $0) + "/.editrc" }
    }

    private func obey(_ line: String) {
        let text = line.drop { $0 == " " || $0 == "\t" }
        guard !text.isEmpty, text.first != "#", let words = tok_init(nil) else { return }
        defer { tok_end(words) }
        var count: Int32 = 0
        var list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        guard tok_str(words, String(text), &count, &list) == 0, count > 0, let list else { return }
        _ = el_parse(handle, count, list)
        let arguments = (0..<Int(count)).compactMap { list[$0].map { String(cString: $0) } }
        let isBind = arguments[0] == "bind" || arguments[0].hasSuffix(":bind")
        if isBind && (arguments.contains("-e") || arguments.contains("-v")) { bindKeys() }
    }
}
