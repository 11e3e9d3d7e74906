import AsyncLoop
internal import CConfine
import Glibc
import LoopEvents

/// A program that a lesson shows and runs.
public struct DemoProgram: Sendable {
    /// The clock it runs on.
    public var clock: LoopClock
    /// Its code.
    public var body: @EventLoop @Sendable () async throws -> Void

    /// A program and the clock it runs on.
    public init(clock: LoopClock, body: @escaping @EventLoop @Sendable () async throws -> Void) {
        self.clock = clock
        self.body = body
    }
}

/// The child's side of a demo: a process that runs one program and writes its record.
///
/// The parent starts it with `argument` first, the lesson and the demo after it, then what is to be
/// different in this run (``Experiment``), the record as descriptor `recordDescriptor`, and looks at the record when the process has ended, however.
public enum DemoHost {
    /// The first argument that asks a program to be a demo's host.
    public static let argument = "--run-demo-in-this-process"

    /// The descriptor that the record comes on.
    public static let recordDescriptor: Int32 = 3

    /// How a run ended, as the child says it in the record; 0 is left for "it never said".
    public enum Ending: Int, Sendable {
        /// The program's `main` returned.
        case finished = 1
        /// It threw; the text is the error.
        case failed
        /// Tasks wait for what can never come; the text names them.
        case deadlocked
        /// Ctrl-C ended it.
        case interrupted
    }

    /// Runs the demo that the process's arguments ask for and exits; returns if they ask for none.
    ///
    /// `find` gives the program for a lesson and a demo, by name. Exits with 0 if the program
    /// finished, 1 if it did not, 64 if it cannot be run at all.
    public static func runChildIfAsked(_ find: (_ lesson: String, _ demo: String) -> DemoProgram?) {
        let arguments = CommandLine.arguments
        guard arguments.count > 1, arguments[1] == argument else { return }
        guard arguments.count >= 4, let program = find(arguments[2], arguments[3]) else {
            refuse("no such demo")
        }
        exit(run(program))
    }

    /// Runs `program` as the whole work of this process; the record is on `recordDescriptor`.
    ///
    /// Returns the process's exit code.
    public static func run(_ program: DemoProgram) -> Int32 {
        guard let record = mapRecord() else { refuse("no record to write to") }
        applyLimits()
        let changes = CommandLine.arguments.dropFirst(4)
        guard let experiment = Experiment(arguments: changes) else { refuse("no such change") }
        let recorder = Recorder(writingTo: record)
        let (ending, text) = outcome(of: program, recorder, experiment)
        record.end(code: ending.rawValue, text: text)
        fflush(nil)
        return ending == .finished ? 0 : 1
    }

    private static func outcome(
        of program: DemoProgram,
        _ recorder: Recorder,
        _ experiment: Experiment
    ) -> (Ending, String) {
        do {
            try EventLoop.run(
                clock: program.clock,
                recorder: recorder,
                experiment: experiment,
                line: 0
            ) { try await program.body() }
            return (.finished, "")
        } catch let error as DeadlockError {
            return (.deadlocked, error.pending.joined(separator: ", "))
        } catch is InterruptedError {
            return (.interrupted, "")
        } catch {
            return (.failed, "\(error)")
        }
    }

    private static func mapRecord() -> RecordBuffer? {
        var status = stat()
        guard fstat(recordDescriptor, &status) == 0, status.st_size > 0 else { return nil }
        let size = Int(status.st_size)
        guard
            let base = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, recordDescriptor, 0),
            base != MAP_FAILED
        else { return nil }
        // The mapping stays; a demo that closes descriptors cannot reach it.
        close(recordDescriptor)
        return RecordBuffer(existing: base, byteCount: size)
    }

    /// The environment's name for the limit on memory, in bytes.
    public static let memoryLimitVariable = "LOOPWALK_DEMO_MEMORY"

    /// The environment's name for the limit on each file that is written, in bytes.
    public static let fileLimitVariable = "LOOPWALK_DEMO_FILE"

    /// The environment's name for the run, the parent's process number and a number: by it what the
    /// demo starts can be told.
    public static let runVariable = "LOOPWALK_DEMO_RUN"

    private static func applyLimits() {
        confine_process(number(memoryLimitVariable), number(fileLimitVariable))
        // Its parent may have ended before this process was set to end with it.
        let run = getenv(runVariable).map { String(cString: $0) } ?? ""
        if let parent = pid_t(run.prefix { $0 != "-" }), parent != getppid() { _exit(1) }
    }

    private static func number(_ variable: String) -> UInt {
        getenv(variable).flatMap { UInt(String(cString: $0)) } ?? 0
    }

    private static func refuse(_ reason: String) -> Never {
        let message = "loopwalk: cannot run the demo: \(reason)\n"
        write(STDERR_FILENO, message, message.utf8.count)
        exit(64)
    }
}
