import DemoRunner
import StyledText
import Trace

/// A look into the runs of a file: where one is in them, and what a line of input asks for.
struct RecordSession: Conversation {
    var page: Page
    let speed = Speed.instant
    private let recordings: [Recording]
    /// Which of the runs is looked into.
    private var number = 0
    private var inspection: Inspection

    /// A look into `recordings`, at least one.
    init(_ recordings: [Recording], page: Page) {
        self.recordings = recordings
        self.page = page
        inspection = Inspection(recordings[0])
    }

    var recording: Recording? { inspection.recording }

    /// The run's name and, once one has gone to some moment of it, how far one is in it.
    var prompt: StyledLine {
        let place = inspection.stage.map { " \($0.index)/\($0.count)" } ?? ""
        return StyledLine(RunNames.short(recordings[number].title) + place, .strong) + "> "
    }

    /// What is shown first: what the file holds, and what can be done.
    func begin() -> [Action] {
        [
            .show(page.summary(of: inspection.recording)),
            .close(page.recordFooter(runs: recordings.count)),
        ]
    }

    mutating func respond(to line: String) -> [Action] {
        do throws(Misread) {
            return try perform(Command.read(line, among: CommandTable.record))
        } catch {
            return [.refuse(error.message)]
        }
    }

    mutating func giveUp() -> [Action] { [] }

    /// Nothing is run here.
    mutating func ended(_ run: DemoRun, of order: DemoOrder) -> [Action] { [] }

    mutating func left(_ exit: StageExit) -> [Action] {
        let lines = inspection.left(exit.stage, on: page)
        guard exit.asked != nil else { return [.show(lines)] }
        return [.open(exit.stage, StageNotice(message: Self.isOnlyRecord))]
    }

    private static let isOnlyRecord =
        "this is a record, and not the demo: it cannot be run again with something changed"

    private mutating func perform(_ command: Command) throws(Misread) -> [Action] {
        switch command {
        case .next: return [.show(try inspection.step(1, on: page))]
        case .step(let count): return [.show(try inspection.step(count, on: page))]
        case .at(let index), .answer(let index):
            return [.show(try inspection.at(index, on: page))]
        case .board: return [.show(inspection.board(on: page))]
        case .stage: return [.open(inspection.opened())]
        case .find(let phrase):
            guard let found = inspection.find(phrase, on: page) else {
                throw Misread(message: "no step of the run says '\(phrase.quotable)'")
            }
            return [.show(found)]
        case .log: return [.play(page.log(of: inspection.recording))]
        case .why(let question): return [.show(try inspection.why(question, on: page))]
        case .whyNot(let task): return [.show(try inspection.whyNot(task, on: page))]
        case .lanes(let scale): return [.show(inspection.lanes(scale, on: page))]
        case .explain(nil): return [.show(page.diagnoses(inspection.recording.diagnoses))]
        case .explain(let code?): return [.show(try page.explanation(named: code))]
        case .compare(let names): return [.show(try comparison(names))]
        case .list: return [.show(page.list(of: recordings, at: number))]
        case .open(let name, _): return try open(name)
        case .code: return [.show(try code())]
        case .export(let format, let file): return [inspection.export(format, to: file)]
        case .help(let name): return [.show(try help(name))]
        case .quit: return [.leave]
        default: throw Misread(message: "that is for lessons; help lists what there is here")
        }
    }

    private func code() throws(Misread) -> [StyledLine] {
        guard let code = inspection.recording.code else {
            throw Misread(message: "the file does not say what code was run")
        }
        return page.set(code: sanitized(code), caption: "Swift")
    }

    private func help(_ name: String?) throws(Misread) -> [StyledLine] {
        guard let name else {
            return page.help(CommandTable.record, onReturn: " on an empty line goes a step on.")
        }
        return page.help(for: try CommandTable.entry(name, among: CommandTable.record))
    }

    // MARK: Several runs

    private mutating func open(_ name: String) throws(Misread) -> [Action] {
        number = try index(of: name)
        inspection = Inspection(recordings[number])
        return [.show(page.summary(of: inspection.recording))]
    }

    private func comparison(_ names: [String]) throws(Misread) -> [StyledLine] {
        guard names.count == 2 || recordings.count == 2 else {
            throw Misread(message: "which two runs? list shows the file's; compare 1 2, say")
        }
        let pair = names.count == 2 ? [try index(of: names[0]), try index(of: names[1])] : [0, 1]
        return page.comparison(
            recordings[pair[0]],
            named: RunNames.short(recordings[pair[0]].title),
            recordings[pair[1]],
            named: RunNames.short(recordings[pair[1]].title)
        )
    }

    private func index(of name: String) throws(Misread) -> Int {
        if let number = Int(name), recordings.indices.contains(number - 1) { return number - 1 }
        let found =
            recordings.firstIndex { $0.title == name }
            ?? recordings.firstIndex { $0.title.hasSuffix("/\(name)") }
        guard let found else {
            throw Misread(message: "there is no run '\(name.quotable)'; list shows the file's")
        }
        return found
    }
}

/// What runs are called where there is little room.
enum RunNames {
    /// The demo's name out of a title such as `tasks/cancel`.
    static func short(_ title: String) -> String {
        let name = title.split(separator: "/").last.map(String.init) ?? ""
        return name.isEmpty ? "run" : name.quotable
    }
}
