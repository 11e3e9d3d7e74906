// Nothing for Swift: CMySQLBridge includes the connector's header, and nobody else may.
