import CShims
import Glibc

/// The size of a terminal's window, in character cells.
public struct WindowSize: Hashable, Sendable {
    /// Cells in a line.
    public var columns: Int
    /// Lines.
    public var rows: Int

    /// A window of `columns` by `rows`.
    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// The size of the window that `descriptor` writes to, now; nil if it is no terminal, or one
    /// that does not know its size.
    public init?(of descriptor: Int32) {
        var size = winsize()
        guard shim_window_size(descriptor, &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return nil
        }
        self.init(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }
}
