import BenchMeasure
import Glibc

/// One thread asks, another answers, by a lock and two conditions: what an executor's round trip
/// costs at least.
private final class Exchange: @unchecked Sendable {
    // Safe to share: `asked`, `answered` and `isOver` are read and written under `lock`.

    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let question = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let answer = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var asked = 0
    private var answered = 0
    private var isOver = false

    init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(question, nil)
        pthread_cond_init(answer, nil)
    }

    func ask() {
        pthread_mutex_lock(lock)
        asked += 1
        pthread_cond_signal(question)
        while answered < asked { pthread_cond_wait(answer, lock) }
        pthread_mutex_unlock(lock)
    }

    func serve() {
        pthread_mutex_lock(lock)
        while true {
            while answered == asked, !isOver { pthread_cond_wait(question, lock) }
            if isOver { break }
            answered += 1
            pthread_cond_signal(answer)
        }
        pthread_mutex_unlock(lock)
    }

    func end() {
        pthread_mutex_lock(lock)
        isOver = true
        pthread_cond_signal(question)
        pthread_mutex_unlock(lock)
    }
}

/// Measures `count` round trips between two threads.
func roundTrips(_ count: Int) {
    let exchange = Exchange()
    var thread = pthread_t()
    pthread_create(
        &thread,
        nil,
        { exchange in
            Unmanaged<Exchange>.fromOpaque(exchange!).takeRetainedValue().serve()
            return nil
        },
        Unmanaged.passRetained(exchange).toOpaque()
    )
    exchange.ask()
    let began = wallSeconds()
    for _ in 0..<count { exchange.ask() }
    report("executor_seq", count, seconds: wallSeconds() - began)
    exchange.end()
    pthread_join(thread, nil)
}
