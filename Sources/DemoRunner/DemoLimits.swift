/// How much a demo may use before it is stopped.
public struct DemoLimits: Equatable, Sendable {
    /// Real seconds from start to end.
    public var seconds: Double
    /// Events in the record.
    public var events: Int
    /// Bytes of output, recorded and not.
    public var outputBytes: Int
    /// Bytes of address space.
    public var memoryBytes: Int
    /// Bytes of each file that it writes.
    public var fileBytes: Int
    /// Processes that it has started and that are there at once.
    public var processes: Int

    /// The limits of a lesson's demo unless told otherwise: 10 seconds (30 on the real clock, where
    /// it may have to wait for them), 100,000 events, 1 MiB of output, 1 GiB of memory, 64 MiB a
    /// file, 16 processes besides its own.
    public init(
        seconds: Double = 10,
        events: Int = 100_000,
        outputBytes: Int = 1 << 20,
        memoryBytes: Int = 1 << 30,
        fileBytes: Int = 64 << 20,
        processes: Int = 16
    ) {
        self.seconds = seconds
        self.events = events
        self.outputBytes = outputBytes
        self.memoryBytes = memoryBytes
        self.fileBytes = fileBytes
        self.processes = processes
    }
}

/// A limit that a demo ran into.
public enum DemoLimit: Equatable, Sendable {
    /// It did not end in time.
    case time(seconds: Double)
    /// Its record is full.
    case events(Int)
    /// It printed too much.
    case output(bytes: Int)
    /// It wanted too much memory.
    case memory(bytes: Int)
    /// It wrote too large a file.
    case file(bytes: Int)
    /// It started too many processes.
    case processes(Int)

    /// What happened, and what to do about it.
    public var message: String {
        switch self {
        case .time(let seconds):
            "stopped after \(Self.plain(seconds)) s: the demo did not end; "
                + "is there a loop without a way out?"
        case .events(let count):
            "stopped after \(count) events: the record is full; "
                + "is there a loop that never stops waiting?"
        case .output(let bytes):
            "stopped after \(bytes >> 10) KiB of output: the demo prints without end"
        case .memory(let bytes):
            "stopped at \(bytes >> 20) MiB of memory: the demo keeps asking for more"
        case .file(let bytes):
            "stopped as a file it writes came to \(bytes >> 20) MiB: is there a loop without a way out?"
        case .processes(let count):
            "stopped as more than \(count) processes it started were there at once"
        }
    }

    private static func plain(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
    }
}
