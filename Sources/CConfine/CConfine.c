#define _GNU_SOURCE
#include "CConfine.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static void limit(__rlimit_resource_t resource, unsigned long bytes) {
    struct rlimit both = {bytes, bytes};
    setrlimit(resource, &both);
}

static void end_copy(void) {
    _exit(0);
}

void confine_process(unsigned long memory, unsigned long file) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit(RLIMIT_CORE, 0);
    // The C library sets 64 MiB of addresses aside for each thread that allocates: a few threads would
    // leave no room under the limit for the next one's stack.
    mallopt(M_ARENA_MAX, 2);
    if (memory > 0) limit(RLIMIT_AS, memory);
    if (file > 0) limit(RLIMIT_FSIZE, file);
    pthread_atfork(NULL, NULL, end_copy);
}
