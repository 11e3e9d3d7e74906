#define _GNU_SOURCE
#include "CLinux.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

int linux_pipe(int ends[2], int nonblocking) {
    return pipe2(ends, O_CLOEXEC | (nonblocking ? O_NONBLOCK : 0));
}

int linux_memory_file(const char *name) {
    return memfd_create(name, MFD_CLOEXEC);
}

const char *linux_image_path(const void *address) {
    Dl_info info;
    return dladdr(address, &info) ? info.dli_fname : NULL;
}

int linux_use_cores(int count) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    for (int core = 0; core < count; core++) CPU_SET(core, &cores);
    return sched_setaffinity(0, sizeof cores, &cores);
}

int linux_adopt_orphans(int adopt) {
    return prctl(PR_SET_CHILD_SUBREAPER, adopt);
}

int linux_spawn_in_folder(posix_spawn_file_actions_t *actions, const char *path) {
    return posix_spawn_file_actions_addchdir_np(actions, path);
}
