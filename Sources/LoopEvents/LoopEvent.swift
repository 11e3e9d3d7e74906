/// One thing that happened on the loop: a fixed record of at most 64 bytes.
///
/// Strings are numbers into the record's string table, so the whole event can be written to shared
/// memory with one store and read after its writer has died.
public struct LoopEvent: BitwiseCopyable, Equatable, Sendable {
    /// The `cause` of an event that nothing on the loop caused.
    public static let noCause = UInt32.max

    /// Loop time in nanoseconds since the loop started.
    public var time: Int64 = 0
    /// A number whose meaning belongs to `kind`: a deadline, a count, a descriptor.
    public var value: Int64 = 0
    /// A second number whose meaning belongs to `kind`.
    public var detail: Int64 = 0
    /// The event's place in the record, from 0.
    public var sequence: UInt32 = 0
    /// The sequence number of the event that made this one happen, or `noCause` for a root.
    public var cause: UInt32 = LoopEvent.noCause
    /// The turn of the loop it happened in; 0 before the first.
    public var pass: UInt32 = 0
    /// The task it happened to, from 1; 0 for none.
    public var task: UInt32 = 0
    /// The handle, future, timer, job or coroutine it is about, from 1; 0 for none.
    public var subject: UInt32 = 0
    /// A second task: a parent, or the target of a cancellation; 0 for none.
    public var other: UInt32 = 0
    /// A string of the record's table: a name, a message, the text printed.
    public var text: UInt32 = 0
    /// The source line it was asked for on; 0 if unknown.
    public var line: UInt32 = 0

    @usableFromInline var kindByte: UInt8 = 0
    @usableFromInline var roleByte: UInt8 = 0
    @usableFromInline var outcomeByte: UInt8 = 0
    // Written out so that no byte of the record is left to chance.
    @usableFromInline var spareByte: UInt8 = 0
    @usableFromInline var spareWord: UInt32 = 0

    /// An event of `kind`, its other fields zero.
    @inlinable
    public init(_ kind: EventKind) {
        kindByte = kind.rawValue
    }

    /// What happened; `loopStarted` where the record holds no kind that is known: see `isSound`.
    @inlinable
    public var kind: EventKind {
        get { EventKind(rawValue: kindByte) ?? .loopStarted }
        set { kindByte = newValue.rawValue }
    }

    /// Whether kind, role and outcome are ones this version knows; a damaged record may hold
    /// others.
    public var isSound: Bool {
        EventKind(rawValue: kindByte) != nil && WaitRole(rawValue: roleByte) != nil
            && Outcome(rawValue: outcomeByte) != nil
    }

    /// What a suspended task waits on, or a future stands for.
    @inlinable
    public var role: WaitRole {
        get { WaitRole(rawValue: roleByte) ?? .none }
        set { roleByte = newValue.rawValue }
    }

    /// How something ended.
    @inlinable
    public var outcome: Outcome {
        get { Outcome(rawValue: outcomeByte) ?? .none }
        set { outcomeByte = newValue.rawValue }
    }

    /// Of a wait for a file descriptor: which one, and whether to write rather than read.
    public var awaitedDescriptor: (number: Int64, toWrite: Bool)? {
        guard kind == .taskSuspended, role == .fd, detail > 0 else { return nil }
        return (detail >> 2, detail & 3 == 2)
    }
}
