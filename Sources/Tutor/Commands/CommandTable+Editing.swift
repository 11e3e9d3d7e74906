/// The commands that change a demo's code.
extension CommandTable {
    static let edit = Entry(
        name: "edit",
        letter: "e",
        arguments: "[DEMO]",
        summary: "change a demo's code, and run it",
        details: "Opens your own copy in the editor that VISUAL or EDITOR names. When you leave "
            + "the editor the copy is compiled and run; from then on run runs it. diff shows your "
            + "changes, reset DEMO takes them back.",
        read: { $0.count <= 1 ? .edit($0.first) : nil }
    )

    static let diff = Entry(
        name: "diff",
        letter: nil,
        arguments: "[DEMO]",
        summary: "what you changed in a demo",
        details: "Lines that begin with - are the lesson's, those with + yours.",
        read: { $0.count <= 1 ? .diff($0.first) : nil }
    )
}
