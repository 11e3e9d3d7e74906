#if MySQL
    /// What MySQL's and MariaDB's numbers for errors mean to a client.
    enum MySQLCodes {
        /// A statement was ended by KILL QUERY.
        static let interrupted = 1317
        /// The server does not prepare statements of this kind.
        static let notPreparable = 1295
        /// The result has other columns than when the statement was prepared.
        static let otherColumns = 2057

        /// Whether nothing more can be said on the connection.
        static func isLost(_ code: Int) -> Bool {
            switch code {
            // The client's own, 2000 and up, but for memory and wrong use.
            case 2000, 2001, 2002, 2003, 2004, 2005, 2006, 2012, 2013, 2026, 2027, 2047, 2055: true
            // The server is going down, or has ended the connection: killed, idle too long.
            case 1053, 1080, 1152, 1158, 1159, 1160, 1161, 1184, 1927, 4031: true
            default: false
            }
        }

        /// Sorted as PyMySQL sorts them.
        static func kind(of code: Int) -> DatabaseError.Kind {
            switch code {
            case 1022, 1048, 1062, 1169, 1215, 1216, 1217, 1364, 1451, 1452, 1557, 4025: .integrity
            case 1054, 1064, 1065, 1102, 1103, 1112, 1113, 1146, 1149, 1210, 1295: .programming
            case 1136, 1305, 1318: .programming
            case 1230, 1171, 1264, 1265, 1292, 1366, 1367, 1406, 1411, 1690: .data
            case 2014, 2030, 2031, 2034, 2036: .interface
            default: .operational
            }
        }
    }
#endif
