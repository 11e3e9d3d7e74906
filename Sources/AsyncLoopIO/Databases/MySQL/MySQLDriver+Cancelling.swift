#if MySQL
    import AsyncLoop

    extension MySQLDriver {
        /// How long a cancelled task waits for the server to end its statement, in seconds.
        private static let patience = 5.0

        /// Ends what is under way for a task that was cancelled, so that nothing stays behind.
        ///
        /// The server is told by a connection of its own to stop the statement, and its last words
        /// on it are read: after that the connection is as good as new, and what the transaction
        /// did before is still there. A statement that `isFinal` is waited for instead. If that
        /// takes too long, or the task is cancelled once more, the connection is given up.
        func end(_ waiting: Int32, isFinal: Bool, line: UInt) async {
            guard link.isOpen else { return }
            do {
                try await withTimeout(Self.patience, line: line) {
                    if !isFinal { try await self.kill(line: line) }
                    try await self.link.finish(waiting, line: line)
                    // It had ended by itself, and the order to stop may still lie there for the
                    // next one: that shall be one that nobody misses.
                    if !isFinal, self.link.failure(nil)?.code != MySQLCodes.interrupted {
                        do {
                            try await self.link.command("DO 0", line: line)
                        } catch let error as DatabaseError
                            where error.code == MySQLCodes.interrupted
                        {}
                    }
                }
            } catch {
                link.abandon()
            }
        }

        private func kill(line: UInt) async throws {
            let other = try MySQLLink(link.address)
            try await other.connect(to: host, line: line)
            try await other.command("KILL QUERY \(link.number)", line: line)
            other.close()
        }
    }
#endif
