import AsyncLoop

/// SQLite behind the loop: a thread for each connection, which does one statement after the other.
///
/// SQLite blocks, and a connection is for one thread at a time: a pool of one is both the way off
/// the loop and the lock. Source: aiosqlite.
@EventLoop
final class SQLiteDriver: DatabaseDriver {
    private let pool: ThreadPool
    private let name: String
    private var file: SQLiteFile?

    // Takes the write lock at once: two that read first and then write would both have to give up.
    let begin = "BEGIN IMMEDIATE"
    private(set) var isInTransaction = false

    var isOpen: Bool { file != nil }
    var isAlive: Bool { isOpen }

    private init(_ file: SQLiteFile, _ pool: ThreadPool) {
        self.file = file
        self.pool = pool
        name = file.name
    }

    /// Opens the file at `path`.
    static func open(path: String, lockTimeout: Double, line: UInt) async throws -> SQLiteDriver {
        let pool = ThreadPool(size: 1, name: "sqlite")
        do {
            let opening = try EventLoop.runInExecutor(pool, line: line) {
                try SQLiteFile(path: path, lockTimeout: lockTimeout)
            }
            return SQLiteDriver(try await opening.value(line: line), pool)
        } catch {
            pool.shutdown(wait: false)
            throw error
        }
    }

    deinit {
        // Its thread ends once it has done what it was given; the file is closed with the last job.
        pool.shutdown(wait: false)
    }

    func run(
        _ sql: String,
        _ parameters: [DatabaseValue],
        isFinal: Bool,
        line: UInt
    ) async throws -> StatementResult {
        guard let file else { throw DatabaseError.closed(sql: sql, database: name) }
        let job = try EventLoop.runInExecutor(pool, line: line) { file.run(sql, parameters) }
        let cancellation = await end(of: job, line: line) { if !isFinal { file.stop() } }
        file.allow()
        let outcome = try job.result()
        isInTransaction = outcome.isInTransaction
        if let cancellation { throw cancellation }
        return try outcome.result.get()
    }

    func close(line: UInt) async throws {
        guard let file else { return }
        self.file = nil
        isInTransaction = false
        // What it has of the disk is given back on its thread, too.
        let job = try? EventLoop.runInExecutor(pool, line: line) { file.close() }
        defer { pool.shutdown(wait: false) }
        if let job, let cancellation = await end(of: job, line: line, onCancel: {}) {
            throw cancellation
        }
    }

    /// Waits until `job` has ended, whoever is cancelled; returns the last cancellation, of which
    /// `onCancel` is told.
    ///
    /// The job itself is not cancelled: its thread would go on with it all the same.
    private func end<T>(
        of job: Future<T>,
        line: UInt,
        onCancel: () -> Void
    ) async -> CancelledError? {
        var cancellation: CancelledError?
        while !job.isDone {
            do {
                _ = try await shield(job, line: line).value(line: line)
            } catch let error as CancelledError {
                // Also one that comes as the job ends.
                cancellation = error
                if !job.isDone { onCancel() }
            } catch {
                // The job's own: its result has it.
            }
        }
        return cancellation
    }
}
