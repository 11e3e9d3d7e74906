import AsyncLoop
import DemoHost
import Glibc
import LoopEvents

/// Programs that behave badly, each in its own way, to be run as demos.
@main
enum Fixtures: LoopProgram {
    static func main() {
        DemoHost.runChildIfAsked { _, name in programs[name] ?? careful[name] }
        runStressIfAsked()
        runHazardsIfAsked()
        Interruptions.runIfAsked()
        fatalError(
            "usage: demo-fixtures --stress DEMO | --interrupt NAME | --hazards|--leaks [SCALE [NAME]]"
        )
    }

    /// `--hazards`: runs them all; a `SCALE` of 10 a tenth of the size, a `NAME` that one alone.
    /// `--leaks`: those that leave nothing behind.
    private static func runHazardsIfAsked() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let mode = arguments.first, ["--hazards", "--leaks"].contains(mode) else { return }
        let hazards = Hazards.all + (mode == "--leaks" ? [] : Hazards.parked)
        let scale = arguments.dropFirst().first.flatMap { Int($0) } ?? 1
        let name = arguments.dropFirst(2).first
        exit(Hazards.run(hazards, scale: scale, name: name) ? 0 : 1)
    }

    /// `--stress DEMO`: runs it in this process with a record of its own, for the sanitizers.
    private static func runStressIfAsked() {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, arguments[1] == "--stress", let program = programs[arguments[2]]
        else { return }
        do {
            let recorder = Recorder(events: 400_000)
            try EventLoop.run(clock: program.clock, recorder: recorder, program.body)
            exit(recorder.buffer.droppedEvents == 0 ? 0 : 1)
        } catch {
            Swift.print("\(arguments[2]) threw \(error)")
            exit(1)
        }
    }

    private static func virtual(
        _ body: @escaping @EventLoop @Sendable () async throws -> Void
    ) -> DemoProgram {
        DemoProgram(clock: .virtual, body: body)
    }

    private struct Mishap: Error, CustomStringConvertible {
        let description = "mishap"
    }

    static let programs: [String: DemoProgram] = [
        "good": virtual {
            print("before")
            try await sleep(10)
            print("after")
        },
        "throws": virtual { throw Mishap() },
        "deadlock": virtual { _ = try await Future<Int>(name: "never").value() },
        "negative-semaphore": virtual { _ = Semaphore(-1) },
        "trap": virtual {
            print("about to trap")
            try await sleep(1)
            let empty: [Int] = []
            print(empty[Int(EventLoop.time)])
        },
        "spin": virtual { while EventLoop.isRunning {} },
        "events": virtual { while true { try await sleep(0) } },
        "output": virtual { while true { print(String(repeating: "x", count: 1000)) } },
        "raw output": virtual {
            let line = String(repeating: "y", count: 1000)
            while true { puts(line) }
        },
        "a little raw output": virtual { puts("straight to standard output") },
        "memory": virtual {
            var blocks: [[UInt8]] = []
            while true { blocks.append([UInt8](repeating: 1, count: 16 << 20)) }
        },
        "exits": virtual { exit(7) },
        "waits for Ctrl-C": DemoProgram(clock: .real) {
            print("waiting")
            do {
                try await sleep(60)
            } catch let error as CancelledError {
                print("cancelled")
                throw error
            }
        },
        "ignores Ctrl-C": DemoProgram(clock: .real) {
            print("waiting")
            while EventLoop.isRunning {}
        },
        "closes descriptors": virtual {
            for descriptor in 0..<Int32(64) { close(descriptor) }
            print("still recorded")
        },
        "orderly": virtual { try await Stress.orderly() },
        "storm": DemoProgram(clock: .real) { try await Stress.storm() },
        "executors": virtual { try await Stress.executors() },
        "leaves a process behind": virtual {
            print("started", Misdeeds.startSleeper(seconds: 60) > 0)
        },
        "leaves a task running": virtual {
            let late = createTask(name: "late") { try await sleep(5) }
            try await sleep(1)
            print("done", late.isDone)
        },
        "large file": virtual { Misdeeds.writeFile(bytes: 2 << 20) },
        "interrupts itself": DemoProgram(clock: .real) {
            kill(getpid(), SIGINT)
            try await sleep(60)
        },
        "writes over its record": virtual {
            try await sleep(1)
            print("damaged", Misdeeds.damageRecord())
        },
        "leaves a stranger behind": virtual {
            print(Misdeeds.shell("env -i setsid sleep 60 & exec sleep 0.5"))
        },
        "writes what cannot be looked into": virtual {
            mkdir("closed", 0o700)
            close(creat("closed/file", 0o600))
            chmod("closed", 0)
            close(creat([CChar(bitPattern: 0xFF), 0], 0o600))
            puts(getcwd(nil, 0))
        },
    ]

    /// Programs that come close to behaving badly, and do not.
    private static let careful: [String: DemoProgram] = [
        "spins for a while": virtual {
            var turns = 0
            while EventLoop.isRunning, turns < 1000 { turns += 1 }
        },
        "waits in vain for a while": virtual {
            for _ in 0..<100 { try await sleep(0) }
        },
        "prints for a while": virtual {
            for _ in 0..<9 { print(String(repeating: "x", count: 1000)) }
        },
        "gives memory back": virtual {
            for _ in 0..<64 { _ = [UInt8](repeating: 1, count: 16 << 20) }
        },
        "returns": virtual { return },
        "prints through the loop": virtual { print("recorded") },
        "waits for its task": virtual {
            let late = createTask(name: "late") { try await sleep(5) }
            try await late.value()
        },
        "waits for its process": virtual {
            let pid = Misdeeds.startSleeper(seconds: 0)
            print("ended", waitpid(pid, nil, 0) == pid)
        },
        "small file": virtual { Misdeeds.writeFile(bytes: 1000) },
        "sends itself another signal": DemoProgram(clock: .real) {
            // However long the machine is busy with others.
            EventLoop.slowCallbackDuration = 60
            kill(getpid(), SIGWINCH)
            try await sleep(0.001)
        },
        "reads its own memory's map": virtual {
            try await sleep(1)
            print("found", Misdeeds.recordAddress() != nil)
        },
    ]
}
