import DemoHost
import Glibc
import LoopEvents
import Platform
import Trace

/// Runs demos, each in a process of its own, and brings their records home.
public enum DemoRunner {
    /// Runs the demo that `request` asks for, to its end or to a limit.
    ///
    /// Ctrl-C goes to the demo, as to a program of its own; a second one, or one second without an
    /// end, kills it. The record is whole up to the end in every case.
    /// Errors: `DemoStartError` if no process could be started.
    public static func run(_ request: DemoRequest) throws -> DemoRun {
        let record = try SharedRecord(limits: request.limits)
        let interrupts = try interrupts()
        let folder = try ScratchFolder()
        let child = try ChildProcess(request, record: record, in: folder)
        defer { close(child.output) }
        let descendants = Descendants(of: child)
        var watch = Watch(request.limits, record.buffer, child, interrupts)
        let status = watch.untilEnd { descendants.count(upTo: $0) }
        let processesLeft = descendants.end()
        watch.drain()
        let crash = CrashReport(
            String(decoding: watch.output, as: UTF8.self),
            file: request.codeFile
        )
        var run = DemoRun(
            recording: Recording(
                record.buffer,
                title: "\(request.lesson)/\(request.demo)",
                firstLine: request.firstLine,
                clock: request.clock
            ),
            ending: watch.stopped ?? ending(status, crash, record.buffer, request.limits),
            unattributed: crash.output
        )
        // One that was stopped had no chance to end what it had started.
        if watch.stopped == nil { run.processesLeft = processesLeft }
        if case .crashed = run.ending {
            run.crashLine = crash.line.map { $0 - request.firstLine + 1 }
        }
        return run
    }

    private static func interrupts() throws -> Interrupts {
        do throws(SystemError) {
            return try Interrupts()
        } catch {
            throw DemoStartError(description: "no pipe for Ctrl-C: \(error)")
        }
    }

    private static func ending(
        _ status: Int32,
        _ crash: CrashReport,
        _ record: RecordBuffer,
        _ limits: DemoLimits
    ) -> DemoRun.Ending {
        if record.droppedEvents > 0 { return .hitLimit(.events(limits.events)) }
        if record.outputBytes > limits.outputBytes {
            return .hitLimit(.output(bytes: limits.outputBytes))
        }
        let (code, text) = record.ending
        switch DemoHost.Ending(rawValue: code) {
        case .finished: return .finished
        case .failed: return .failed(text)
        case .deadlocked: return .deadlocked(text.split(separator: ", ").map(String.init))
        case .interrupted: return .interrupted
        case nil: break
        }
        let signal = status & 0x7f
        guard signal != 0 else { return .exited(code: (status >> 8) & 0xff) }
        // Ctrl-C came before the child was ready to tell its loop.
        if signal == SIGINT { return .interrupted }
        // An allocation that the limit refuses ends in a trap like any other.
        if crash.isOutOfMemory { return .hitLimit(.memory(bytes: limits.memoryBytes)) }
        if signal == SIGXFSZ { return .hitLimit(.file(bytes: limits.fileBytes)) }
        return .crashed(signal: signal, message: crash.message)
    }
}

/// Looks after a running child: collects its output, holds it to its limits, passes on Ctrl-C.
private struct Watch {
    private let limits: DemoLimits
    private let record: RecordBuffer
    private let child: ChildProcess
    private let interrupts: Interrupts
    private let deadline: Int64
    private var killAfter: Int64?
    private var outputIsOpen = true

    /// What the child wrote past the record.
    private(set) var output: [UInt8] = []
    /// Why it was stopped, if it was.
    private(set) var stopped: DemoRun.Ending?

    init(
        _ limits: DemoLimits,
        _ record: RecordBuffer,
        _ child: ChildProcess,
        _ interrupts: Interrupts
    ) {
        self.limits = limits
        self.record = record
        self.child = child
        self.interrupts = interrupts
        deadline = Self.now() + Int64(limits.seconds * 1e9)
    }

    /// Returns how the process ended, as `wait` says it.
    ///
    /// `processes` counts those that the child has started, up to a number.
    mutating func untilEnd(_ processes: (Int) -> Int) -> Int32 {
        var nextCount = Self.now()
        while true {
            if let status = child.poll() { return status }
            waitForNews()
            drain()
            passOnInterrupts()
            guard stopped == nil else { continue }
            if let limit = exceeded() {
                stop(.hitLimit(limit))
            } else if Self.now() > nextCount {
                nextCount = Self.now() + 20_000_000
                if processes(limits.processes + 1) > limits.processes {
                    stop(.hitLimit(.processes(limits.processes)))
                }
            }
        }
    }

    /// The pipe's end tells at once that the process is gone; the limits are looked at meanwhile.
    private func waitForNews() {
        var news = [pollfd(fd: interrupts.readEnd, events: Int16(POLLIN), revents: 0)]
        if outputIsOpen {
            news.append(pollfd(fd: child.output, events: Int16(POLLIN), revents: 0))
        }
        poll(&news, nfds_t(news.count), outputIsOpen ? 20 : 1)
    }

    mutating func drain() {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while outputIsOpen {
            let count = read(child.output, &chunk, chunk.count)
            if count > 0 {
                output += chunk[..<min(count, max(0, limits.outputBytes - output.count))]
                if output.count >= limits.outputBytes { return }
            } else {
                if count == 0 || errno != EAGAIN { outputIsOpen = false }
                return
            }
        }
    }

    private mutating func passOnInterrupts() {
        let presses = interrupts.take()
        if presses > 0 {
            if killAfter == nil, presses == 1 {
                child.send(SIGINT)
                killAfter = Self.now() + 1_000_000_000
            } else {
                stop(.interrupted)
            }
        }
        if let killAfter, Self.now() > killAfter, stopped == nil { stop(.interrupted) }
    }

    private func exceeded() -> DemoLimit? {
        if record.droppedEvents > 0 { return .events(limits.events) }
        if output.count >= limits.outputBytes || record.outputBytes > limits.outputBytes {
            return .output(bytes: limits.outputBytes)
        }
        if Self.now() > deadline { return .time(seconds: limits.seconds) }
        return nil
    }

    private mutating func stop(_ ending: DemoRun.Ending) {
        stopped = ending
        child.send(SIGKILL)
    }

    private static func now() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}
