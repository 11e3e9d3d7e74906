import CShims
import Foundation

extension Process {
    /// Waits until the program has ended, and gives its exit code; 128 more than the signal if one
    /// ended it, as a shell does.
    ///
    /// At the kernel. `waitUntilExit` is told by another thread, through a socket that was made where
    /// the program was started: it waits for ever between threads that do not share descriptors.
    @discardableResult
    public func waitForEnd() -> Int32 {
        var info = siginfo_t()
        while waitid(P_PID, id_t(processIdentifier), &info, WEXITED | WNOWAIT) != 0 {
            if errno == EINTR { continue }
            // Foundation was told, and took it in first.
            while isRunning { usleep(1_000) }
            return terminationStatus + (terminationReason == .exit ? 0 : 128)
        }
        return shim_exit_status(&info) + (info.si_code == CLD_EXITED ? 0 : 128)
    }
}
