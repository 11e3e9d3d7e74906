import BuildProducts
import Foundation
import Testing

/// `EventLoop.run` and real SIGINTs, in processes of their own (R38).
@Suite struct InterruptTests {
    private func run(_ program: String) throws -> (output: String, code: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(buildProducts)/demo-fixtures")
        process.arguments = ["--interrupt", program]
        let output = Pipe()
        process.standardOutput = output
        process.environment = ["SWIFT_BACKTRACE": "enable=no"]
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        return (String(decoding: text, as: UTF8.self), process.waitForEnd())
    }

    @Test(arguments: [
        ("first", "main: CancelledError\nrun threw KeyboardInterrupt\n"),
        ("second", "clean-up: CancelledError\nrun threw KeyboardInterrupt\n"),
        ("swallowed", "result 7\nrun returned\n"),
        ("restored", "before false\nmeanwhile true\nrun returned\nafter false\n"),
        ("handled", "own handler\nrun returned\nafter true\n"),
        ("elsewhere", "meanwhile false\n"),
    ])
    func `R38: a real Ctrl-C does what asyncio's runner does`(_ program: String, _ expected: String)
        throws
    {
        let (output, code) = try run(program)
        #expect(output == expected)
        #expect(code == 0)
    }

    @Test func `R38: the third Ctrl-C ends a process whose step does not give the thread back`()
        throws
    {
        let (output, code) = try run("stuck")
        #expect(output == "")
        #expect(code == 128 + SIGINT)
    }
}
