// Inline wrappers for C calls that Swift cannot make: variadic functions and macros.
#ifndef LOOPWALK_CSHIMS_H
#define LOOPWALK_CSHIMS_H

#include <sys/ioctl.h>

static inline int shim_window_size(int fd, struct winsize *size) {
    return ioctl(fd, TIOCGWINSZ, size);
}

#endif
