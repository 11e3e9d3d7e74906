import Glibc

/// Runs `body` on a thread whose descriptors are its own, and waits for its end.
///
/// What other tests of the process open meanwhile is not seen there, nor is what it opens here.
/// Those open already are in both tables: what it closes stays open here.
///
/// A thread shares the table of who started it. So `body` must start none that outlives it and
/// leave nothing to Swift's pool, which would start a thread for it and then give it others' work:
/// a descriptor that was opened on one thread would be no such thing on the next.
func withOwnDescriptors<T>(_ body: @escaping () -> T) -> T {
    let errand = Errand(body)
    var thread = pthread_t()
    let failure = pthread_create(
        &thread,
        nil,
        { raw in
            Unmanaged<Errand>.fromOpaque(raw!).takeUnretainedValue().run()
            return nil
        },
        Unmanaged.passUnretained(errand).toOpaque()
    )
    precondition(failure == 0, "no thread with descriptors of its own")
    pthread_join(thread, nil)
    return errand.result as! T
}

private final class Errand {
    private let body: () -> Any
    private(set) var result: Any?

    init(_ body: @escaping () -> Any) { self.body = body }

    func run() {
        typealias Unshare = @convention(c) (Int32) -> Int32
        // Safe: that is its signature. Swift's Glibc module leaves it out.
        let unshare = unsafeBitCast(dlsym(nil, "unshare")!, to: Unshare.self)
        let descriptors: Int32 = 0x400
        precondition(unshare(descriptors) == 0, "cannot have descriptors of one's own")
        result = body()
    }
}

/// All descriptors that the calling thread may still have but for a few, so that it runs out.
///
/// In a run that has its own.
final class Hoard {
    private var held: [Int32] = []

    /// Takes all descriptors but `count`.
    func fill(leaving count: Int) {
        while case let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC), descriptor >= 0 {
            held.append(descriptor)
        }
        for _ in 0..<count { if let descriptor = held.popLast() { close(descriptor) } }
    }

    func release() {
        for descriptor in held { close(descriptor) }
        held = []
    }

    deinit { release() }
}
