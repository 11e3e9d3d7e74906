import Glibc

/// All descriptors that the calling thread may still have but for a few, so that it runs out.
final class Hoard {
    private var held: [Int32] = []

    /// Makes the thread's descriptors its own, so that other tests of the process keep theirs.
    ///
    /// Those open already are in both tables: what is closed here stays open there.
    init() {
        typealias Unshare = @convention(c) (Int32) -> Int32
        // Safe: that is its signature. Swift's Glibc module leaves it out.
        let unshare = unsafeBitCast(dlsym(nil, "unshare")!, to: Unshare.self)
        let descriptors: Int32 = 0x400
        precondition(unshare(descriptors) == 0, "cannot have descriptors of one's own")
    }

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
