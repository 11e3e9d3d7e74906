// Gives the terminal back as it was, however the program ends.
//
// In C, as it is mostly signal handlers: they may touch nothing that the Swift runtime might be in
// the middle of.
#ifndef LOOPWALK_TERMINAL_GUARD_H
#define LOOPWALK_TERMINAL_GUARD_H

// What a signal had to say, as read from `terminal_guard_events`.
enum {
    terminal_resized = 'w',
    terminal_continued = 'c',
    terminal_interrupted = 'i',
};

// Remembers the modes of the terminal `fd` and watches the signals that end, stop or resize.
// `leaving`, at most 127 bytes, is written to `output` whenever the terminal is given back.
// Returns 0, or -1 if `fd` is no terminal, `leaving` too long or the guard armed already.
int terminal_guard_arm(int fd, int output, const char *leaving);

// Gives the terminal back and the signals to whoever had them before.
void terminal_guard_disarm(void);

// A descriptor from which to read, without blocking, one byte for each signal since arming.
int terminal_guard_events(void);

// Gives the terminal back, stops the whole foreground job as Ctrl-Z would, and returns when the
// job goes on. What the guard's owner set up for itself, it must then set up again.
void terminal_guard_stop(void);

#endif
