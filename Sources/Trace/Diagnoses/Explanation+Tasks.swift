extension Diagnosis {
    /// What goes wrong on the loop itself.
    var explanationOfTasks: Explanation {
        switch self {
        case .blockedLoop:
            Explanation(
                title: "one turn kept the loop's thread",
                meaning: [
                    "The loop has one thread. While a task computes, or calls something that waits"
                        + " without await, that thread is its own: no other task runs, no timer"
                        + " fires, no answer is read. They all come late. A turn of more than 0.1"
                        + " seconds is reported."
                ],
                swift: """
                    createTask(name: "clock") { try await sleep(0.1) }
                    try await sleep(0)
                    busy(2)  // no await: the clock stands still
                    try await sleep(1)
                    """,
                python: """
                    asyncio.create_task(clock())
                    await asyncio.sleep(0)
                    time.sleep(2)    # not asyncio.sleep
                    """,
                mending: [
                    "If it waits, use what can be awaited: try await sleep(2).",
                    "If it computes or only knows how to block, hand it to a thread:"
                        + " try await EventLoop.runInExecutor { work() }.value().",
                    "If it is a long loop, an await sleep(0) now and then lets the others run.",
                ]
            )
        case .deadlock:
            Explanation(
                title: "tasks wait for what can never come",
                meaning: [
                    "Nothing is ready, no timer is set, no thread works, no file descriptor is"
                        + " watched, and yet tasks wait. Nothing can ever make one of them ready."
                        + " Python would hang in silence; this loop can tell, and ends."
                ],
                swift: """
                    let reply = Future<Int>(name: "reply")
                    print(try await reply.value())  // nobody sets it
                    """,
                python: """
                    reply = loop.create_future()
                    print(await reply)    # nobody sets it
                    """,
                mending: [
                    "Find who should have ended each wait: why-not TASK goes from task to task to"
                        + " the end of the chain.",
                    "A future needs somebody who sets it on every way out, also when there was an"
                        + " error. Two tasks that wait for each other, or take two locks in"
                        + " different order, need one order.",
                    "withTimeout(5) around a wait turns a wait for ever into an error.",
                ]
            )
        case .neverAwaited:
            Explanation(
                title: "a coroutine was made and never run",
                meaning: [
                    "Making a coroutine runs none of its code. It runs when somebody awaits it or"
                        + " makes a task of it. Nobody did, so whatever it was meant to do was not"
                        + " done."
                ],
                swift: """
                    _ = Coroutine("greet") { print("hello") }
                    try await sleep(1)  // no hello
                    """,
                python: """
                    greet()              # no await
                    await asyncio.sleep(1)
                    """,
                mending: [
                    "Run it now: try await greet.value(). Or beside you: createTask(greet).",
                    "If it is not wanted after all, say so: greet.close().",
                ]
            )
        case .neverRetrieved:
            Explanation(
                title: "an error that nobody looked at",
                meaning: [
                    "A task or a future ended with an error, and until the end nobody awaited it or"
                        + " asked for its result. The error was lost, and with it the reason why"
                        + " something was not done."
                ],
                swift: """
                    createTask(name: "save") { throw Trouble() }
                    try await sleep(1)  // goes on as if all were well
                    """,
                python: """
                    asyncio.create_task(save())   # raises
                    await asyncio.sleep(1)
                    """,
                mending: [
                    "Keep the task and await its value() somewhere, with do and catch around it.",
                    "For several tasks: gather, or withLoopTaskGroup, which hears of every failure.",
                    "For one that runs by itself: addDoneCallback, and look at error() in it.",
                ]
            )
        case .escape:
            Explanation(
                title: "a task left the loop",
                meaning: [
                    "Task { } belongs to Swift's own threads and not to this loop. Whenever it has"
                        + " waited it comes back by way of another thread. So its turns cost more,"
                        + " its order is Swift's, and the loop cannot say when it ends."
                ],
                swift: """
                    Task { try? await sleep(1) }
                    try await sleep(3)
                    """,
                python: """
                    # the nearest: a thread of your own
                    threading.Thread(target=work).start()
                    """,
                mending: [
                    "createTask { } starts a task that stays on the loop.",
                    "For work that blocks: EventLoop.runInExecutor.",
                ]
            )
        case .cancelled:
            Explanation(
                title: "a task ended by being cancelled",
                meaning: [
                    "Somebody called cancel() on the task, or on one that was waiting for it, or a"
                        + " time limit did. CancelledError was thrown at the await where it stood,"
                        + " and it let the error through. That is how tasks are meant to end early."
                ],
                swift: """
                    let job = createTask(name: "job") { try await sleep(10) }
                    try await sleep(1)
                    job.cancel()
                    _ = try await wait([job])
                    """,
                python: """
                    job = asyncio.create_task(asyncio.sleep(10))
                    await asyncio.sleep(1)
                    job.cancel()
                    """,
                mending: [
                    "If it was not meant: why TASK names who cancelled it. Cancelling a gather"
                        + " cancels all that it gathers; shield(task) keeps one out of it.",
                    "If it was: clean up in do and catch, and throw the error again.",
                ]
            )
        case .cancelSwallowed:
            Explanation(
                title: "a task was cancelled and went on",
                meaning: [
                    "CancelledError was thrown into the task, and the task caught it and did not"
                        + " throw it on. So it is not cancelled. Whoever cancelled it may wait for"
                        + " it for a long time. A catch without a type does this by accident."
                ],
                swift: """
                    let job = createTask(name: "job") {
                        do { try await sleep(10) } catch { print("cleaning up") }
                    }
                    try await sleep(1)
                    job.cancel()
                    try await job.value()
                    """,
                python: """
                    async def job():
                        try:
                            await asyncio.sleep(10)
                        except BaseException:
                            print("cleaning up")   # no raise
                    """,
                mending: [
                    "Throw it again after cleaning up: catch { cleanUp(); throw error }.",
                    "Catch only what you can deal with: catch let error as TimeoutError.",
                    "If the task really is to go on, call uncancel(), so that time limits and"
                        + " groups around it know.",
                ]
            )
        case .callbackFailed:
            Explanation(
                title: "a callback threw an error",
                meaning: [
                    "A callback has nobody who waits for it, so its error has nowhere to go. It is"
                        + " handed to the exception handler, and the loop goes on with the next"
                        + " callback (R6)."
                ],
                swift: """
                    EventLoop.callSoon { throw Trouble() }
                    try await sleep(1)
                    """,
                python: """
                    loop.call_soon(fails)
                    await asyncio.sleep(1)
                    """,
                mending: [
                    "Catch the error inside the callback.",
                    "Or make it a task: createTask { try await work() } has a result that can be looked"
                        + " at.",
                ]
            )
        default:
            Explanation(
                title: "a task still ran as the main task ended",
                meaning: [
                    "The program ends with its main task. What still runs then is cancelled: it"
                        + " gets CancelledError where it waits, and one last chance to clean up"
                        + " (R37). Its work is not done."
                ],
                swift: """
                    createTask(name: "job") { try await sleep(10) }
                    try await sleep(1)  // the end: job is cancelled
                    """,
                python: """
                    asyncio.create_task(asyncio.sleep(10))
                    await asyncio.sleep(1)
                    """,
                mending: [
                    "Keep what createTask gives you, and await its value() before the end; for"
                        + " several, gather or withLoopTaskGroup.",
                    "If it may be left unfinished, cancel it yourself: then it is plain that it was"
                        + " meant.",
                ]
            )
        }
    }
}
