import Testing

/// Holds every suite of this target that runs a loop: one at a time.
@Suite(.serialized) enum LoopSuites {}
