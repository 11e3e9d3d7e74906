import LoopEvents

/// What the loop will say when it closes: coroutines never awaited, errors never looked at.
///
/// Reported here and in creation order, never from `deinit`, which runs at other moments in debug
/// and in release builds.
struct Registry {
    struct Unstarted {
        let name: String
        let line: UInt32
        let created: UInt32
    }

    private var unstarted: [UInt32: Unstarted] = [:]
    /// The strands asked to end while the run asks all that are left; nil at other times.
    var askedAtEnd: Set<UInt32>?
    private var unretrieved: [UInt32: AnyFuture] = [:]

    mutating func coroutineCreated(_ id: UInt32, _ coroutine: Unstarted) {
        unstarted[id] = coroutine
    }

    mutating func coroutineStarted(_ id: UInt32) {
        unstarted[id] = nil
    }

    mutating func failed(_ future: AnyFuture) {
        unretrieved[future.id] = future
    }

    mutating func retrieved(_ future: AnyFuture) {
        unretrieved[future.id] = nil
    }

    /// Whether `strand` is to be asked to end: not twice while the run asks all that are left,
    /// unless the request comes back to it round a ring.
    mutating func isAskedFirst(_ strand: Strand) -> Bool {
        guard askedAtEnd != nil, strand.cancellation?.isHandingOn != true else { return true }
        return askedAtEnd!.insert(strand.id).inserted
    }

    var neverAwaited: [(id: UInt32, coroutine: Unstarted)] {
        unstarted.sorted { $0.key < $1.key }.map { (id: $0.key, coroutine: $0.value) }
    }

    var neverRetrieved: [AnyFuture] {
        unretrieved.sorted { $0.key < $1.key }.map(\.value)
    }
}

/// Something that went wrong with nobody to throw it to, given to the exception handler.
///
/// Source: the context of asyncio's `call_exception_handler`.
public struct LoopProblem {
    /// What happened, in a phrase.
    public var message: String
    /// The error, if there is one.
    public var error: (any Error)?
    /// The name of the task or coroutine it happened to, if any.
    public var name: String?
    /// The callback it happened in, if any.
    public var handle: Handle?
}

extension LoopCore {
    /// Gives `problem` to the exception handler, if the program set one.
    func report(_ problem: LoopProblem) {
        exceptionHandler?(problem)
    }

    /// Says which tasks are left that were made as the run shut down, and so were neither cancelled
    /// nor awaited (R13, R37).
    func reportAbandoned() {
        cause = lastPass
        for strand in unfinished.all {
            report(
                LoopProblem(message: "Task was destroyed but it is pending", name: strand.name)
            )
        }
        cause = LoopEvent.noCause
    }

    /// Says at the end what was never awaited and which errors nobody looked at.
    func reportNeglected() {
        for (id, coroutine) in registry.neverAwaited {
            cause = record(.neverAwaited) {
                $0.task = 0
                $0.subject = id
                $0.cause = coroutine.created
                $0.text = self.intern(coroutine.name)
                $0.line = coroutine.line
            }
            report(
                LoopProblem(
                    message: "coroutine '\(coroutine.name)' was never awaited",
                    name: coroutine.name
                )
            )
        }
        for future in registry.neverRetrieved {
            guard let error = future.failure else { continue }
            let text = intern(error)
            cause = record(.neverRetrieved) {
                $0.task = future.taskID
                $0.subject = future.id
                $0.cause = future.completion
                $0.text = text
            }
            report(
                LoopProblem(
                    message: "\(future.kindName) exception was never retrieved",
                    error: error,
                    name: future.name
                )
            )
        }
    }
}
