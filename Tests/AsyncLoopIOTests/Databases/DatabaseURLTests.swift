import AsyncLoopIO
import Testing

@Suite struct DatabaseURLTests {
    @Test(arguments: [
        ("sqlite::memory:", "sqlite::memory:"),
        ("sqlite:notes.db", "sqlite:notes.db"),
        ("sqlite:///var/db", "sqlite:/var/db"),
        ("mysql://localhost", "mysql://localhost:3306"),
        ("mariadb://ann:secret@db.example:3307/shop", "mysql://ann@db.example:3307/shop"),
        ("mysql://ann:a%40b@[::1]:1/x%20y", "mysql://ann@[::1]:1/x y"),
        ("mysql://ann@h/shop?socket=/run/s", "mysql://ann@h:3306/shop?socket=/run/s"),
    ])
    func `a URL is read, and shown without its password`(_ text: String, _ shown: String) throws {
        #expect(try DatabaseURL(text).description == shown)
    }

    @Test(arguments: [
        "", "notes.db", "sqlite:", "postgres://ann:secret@host/x", "mysql:ann:secret@host",
        "mysql://ann:secret@host:0", "mysql://ann:secret@host:port", "mysql://ann:sec%ret@host",
        "mysql://ann:secret@host?tls=no", "mysql://ann:se:cret@sec:ret@host:x",
        "mysql://a%00:secret@h",
    ])
    func `what is no URL is refused, and its password not repeated`(_ text: String) {
        let error = #expect(throws: DatabaseError.self) { try DatabaseURL(text) }
        #expect(error?.kind == .interface)
        #expect(error?.description.contains("secret") == false)
    }
}
