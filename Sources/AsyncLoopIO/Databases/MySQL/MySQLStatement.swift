#if MySQL
    import AsyncLoop
    internal import CMySQLBridge

    /// A statement that the server has prepared: it runs again and again with other parameters,
    /// which travel beside the SQL and never in it.
    @EventLoop
    final class MySQLStatement {
        private let link: MySQLLink
        // Safe: used on the loop's thread, and by `deinit` when nobody else has it.
        private nonisolated(unsafe) let handle: OpaquePointer
        private let sql: String
        private var shape = (number: UInt32(0), value: RowShape([]))

        private init(_ sql: String, on link: MySQLLink) throws {
            guard let handle = mysql_statement_new(link.handle) else {
                throw DatabaseError(.operational, "out of memory", database: "\(link.address)")
            }
            self.link = link
            self.handle = handle
            self.sql = sql
        }

        deinit { mysql_statement_free(handle) }

        /// A new statement; `prepare` it before anything else.
        static func make(_ sql: String, on link: MySQLLink) throws -> MySQLStatement {
            try MySQLStatement(sql, on: link)
        }

        /// Begins to prepare it; returns what that waits for.
        func prepare() -> Int32 {
            var sql = sql
            return sql.withUTF8 { text in
                text.withMemoryRebound(to: CChar.self) {
                    mysql_statement_prepare(handle, $0.baseAddress, UInt($0.count))
                }
            }
        }

        /// Begins to run it; returns what that waits for.
        ///
        /// Errors: `DatabaseError` if it has not as many parameters.
        func run(_ parameters: [DatabaseValue]) throws -> Int32 {
            let wanted = Int(mysql_statement_parameters(handle))
            guard wanted == parameters.count else {
                throw DatabaseError.parameters(
                    parameters.count,
                    of: wanted,
                    sql: sql,
                    database: "\(link.address)"
                )
            }
            for (index, value) in parameters.enumerated() { try set(value, at: UInt(index)) }
            return mysql_statement_run(handle)
        }

        private func set(_ value: DatabaseValue, at index: UInt) throws {
            var isKept: Int32 = 1
            switch value {
            case .null: mysql_statement_set_null(handle, index)
            case .integer(let value): mysql_statement_set_integer(handle, index, Int64(value))
            case .double(let value): mysql_statement_set_double(handle, index, value)
            case .text(var value):
                isKept = value.withUTF8 {
                    mysql_statement_set_data(handle, index, 1, $0.baseAddress, UInt($0.count))
                }
            case .bytes(let value):
                isKept = value.withUnsafeBytes {
                    mysql_statement_set_data(handle, index, 0, $0.baseAddress, UInt($0.count))
                }
            }
            guard isKept != 0 else {
                throw DatabaseError(.operational, "out of memory", sql: sql)
            }
        }

        /// What the run has brought: all of it is on this side already.
        func result() throws -> StatementResult {
            let columns = mysql_statement_columns(handle)
            guard columns > 0 else {
                return StatementResult(
                    rows: [],
                    affectedRows: Int(clamping: mysql_statement_affected_rows(handle)),
                    lastInsertID: Int(truncatingIfNeeded: mysql_statement_last_id(handle))
                )
            }
            let shape = currentShape(columns)
            var rows: [Row] = []
            while true {
                switch mysql_statement_fetch(handle) {
                case 1: rows.append(Row(shape, (0..<columns).map(value)))
                case 0: return StatementResult(rows: rows, affectedRows: 0, lastInsertID: 0)
                default: throw link.failure(sql)!
                }
            }
        }

        /// Begins to drop what is left of the result; returns what that waits for.
        func end() -> Int32 { mysql_statement_finish(handle) }

        /// Begins to have the server forget it; returns what that waits for. It is of no use then.
        func close() -> Int32 { mysql_statement_close(handle) }

        private func currentShape(_ columns: UInt32) -> RowShape {
            let number = mysql_statement_shape(handle)
            if shape.number != number {
                let names = (0..<columns).map {
                    String(cString: mysql_statement_column_name(handle, $0))
                }
                shape = (number, RowShape(names))
            }
            return shape.value
        }

        private func value(_ column: UInt32) -> DatabaseValue {
            switch mysql_statement_kind(handle, column) {
            case mysql_integer: return .integer(Int(mysql_statement_integer(handle, column)))
            case mysql_unsigned:
                let value = UInt64(bitPattern: mysql_statement_integer(handle, column))
                return Int(exactly: value).map { .integer($0) } ?? .text("\(value)")
            case mysql_double: return .double(mysql_statement_double(handle, column))
            case mysql_text: return DatabaseValue(text: data(column))
            case mysql_bytes: return .bytes(Array(data(column)))
            default: return .null
            }
        }

        private func data(_ column: UInt32) -> UnsafeRawBufferPointer {
            var length: UInt = 0
            let start = mysql_statement_data(handle, column, &length)
            return UnsafeRawBufferPointer(start: start, count: Int(length))
        }
    }
#endif
