import Glibc

/// The kernel's watch over file descriptors, and the way for another thread to end a wait for them.
///
/// The only file that knows of epoll and eventfd. Swift's Glibc module leaves both out, and a C
/// module of the package's own would have to be found by every program that imports AsyncLoop, so
/// the functions are looked up by name in the C library that is linked already.
final class Epoll: Sendable {
    private let poll: Int32
    /// What ends a wait when it is rung.
    let bell: Int32

    /// Throws the `errno` of what failed, as when the process has no descriptor left.
    init() throws(ErrorNumber) {
        poll = calls.create(closeOnExec)
        guard poll >= 0 else { throw ErrorNumber.last }
        bell = calls.bell(0, closeOnExec | nonBlocking)
        guard bell >= 0 else {
            defer { close(poll) }
            throw ErrorNumber.last
        }
        if let error = control(.add, bell, .reading) {
            close(poll)
            close(bell)
            throw error
        }
    }

    deinit {
        close(poll)
        close(bell)
    }

    // MARK: What is watched

    /// Watches `descriptor` for `readiness`; `once` ends that with the first report, but the kernel
    /// goes on knowing the descriptor (`isKnown`), and to watch it again costs it less.
    ///
    /// A descriptor may have been closed, and its number given to another, since the kernel got to
    /// know it: it was forgotten then without a word.
    func watch(
        _ descriptor: Int32,
        for readiness: Readiness,
        once: Bool,
        isKnown: Bool
    ) throws(ErrorNumber) {
        var error = control(isKnown ? .modify : .add, descriptor, readiness, once: once)
        if isKnown, error?.value == ENOENT {
            error = control(.add, descriptor, readiness, once: once)
        } else if !isKnown, error?.value == EEXIST {
            error = control(.modify, descriptor, readiness, once: once)
        }
        if let error { throw error }
    }

    /// Ends what `watch` began.
    func forget(_ descriptor: Int32) {
        _ = control(.remove, descriptor, [])
    }

    /// What epoll_ctl is asked for, by its number there.
    private enum Operation: Int32 {
        case add = 1
        case remove = 2
        case modify = 3
    }

    private func control(
        _ operation: Operation,
        _ descriptor: Int32,
        _ readiness: Readiness,
        once: Bool = false
    ) -> ErrorNumber? {
        withUnsafeTemporaryAllocation(byteCount: RawEvent.stride, alignment: 8) { event in
            RawEvent.write(readiness, once: once, of: descriptor, to: event.baseAddress!)
            let failed = calls.control(poll, operation.rawValue, descriptor, event.baseAddress) != 0
            return failed ? ErrorNumber.last : nil
        }
    }

    // MARK: Waiting

    /// Waits until one of at most `count` watched descriptors is ready, somebody rings, or
    /// `timeout` nanoseconds have passed (−1: for ever), and adds what is ready to `found`.
    func wait(
        _ timeout: Int64,
        count: Int,
        into found: inout [(descriptor: Int32, readiness: Readiness)]
    ) {
        let capacity = count + 1
        withUnsafeTemporaryAllocation(byteCount: capacity * RawEvent.stride, alignment: 8) {
            let events = $0.baseAddress!
            let deadline = timeout > 0 ? LoopClock.monotonic() + timeout : 0
            var left = timeout
            var ready = poll(into: events, capacity, left)
            while ready < 0, errno == EINTR {
                if timeout > 0 { left = max(0, deadline - LoopClock.monotonic()) }
                ready = poll(into: events, capacity, left)
            }
            for index in 0..<max(0, Int(ready)) {
                let event = RawEvent.read(events + index * RawEvent.stride)
                if event.descriptor != bell { found.append(event) }
            }
        }
    }

    private func poll(
        into events: UnsafeMutableRawPointer,
        _ capacity: Int,
        _ timeout: Int64
    ) -> Int32 {
        if timeout <= 0 { return calls.wait(poll, events, Int32(capacity), Int32(timeout)) }
        if let preciseWait = calls.preciseWait {
            var limit = timespec(
                tv_sec: Int(timeout / 1_000_000_000),
                tv_nsec: Int(timeout % 1_000_000_000)
            )
            let ready = preciseWait(poll, events, Int32(capacity), &limit, nil)
            if ready >= 0 || errno != ENOSYS { return ready }
        }
        // An older kernel: to the next millisecond, as a deadline may be late but not early.
        let milliseconds = (timeout - 1) / 1_000_000 + 1
        return calls.wait(poll, events, Int32(capacity), Int32(clamping: milliseconds))
    }

