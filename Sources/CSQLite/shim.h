// Nothing for Swift: CSQLiteBridge includes SQLite's header, and nobody else may.
