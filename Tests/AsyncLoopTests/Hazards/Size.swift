/// How large the large programs are: a debug build runs some of them smaller, to end in seconds.
enum Size {
    #if DEBUG
        static let timers = 200_000
        static let waiters = 20_000
        static let gathers = 20_000
    #else
        static let timers = 1_000_000
        static let waiters = 100_000
        static let gathers = 100_000
    #endif
    static let chain = 100_000
    static let storm = 10_000
}