    /// Ends the wait that goes on, or the next one. From any thread, or a signal handler.
    static func ring(_ bell: Int32) {
        var one: UInt64 = 1
        write(bell, &one, MemoryLayout.size(ofValue: one))
    }

    /// Takes a ring back once it has been heard.
    func silence() {
        var count: UInt64 = 0
        read(bell, &count, MemoryLayout.size(ofValue: count))
    }
}

/// What a system call left in `errno`.
struct ErrorNumber: Error {
    let value: Int32

    static var last: ErrorNumber { ErrorNumber(value: errno) }

    /// The C library's words for it.
    var text: String { String(cString: strerror(value)) }
}

/// One `struct epoll_event`, which only x86-64 packs.
private enum RawEvent {
    #if arch(x86_64)
        static let stride = 12
        private static let offset = 4
    #else
        static let stride = 16
        private static let offset = 8
    #endif
    private static let input: UInt32 = 0x1
    private static let output: UInt32 = 0x4
    private static let oneShot: UInt32 = 1 << 30

    static func write(
        _ readiness: Readiness,
        once: Bool,
        of descriptor: Int32,
        to event: UnsafeMutableRawPointer
    ) {
        var mask: UInt32 = 0
        if readiness.contains(.reading) { mask |= input }
        if readiness.contains(.writing) { mask |= output }
        if once { mask |= oneShot }
        event.storeBytes(of: mask, as: UInt32.self)
        event.storeBytes(of: Int64(descriptor), toByteOffset: offset, as: Int64.self)
    }

    /// An error or a hang-up counts as both: whoever reads or writes is to run into it.
    static func read(
        _ event: UnsafeMutableRawPointer
    ) -> (descriptor: Int32, readiness: Readiness) {
        let mask = event.load(as: UInt32.self)
        var readiness: Readiness = []
        if mask & ~output != 0 { readiness.insert(.reading) }
        if mask & ~input != 0 { readiness.insert(.writing) }
        let data = event.loadUnaligned(fromByteOffset: offset, as: Int64.self)
        return (Int32(truncatingIfNeeded: data), readiness)
    }
}

private let closeOnExec = Int32(O_CLOEXEC)
private let nonBlocking = Int32(O_NONBLOCK)

/// The C library's functions, by their signatures on Linux.
private struct Calls {
    typealias Create = @convention(c) (Int32) -> Int32
    typealias Bell = @convention(c) (UInt32, Int32) -> Int32
    typealias Control = @convention(c) (Int32, Int32, Int32, UnsafeMutableRawPointer?) -> Int32
    typealias Wait = @convention(c) (Int32, UnsafeMutableRawPointer, Int32, Int32) -> Int32
    typealias PreciseWait =
        @convention(c) (
            Int32, UnsafeMutableRawPointer, Int32, UnsafePointer<timespec>, UnsafeRawPointer?
        ) -> Int32

    let create: Create
    let bell: Bell
    let control: Control
    let wait: Wait
    /// Takes nanoseconds; nil in a C library from before 2021.
    let preciseWait: PreciseWait?

    init() {
        create = libraryFunction("epoll_create1", as: Create.self)!
        bell = libraryFunction("eventfd", as: Bell.self)!
        control = libraryFunction("epoll_ctl", as: Control.self)!
        wait = libraryFunction("epoll_wait", as: Wait.self)!
        preciseWait = libraryFunction("epoll_pwait2", as: PreciseWait.self)
    }
}

private let calls = Calls()

/// The function `name` of the libraries that are loaded.
func libraryFunction<Function>(_ name: String, as type: Function.Type) -> Function? {
    // Safe: `type` is the function's signature in the C library's headers, as a C pointer.
    dlsym(nil, name).map { unsafeBitCast($0, to: type) }
}
