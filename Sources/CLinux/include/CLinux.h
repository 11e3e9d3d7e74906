// Linux calls that Swift's Glibc module leaves out.
#ifndef LOOPWALK_CLINUX_H
#define LOOPWALK_CLINUX_H

/// A pipe whose ends are closed in a child's program; `nonblocking` for both ends. 0 or -1.
int linux_pipe(int ends[2], int nonblocking);

/// A file that is in memory only, closed in a child's program unless passed on. Its descriptor or -1.
int linux_memory_file(const char *name);

/// The path of the program or library that holds `address`, or NULL.
const char *linux_image_path(const void *address);

/// Lets the calling thread, and what it starts, run on the first `count` of the machine's cores.
int linux_use_cores(int count);

#endif
