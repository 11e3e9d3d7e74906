/// Loop time as text: seconds, in decimal, without rounding surprises.
public enum LoopTime {
    /// `nanoseconds` as seconds with `places` decimals, cut off and not rounded: `1.500`.
    public static func fixed(_ nanoseconds: Int64, places: Int = 3) -> String {
        let (sign, whole, fraction) = parts(nanoseconds)
        return places == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction.prefix(places))"
    }

    /// `nanoseconds` as seconds with no more decimals than they need: `1.5`.
    public static func short(_ nanoseconds: Int64) -> String {
        if nanoseconds % 1_000_000_000 == 0 { return String(nanoseconds / 1_000_000_000) }
        var (sign, whole, fraction) = parts(nanoseconds)
        while fraction.last == "0" { fraction.removeLast() }
        return fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
    }

    private static func parts(_ nanoseconds: Int64) -> (String, UInt64, String) {
        let size = nanoseconds.magnitude
        let digits = String(size % 1_000_000_000)
        let fraction = String(repeating: "0", count: 9 - digits.count) + digits
        return (nanoseconds < 0 ? "-" : "", size / 1_000_000_000, fraction)
    }
}
