import Testing

@testable import AsyncLoopIO

@Suite struct SocketAddressTests {
    @Test func `an address is read as numbers and written the same way`() throws {
        let four = try #require(SocketAddress(host: "127.0.0.1", port: 8080))
        #expect(four.host == "127.0.0.1")
        #expect(four.port == 8080)
        #expect(four.path == nil)
        #expect(four.description == "127.0.0.1:8080")
        let six = try #require(SocketAddress(host: "::1", port: 80))
        #expect(six.description == "[::1]:80")
        let local = try #require(SocketAddress(path: "/tmp/x"))
        #expect(local.path == "/tmp/x")
        #expect(local.host == nil)
        #expect(local.description == "unix:/tmp/x")
    }

    @Test func `what is no address makes none`() {
        #expect(SocketAddress(host: "no such host", port: 80) == nil)
        #expect(SocketAddress(host: "localhost", port: 80) == nil)
        #expect(SocketAddress(host: "127.0.0.1", port: 65_536) == nil)
        #expect(SocketAddress(host: "127.0.0.1", port: -1) == nil)
        #expect(SocketAddress(host: "127.0.0.1\0", port: 80) == nil)
        #expect(SocketAddress(path: "") == nil)
        #expect(SocketAddress(path: String(repeating: "x", count: 108)) == nil)
        #expect(SocketAddress(path: String(repeating: "x", count: 107)) != nil)
    }
}
