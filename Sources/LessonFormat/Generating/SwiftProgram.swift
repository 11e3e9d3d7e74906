/// A whole program that runs `demo`, as the tutor starts it: for code that is not built in.
///
/// - `file`: what the compiler's messages call the file that the code comes from.
public func swiftProgram(running demo: Demo, file: String) -> String {
    """
    \(demoImports)import DemoHost
    \(imports(of: [demo]).joined(separator: "\n"))
    \(swiftType(named: "Demo", code: demo.code, file: file, firstLine: demo.firstLine))
    @main enum Program {
        static func main() {
            DemoHost.runChildIfAsked { _, _ in
                DemoProgram(clock: .\(demo.clock.rawValue), body: Demo.main)
            }
        }
    }

    """
}

/// A source that must not compile, with `code` as a demo's.
///
/// - `file`: what the compiler's messages call the code, with lines counted in it from 1.
public func swiftBlock(_ code: FailingCode, file: String) -> String {
    "\(demoImports)\n\(swiftType(named: "Block", code: code.code, file: file, firstLine: 1))"
}
