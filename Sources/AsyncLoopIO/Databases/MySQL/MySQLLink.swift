#if MySQL
    import AsyncLoop
    internal import CMySQLBridge

    /// A connection to a MySQL or MariaDB server: operations of the bridge's, whose waits are the
    /// loop's waits for the socket.
    ///
    /// Connector/C gives the thread back wherever it would block, and says what it waits for; the
    /// loop watches the socket for that, and hands it the thread again.
    @EventLoop
    final class MySQLLink {
        // Safe: used on the loop's thread, and by `deinit` when nobody else has it.
        nonisolated(unsafe) let handle: OpaquePointer
        let address: MySQLAddress
        private(set) var isOpen = false

        init(_ address: MySQLAddress) throws {
            guard let handle = mysql_link_new() else {
                throw DatabaseError(.operational, "out of memory", database: "\(address)")
            }
            self.handle = handle
            self.address = address
        }

        deinit { mysql_link_free(handle) }

        /// Connects to `host`, a numeric address; nil: through the address's Unix socket.
        func connect(to host: String?, line: UInt) async throws {
            let waiting = mysql_link_connect(
                handle,
                host,
                Int32(address.port),
                address.socket,
                address.user,
                address.password,
                address.database
            )
            try await finish(waiting, line: line)
            if let error = failure(nil) { throw error }
            isOpen = true
        }

        /// Sends `sql` as text; nothing in it comes from outside.
        func command(_ sql: String, line: UInt) async throws {
            guard isOpen else { throw DatabaseError.closed(sql: sql, database: "\(address)") }
            let waiting = start(sql)
            try await finish(waiting, line: line)
            if let error = failure(sql) { throw error }
        }

        /// Begins to send `sql` as text; returns what that waits for.
        func start(_ sql: String) -> Int32 {
            var sql = sql
            return sql.withUTF8 { text in
                text.withMemoryRebound(to: CChar.self) {
                    mysql_link_query(handle, $0.baseAddress, UInt($0.count))
                }
            }
        }

        /// Goes on with the operation that waits for `waiting` until it has ended.
        ///
        /// Whoever is cancelled here leaves it under way: see `MySQLDriver.end`.
        func finish(_ waiting: Int32, line: UInt) async throws {
            var waiting = waiting
            while waiting != 0 { waiting = try await goOn(waiting, line: line) }
        }

        /// Waits once, and goes on; returns what is waited for next.
        func goOn(_ waiting: Int32, line: UInt) async throws -> Int32 {
            let socket = mysql_link_socket(handle)
            if waiting & Int32(mysql_wait_write) != 0 {
                try await writable(socket, line: line)
            } else {
                try await readable(socket, line: line)
            }
            return mysql_link_continue(handle, waiting & Int32(mysql_wait_read | mysql_wait_write))
        }

        /// Whether nothing has come from the server that nobody asked for, as its last words would.
        var isAlive: Bool {
            isOpen && mysql_link_has_news(handle) == 0
        }

        /// Whether a transaction is open.
        var isInTransaction: Bool { mysql_link_in_transaction(handle) != 0 }

        /// The server's number for the connection.
        var number: UInt { mysql_link_number(handle) }

        /// Says goodbye and closes the connection.
        func close() {
            isOpen = false
            stopWaiting()
            mysql_link_close(handle)
        }

        /// Leaves the connection at once, whatever is under way.
        func abandon() {
            isOpen = false
            stopWaiting()
            mysql_link_abandon(handle)
            mysql_link_close(handle)
        }

        /// Whoever waits for the socket would wait for ever once it is closed, and keep others from
        /// its number.
        private func stopWaiting() {
            let socket = mysql_link_socket(handle)
            guard socket >= 0 else { return }
            EventLoop.removeReader(socket)
            EventLoop.removeWriter(socket)
        }

        /// Why the last operation failed; nil if it did not.
        func failure(_ sql: String?) -> DatabaseError? {
            guard mysql_link_failed(handle) != 0 else { return nil }
            let code = Int(mysql_link_error_code(handle))
            let isLost = MySQLCodes.isLost(code)
            if isLost { isOpen = false }
            return DatabaseError(
                MySQLCodes.kind(of: code),
                code: code,
                state: String(cString: mysql_link_error_state(handle)),
                String(cString: mysql_link_error_text(handle)),
                sql: sql,
                database: "\(address)",
                isConnectionLost: isLost
            )
        }
    }
#endif
