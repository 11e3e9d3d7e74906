import Glibc

/// Has the system keep how a process that this one starts has ended until that is asked for.
///
/// It does by itself, unless whoever started this process ignores the end of its own children: that
/// is inherited, and then nobody could tell a demo that ended well from one that crashed.
public func keepEndedChildren() { signal(SIGCHLD, SIG_DFL) }
