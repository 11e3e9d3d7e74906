// Linux calls that Swift's Glibc module leaves out.
#ifndef LOOPWALK_CLINUX_H
#define LOOPWALK_CLINUX_H

#include <spawn.h>

/// A pipe whose ends are closed in a child's program; `nonblocking` for both ends. 0 or -1.
int linux_pipe(int ends[2], int nonblocking);

/// A file that is in memory only, closed in a child's program unless passed on. Its descriptor or -1.
int linux_memory_file(const char *name);

/// The path of the program or library that holds `address`, or NULL.
const char *linux_image_path(const void *address);

/// Lets the calling thread, and what it starts, run on the first `count` of the machine's cores.
int linux_use_cores(int count);

/// Whether processes that the process's children leave behind become its own children (1 or 0).
int linux_adopt_orphans(int adopt);

/// Has the spawned process start in the folder at `path`. 0 or an error's number.
int linux_spawn_in_folder(posix_spawn_file_actions_t *actions, const char *path);

// POSIX_SPAWN_SETSID, a macro that Swift sees only with GNU extensions on.
static const short linux_spawn_setsid = 0x80;

#endif
