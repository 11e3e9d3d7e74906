import Testing

/// Everything that runs a loop: one at a time, since there is one loop in a process.
@Suite(.serialized) struct IOTests {}
