/// The strands of tasks that have not ended, in creation order.
///
/// One that ends only leaves a gap; the gaps are closed together once they are the greater half.
/// Unretained: a task lives until it has ended.
struct UnfinishedStrands {
    private var places: [Unmanaged<Strand>?] = []
    private var count = 0

    mutating func add(_ strand: Strand) {
        if places.count == places.capacity, places.count > 2 * count + 64 { closeGaps() }
        strand.place = UInt32(places.count)
        places.append(Unmanaged.passUnretained(strand))
        count += 1
    }

    mutating func remove(_ strand: Strand) {
        places[Int(strand.place)] = nil
        count -= 1
    }

    /// All of them, in creation order.
    var all: [Strand] { places.compactMap { $0?.takeUnretainedValue() } }

    private mutating func closeGaps() {
        places.removeAll { $0 == nil }
        for (place, strand) in places.enumerated() {
            strand?.takeUnretainedValue().place = UInt32(place)
        }
    }
}
