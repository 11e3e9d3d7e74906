/// How long each of `count` sleepers sleeps, in microseconds: spread evenly over 0 to 100 ms, in an
/// order that looks like chance and is the same in every peer.
public func sleepTimes(_ count: Int) -> [Int] {
    // Steps of the golden ratio, which share no divisor with the range: no time comes twice in it.
    (0..<count).map { $0 * 61_803 % 100_000 }
}
