#if MySQL
    import AsyncLoop

    /// A MySQL or MariaDB server behind the loop: statements prepared once, waits for the socket.
    @EventLoop
    final class MySQLDriver: DatabaseDriver {
        let link: MySQLLink
        /// The numeric address that answered; nil: a Unix socket.
        let host: String?
        private var statements = StatementCache<MySQLStatement>(limit: 64)

        let begin = "START TRANSACTION"
        var isOpen: Bool { link.isOpen }
        var isAlive: Bool { link.isAlive }
        var isInTransaction: Bool { link.isOpen && link.isInTransaction }

        init(_ link: MySQLLink, host: String?) {
            self.link = link
            self.host = host
        }

        func run(
            _ sql: String,
            _ parameters: [DatabaseValue],
            isFinal: Bool,
            line: UInt
        ) async throws -> StatementResult {
            guard isOpen else {
                throw DatabaseError.closed(sql: sql, database: "\(link.address)")
            }
            guard let statement = try await prepared(sql, isFinal: isFinal, line: line) else {
                guard parameters.isEmpty else {
                    throw DatabaseError.misuse("this statement takes no parameters", sql: sql)
                }
                try await drive(link.start(sql), sql, isFinal: isFinal, line: line)
                return StatementResult(rows: [], affectedRows: 0, lastInsertID: 0)
            }
            do {
                try await drive(statement.run(parameters), sql, isFinal: isFinal, line: line)
            } catch let error as DatabaseError where error.code == MySQLCodes.otherColumns {
                // Somebody has altered the table of this query since. Prepared anew, it fits.
                statements[sql] = nil
                try await drive(statement.close(), sql, isFinal: isFinal, line: line)
                return try await run(sql, parameters, isFinal: isFinal, line: line)
            }
            let result = Result { try statement.result() }
            try await drive(statement.end(), sql, isFinal: isFinal, line: line)
            return try result.get()
        }

        /// The prepared statement; nil if the server takes it as text only.
        private func prepared(
            _ sql: String,
            isFinal: Bool,
            line: UInt
        ) async throws -> MySQLStatement? {
            if let known = statements[sql] { return known }
            let statement = try MySQLStatement.make(sql, on: link)
            do {
                try await drive(statement.prepare(), sql, isFinal: isFinal, line: line)
            } catch let error as DatabaseError where error.code == MySQLCodes.notPreparable {
                return nil
            }
            statements[sql] = statement
            return statement
        }

        /// Brings an operation to its end.
        private func drive(
            _ waiting: Int32,
            _ sql: String,
            isFinal: Bool,
            line: UInt
        ) async throws {
            var waiting = waiting
            while waiting != 0 {
                do { waiting = try await link.goOn(waiting, line: line) } catch {
                    guard error is CancelledError else { throw lost(error, sql) }
                    await end(waiting, isFinal: isFinal, line: line)
                    throw error
                }
            }
            if let error = link.failure(sql) { throw error }
        }

        /// The connection is of no use any more: what that means to the statement under way.
        private func lost(_ error: any Error, _ sql: String) -> DatabaseError {
            let reason = link.isOpen ? "\(error)" : "the connection was closed meanwhile"
            link.abandon()
            return DatabaseError(
                .operational,
                reason,
                sql: sql,
                database: "\(link.address)",
                isConnectionLost: true
            )
        }

        func close(line: UInt) async {
            link.close()
            // Behind that, as it would say goodbye for each of them, also in the middle of another's
            // statement.
            statements.removeAll()
        }
    }
#endif
