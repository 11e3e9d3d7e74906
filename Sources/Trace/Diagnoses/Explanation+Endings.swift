extension Diagnosis {
    /// How a whole program comes to grief.
    var explanationOfEnding: Explanation {
        switch self {
        case .uncaughtError:
            Explanation(
                title: "the program ended with an error",
                meaning: [
                    "An error went all the way up through the main task. An error that is thrown in"
                        + " a task comes out where that task is awaited, so what failed may be"
                        + " another task than the one that ended."
                ],
                swift: """
                    let job = createTask(name: "job") { throw Trouble() }
                    try await job.value()  // it comes out here
                    """,
                python: """
                    job = asyncio.create_task(fails())
                    await job    # it comes out here
                    """,
                mending: [
                    "Put do and catch around the await that lets it out, and decide there.",
                    "why main goes back from the end to the task that failed.",
                ]
            )
        case .crash:
            Explanation(
                title: "the program's process died",
                meaning: [
                    "Swift stops a program that would go on with nonsense: an index outside an"
                        + " array, a nil that was said not to be, a number too large, a"
                        + " precondition. That is no error and cannot be caught. The demo ran in a"
                        + " process of its own, so the record is whole up to the last moment."
                ],
                swift: """
                    let names: [String] = []
                    print(names[0])  // there is none
                    """,
                python: """
                    names = []
                    print(names[0])    # IndexError: can be caught
                    """,
                mending: [
                    "The last row of the log says which task ran, and where it had been waiting"
                        + " before: look at what comes after that await.",
                    "Ask first: names.first instead of names[0], if let instead of an exclamation"
                        + " mark.",
                ]
            )
        case .earlyExit:
            Explanation(
                title: "the program left before its end",
                meaning: [
                    "Something called exit. The process ends at once: no task is cancelled, nothing"
                        + " is cleaned up, nobody who waits hears of it."
                ],
                swift: "exit(7)",
                python: "os._exit(7)",
                mending: [
                    "Return from the main task, or throw an error, and let the loop close."
                ]
            )
        case .timeLimit:
            Explanation(
                title: "the program did not end in time",
                meaning: [
                    "A demo may take so many seconds of real time, however much the loop's own clock"
                        + " says. A loop without an await and without a way out never gives the"
                        + " thread back, so only stopping the process helps."
                ],
                swift: """
                    while EventLoop.isRunning {}  // no await, no end
                    """,
                python: """
                    while loop.is_running(): pass
                    """,
                mending: [
                    "Give the loop an end, and an await: while !done { try await sleep(0.1) }.",
                    "Better still, wait for what is to happen, with a future or an event, and do not"
                        + " look again and again.",
                ]
            )
        case .eventLimit:
            Explanation(
                title: "the record is full",
                meaning: [
                    "Everything that happens on the loop is recorded, and the record has room for"
                        + " so much. A task that waits for nothing in a loop without end fills it"
                        + " in a moment."
                ],
                swift: """
                    while true { try await sleep(0) }
                    """,
                python: """
                    while True:
                        await asyncio.sleep(0)
                    """,
                mending: [
                    "Give the loop a way out, or wait for what is to happen instead of asking at"
                        + " every turn.",
                    "Fewer tasks show the same.",
                ]
            )
        case .outputLimit:
            Explanation(
                title: "the program printed too much",
                meaning: ["More was printed than anybody could read, and the demo was stopped."],
                swift: """
                    while true { print("still here") }
                    """,
                python: """
                    while True:
                        print("still here")
                    """,
                mending: ["Give the loop a way out; print what changes, and not what is."]
            )
        case .memoryLimit:
            Explanation(
                title: "the program wanted too much memory",
                meaning: [
                    "The demo kept asking for memory and gave none back. On a loop that happens"
                        + " easily where work is taken in faster than it is done: a queue without a"
                        + " limit, a task for every item."
                ],
                swift: """
                    var blocks: [[UInt8]] = []
                    while true { blocks.append([UInt8](repeating: 1, count: 16 << 20)) }
                    """,
                python: """
                    blocks = []
                    while True:
                        blocks.append(bytes(16 << 20))
                    """,
                mending: [
                    "Give the queue a maxsize, so that who puts waits for who takes.",
                    "Let so many run at a time: a Semaphore.",
                ]
            )
        case .fileLimit:
            Explanation(
                title: "the program wrote too large a file",
                meaning: [
                    "A demo runs in a folder of its own that is deleted when it ends, and each file"
                        + " it writes may have so many bytes. A loop without a way out fills a disk"
                        + " in seconds."
                ],
                swift: """
                    let file = open("numbers", O_WRONLY | O_CREAT, 0o600)
                    while true { write(file, "1", 1) }
                    """,
                python: """
                    with open("numbers", "w") as file:
                        while True:
                            file.write("1")
                    """,
                mending: ["Give the loop a way out."]
            )
        case .otherProcesses:
            Explanation(
                title: "the program left other processes behind",
                meaning: [
                    "What a demo starts ends with it, whoever started it and wherever it runs. A"
                        + " copy of the demo itself, made by fork, ends at once: it would be a"
                        + " second loop with one record."
                ],
                swift: """
                    var pid = pid_t()
                    posix_spawnp(&pid, "sleep", nil, nil, arguments, environ)
                    // and nobody waits for it
                    """,
                python: """
                    await asyncio.create_subprocess_exec("sleep", "60")
                    # and nobody waits for it
                    """,
                mending: ["Wait for what is started: waitpid, in a job of a thread pool."]
            )
        case .interrupted:
            Explanation(
                title: "Ctrl-C ended the program",
                meaning: [
                    "The first Ctrl-C goes to the demo, as to any program: its main task is"
                        + " cancelled and may clean up (R38). If it does not end within a second,"
                        + " or at a second Ctrl-C, its process is stopped."
                ],
                swift: "",
                python: "",
                mending: ["There is nothing to mend; run starts it again."]
            )
        case .unattributedOutput:
            Explanation(
                title: "something was written past the loop's print",
                meaning: [
                    "What print writes in a demo is recorded, with its time, its task and its line."
                        + " What is written straight to standard output, by C's puts or by a"
                        + " library, is caught and shown, but nobody knows when it was written or by"
                        + " whom."
                ],
                swift: """
                    puts("straight to standard output")
                    """,
                python: """
                    os.write(1, b"straight to standard output")
                    """,
                mending: ["Use print."]
            )
        default:
            Explanation(
                title: "the end of the record makes no sense",
                meaning: [
                    "The program wrote where it must not, and hit its own record. What comes before"
                        + " is sound and is shown."
                ],
                swift: "",
                python: "",
                mending: [
                    "Look for unsafe pointers that are used after what they point to is gone."
                ]
            )
        }
    }
}
