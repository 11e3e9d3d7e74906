// This target is being written.
