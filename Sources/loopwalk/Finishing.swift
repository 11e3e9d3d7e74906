import ArgumentParser

extension ParsableCommand {
    /// Ends the command with the code that `body` returns; what `body` throws is told as what is
    /// wrong with the arguments.
    func finish(with body: () throws -> Int32) throws {
        let code: Int32
        do { code = try body() } catch { throw ValidationError("\(error)") }
        if code != 0 { throw ExitCode(code) }
    }
}
