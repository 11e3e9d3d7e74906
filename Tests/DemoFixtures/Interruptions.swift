import AsyncLoop
import Glibc

/// Runs on the main thread of a process of their own, to which real SIGINTs are sent.
enum Interruptions {
    static let all: [String: @Sendable () -> Void] = [
        "first": first, "second": second, "swallowed": swallowed, "restored": restored,
        "handled": handled, "elsewhere": elsewhere, "stuck": stuck,
    ]

    /// `--interrupt NAME`: runs it and exits.
    static func runIfAsked() {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, arguments[1] == "--interrupt", let run = all[arguments[2]]
        else { return }
        // Whoever started this may have it ignored, or blocked.
        signal(SIGINT, SIG_DFL)
        var interrupt = sigset_t()
        sigemptyset(&interrupt)
        sigaddset(&interrupt, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &interrupt, nil)
        run()
        exit(0)
    }

    private static func say(_ run: () throws -> Void) {
        do {
            try run()
            print("run returned")
        } catch { print("run threw \(error)") }
    }

    private static func pressControlC() { kill(getpid(), SIGINT) }

    /// The task that waits is cancelled, and the run throws.
    private static func first() {
        say {
            try EventLoop.run(clock: .real) {
                EventLoop.callSoon { pressControlC() }
                do { try await sleep(60) } catch {
                    print("main: \(error)")
                    throw error
                }
            }
        }
    }

    /// A clean-up that takes too long is ended by the second.
    private static func second() {
        say {
            try EventLoop.run(clock: .real) {
                EventLoop.callSoon { pressControlC() }
                do { try await sleep(60) } catch {
                    EventLoop.callSoon { pressControlC() }
                    do { try await sleep(60) } catch { print("clean-up: \(error)") }
                }
            }
        }
    }

    /// A main task that goes on in spite of it has a result.
    private static func swallowed() {
        say {
            let result = try EventLoop.run(clock: .real) {
                EventLoop.callSoon { pressControlC() }
                try? await sleep(60)
                return 7
            }
            print("result", result)
        }
    }

    private static var hasHandler: Bool {
        var now = sigaction()
        sigaction(SIGINT, nil, &now)
        return unsafeBitCast(now.__sigaction_handler.sa_handler, to: Int.self) != 0
    }

    private static func restored() {
        print("before", hasHandler)
        say { try EventLoop.run { print("meanwhile", hasHandler) } }
        print("after", hasHandler)
    }

    /// A program that handles SIGINT itself goes on doing so.
    private static func handled() {
        signal(SIGINT) { _ in _ = write(STDOUT_FILENO, "own handler\n", 12) }
        say {
            try EventLoop.run(clock: .real) {
                EventLoop.callSoon { pressControlC() }
                try await sleep(0.05)
            }
        }
        print("after", hasHandler)
    }

    /// Off the main thread nothing is installed.
    private static func elsewhere() {
        var thread = pthread_t()
        pthread_create(
            &thread,
            nil,
            { _ in
                try? EventLoop.run { print("meanwhile", Interruptions.hasHandler) }
                return nil
            },
            nil
        )
        pthread_join(thread, nil)
    }

    /// A step that does not give the thread back: the third ends the process.
    private static func stuck() {
        say {
            try EventLoop.run(clock: .real) {
                for _ in 0..<3 { pressControlC() }
                print("never")
            }
        }
    }
}
