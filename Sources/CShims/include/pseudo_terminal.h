// What it takes to be a terminal for another program, as tests are.
#ifndef LOOPWALK_PSEUDO_TERMINAL_H
#define LOOPWALK_PSEUDO_TERMINAL_H

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int shim_set_window_size(int fd, const struct winsize *size) {
    return ioctl(fd, TIOCSWINSZ, size);
}

// Opens a new terminal's near end; its far end is /dev/pts/`number`. Returns -1 if it cannot.
static inline int shim_open_pseudo_terminal(unsigned *number) {
    int unlocked = 0;
    int fd = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) return -1;
    if (ioctl(fd, TIOCSPTLCK, &unlocked) == 0 && ioctl(fd, TIOCGPTN, number) == 0) return fd;
    close(fd);
    return -1;
}

// glibc has it (2.35), but declares it with GNU extensions only, which Swift does not turn on.
extern int posix_spawn_file_actions_addtcsetpgrp_np(posix_spawn_file_actions_t *, int);

// Makes the spawned process's group the terminal's foreground job.
static inline int shim_spawn_in_foreground(posix_spawn_file_actions_t *actions, int terminal) {
    return posix_spawn_file_actions_addtcsetpgrp_np(actions, terminal);
}

// The same of this one (2.34).
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);

// Gives the spawned process none of the descriptors from `first` on. Some are not marked as closed
// on exec: a program that another thread is just about to start would have its end held open.
static inline int shim_spawn_closing(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

// A descriptor that is readable once the process has ended.
static inline int shim_process_watch(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}

// Macros over a union that Swift does not see into.
static inline pid_t shim_signalled_process(const siginfo_t *info) {
    return info->si_pid;
}

static inline int shim_exit_status(const siginfo_t *info) {
    return info->si_status;
}

// POSIX_SPAWN_SETSID, a macro that Swift sees only with GNU extensions on.
static const short shim_spawn_setsid = 0x80;

#endif
