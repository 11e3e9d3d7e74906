import Platform
import StyledText
import Terminal

/// The tutor at its prompt: reads a line, lets the session decide, does it, until the end.
public struct Prompt {
    private let screen: Screen
    private let course: Course
    private let folder: UserFolder?
    private let copies: CopyFolder
    /// Whether each command is shown before its results, as a terminal would.
    private let echoes: Bool
    private let keys: LineEditor.Keys

    /// A prompt for `course` on `screen`, with progress and history in `folder`, and the learner's
    /// copies of demos in `edits`.
    public init(
        _ course: Course,
        on screen: Screen,
        folder: UserFolder?,
        edits: UserFolder? = nil,
        keys: LineEditor.Keys = .emacs,
        echoes: Bool = false
    ) {
        self.course = course
        self.screen = screen
        self.folder = folder
        copies = CopyFolder(in: edits)
        self.echoes = echoes
        self.keys = keys
    }

    /// Runs until the learner leaves; begins at the lesson named `start`, or where they left off.
    ///
    /// Returns the exit code: 0 on a terminal, where a slip has been seen and mended; else, of the
    /// commands read, that of the first that went wrong.
    /// Errors: `Misread`, if there is no lesson `start`; it may be a slip for one of `commands`.
    public func run(
        from start: String? = nil,
        orAmong commands: [String] = []
    ) throws(Misread) -> Int32 {
        // Of a lesson from outside no progress is kept.
        var file = course.file == nil ? ProgressFile(in: folder) : nil
        let progress = file?.load() ?? Progress()
        let troubles = file?.takeTroubles() ?? []
        var session = Session(course, progress: progress, page: screen.page)
        session.copies = copies.load()
        var performer = Performer(on: screen, keepingProgressIn: file, copiesIn: copies)
        let opening = try start.map { name throws(Misread) in
            try session.open(name, step: nil, orAmong: commands)
        }
        troubles.forEach(screen.complain)
        let actions = opening ?? session.begin()
        let tasks = TaskNames()
        var lines = standardLines(
            settings: screen.settings,
            history: folder?.file("history"),
            keys: keys,
            completion: Completion(course, tasks: tasks).candidates
        )
        performer.converse(&session, from: actions, tasks: tasks, echoes: echoes) { prompt in
            lines.nextLine(prompt: prompt)
        }
        return screen.isInteractive ? 0 : performer.exitCode
    }
}

extension Performer {
    /// Performs `actions`, then what each line asks for, until one of them is to leave.
    ///
    /// `tasks` is told of the tasks that can be named; `echoes` shows each line before its results.
    mutating func converse(
        _ session: inout some Conversation,
        from actions: [Action],
        tasks: TaskNames,
        echoes: Bool = false,
        nextLine: (StyledLine) -> LineInput
    ) {
        var actions = actions
        speed = session.speed
        while perform(
            actions,
            ended: { session.ended($0, of: $1) },
            left: { session.left($0) },
            edited: { session.edited($0, $1) }
        ) {
            tasks.take(from: session.recording)
            switch nextLine(session.prompt) {
            case .line(let line):
                screen.follow()
                if echoes { screen.show([StyledLine(("> " + line.quotable).trimmed)]) }
                session.page = screen.page
                session.take(copies.load())
                actions = session.respond(to: line)
                speed = session.speed
            case .interrupted:
                actions = session.giveUp()
            case .end:
                // An editor ends its line by itself; a terminal without one shows nothing.
                if screen.isInteractive, !screen.settings.canMoveCursor { screen.show([""]) }
                actions = [.leave]
            }
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(reversed().drop(while: \.isWhitespace).reversed())
    }
}
