import Glibc

/// What a demo should not do, and can.
enum Misdeeds {
    /// Starts `sleep` and does not wait for it; returns its number.
    static func startSleeper(seconds: Int) -> pid_t {
        var pid = pid_t()
        let arguments = [strdup("sleep"), strdup("\(seconds)"), nil]
        posix_spawnp(&pid, "sleep", nil, nil, arguments, environ)
        return pid
    }

    /// Has a shell do what `line` says; returns how it ended, as `wait` says it.
    static func shell(_ line: String) -> Int32 {
        var pid = pid_t()
        var status: Int32 = 0
        let arguments = [strdup("sh"), strdup("-c"), strdup(line), nil]
        guard posix_spawnp(&pid, "sh", nil, nil, arguments, environ) == 0 else { return -1 }
        return waitpid(pid, &status, 0) == pid ? status : -1
    }

    /// Writes a file of so many bytes where the demo was started.
    static func writeFile(bytes: Int) {
        guard let file = fopen("file", "w") else { return }
        for _ in 0..<bytes { putc(0, file) }
        fclose(file)
    }

    /// Where the record is in this process's memory, as the system's map says.
    static func recordAddress() -> UnsafeMutableRawPointer? {
        guard let map = fopen("/proc/self/maps", "r") else { return nil }
        defer { fclose(map) }
        var line = [CChar](repeating: 0, count: 1000)
        while fgets(&line, Int32(line.count), map) != nil {
            guard strstr(line, "loopwalk-record") != nil else { continue }
            return UnsafeMutableRawPointer(bitPattern: strtoul(line, nil, 16))
        }
        return nil
    }

    /// Has the record count three events that nobody wrote; returns whether it was there.
    static func damageRecord() -> Bool {
        guard let record = recordAddress() else { return false }
        // The fourth number of its header is how many events there are.
        record.assumingMemoryBound(to: UInt32.self)[3] += 3
        return true
    }
}
