// Inline wrappers for C calls that Swift cannot make: variadic functions and macros.
#ifndef LOOPWALK_CSHIMS_H
#define LOOPWALK_CSHIMS_H

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/types.h>

#include "pseudo_terminal.h"
#include "terminal_guard.h"

static inline int shim_window_size(int fd, struct winsize *size) {
    return ioctl(fd, TIOCGWINSZ, size);
}

static inline int shim_open(const char *path, int flags, mode_t mode) {
    return open(path, flags, mode);
}

#endif
