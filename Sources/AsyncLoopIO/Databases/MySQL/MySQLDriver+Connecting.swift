#if MySQL
    import AsyncLoop

    extension MySQLDriver {
        /// Connects to `address`, trying one after the other what its host's name stands for.
        ///
        /// Errors: of the last one tried.
        static func connect(to address: MySQLAddress, line: UInt) async throws -> MySQLDriver {
            guard EventLoop.clock == .real else {
                throw DatabaseError.misuse(
                    "a server answers in real time: run this on the real clock (clock=real)",
                    database: "\(address)"
                )
            }
            guard address.socket == nil else { return try await connect(address, nil, line) }
            var failure: any Error = DatabaseError(
                .operational,
                "the host has no address",
                database: "\(address)"
            )
            for host in try await hosts(of: address, line: line) {
                do {
                    return try await connect(address, host, line)
                } catch let error as DatabaseError where error.isConnectionLost {
                    failure = error
                }
            }
            throw failure
        }

        /// The connector would ask the resolver on the loop's thread, so a thread of the pool does.
        private static func hosts(of address: MySQLAddress, line: UInt) async throws -> [String] {
            let (host, port) = (address.host, address.port)
            if SocketAddress(host: host, port: port) != nil { return [host] }
            let lookup = NameLookup(host: host, port: port)
            do {
                return try await EventLoop.runInExecutor(line: line) { try lookup.addresses() }
                    .value(line: line).compactMap(\.host)
            } catch let error as NameError {
                throw DatabaseError(.operational, "\(error)", database: "\(address)")
            }
        }

        private static func connect(
            _ address: MySQLAddress,
            _ host: String?,
            _ line: UInt
        ) async throws -> MySQLDriver {
            let link = try MySQLLink(address)
            do { try await link.connect(to: host, line: line) } catch {
                link.abandon()
                throw error
            }
            return MySQLDriver(link, host: host)
        }
    }
#endif
