import Glibc

/// Makes the calling thread's descriptors, and those of threads it starts, its own.
///
/// What other tests of the process open meanwhile is not seen here, nor is what is opened here there.
/// Those open already are in both tables: what is closed here stays open there.
func haveOwnDescriptors() {
    typealias Unshare = @convention(c) (Int32) -> Int32
    // Safe: that is its signature. Swift's Glibc module leaves it out.
    let unshare = unsafeBitCast(dlsym(nil, "unshare")!, to: Unshare.self)
    let descriptors: Int32 = 0x400
    precondition(unshare(descriptors) == 0, "cannot have descriptors of one's own")
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
