#define _GNU_SOURCE
#include "terminal_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// Ended by one of these, the program first gives the terminal back.
static const int ending[] = {SIGTERM, SIGHUP,  SIGQUIT, SIGPIPE, SIGALRM, SIGXCPU, SIGABRT,
                             SIGSEGV, SIGBUS, SIGILL,  SIGTRAP, SIGFPE};
static const int telling[] = {SIGWINCH, SIGCONT, SIGINT, SIGTSTP};
enum { endings = sizeof ending / sizeof *ending, tellings = sizeof telling / sizeof *telling };

static volatile sig_atomic_t armed;
static int terminal = -1;
static int screen = -1;
static char farewell[128];
static struct termios before;
static int events[2] = {-1, -1};
static struct sigaction previous[NSIG];

static void give_back(void) {
    if (!armed) return;
    // In the background the terminal is someone else's by now.
    if (tcgetpgrp(terminal) != getpgrp()) return;
    size_t length = strlen(farewell);
    if (length > 0 && write(screen, farewell, length) < 0) { /* the terminal is gone */ }
    // Not TCSADRAIN: with output stopped by Ctrl-S it would never return.
    tcsetattr(terminal, TCSANOW, &before);
}

static void tell(char what) {
    if (write(events[1], &what, 1) < 0) { /* full: the reader has enough to wake for */ }
}

static void end(int number) {
    int error = errno;
    give_back();
    armed = 0;
    sigaction(number, &previous[number], NULL);
    raise(number);  // delivered when this handler returns
    errno = error;
}

static void watch(int number, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGTTOU);  // or setting modes could stop the program
    sigaction(number, &action, NULL);
}

static void notice(int number) {
    int error = errno;
    switch (number) {
        case SIGWINCH: tell(terminal_resized); break;
        case SIGCONT: tell(terminal_continued); break;
        case SIGINT: tell(terminal_interrupted); break;
        case SIGTSTP: {
            // Sent by hand: the key itself is read as a key.
            sigset_t stop;
            give_back();
            signal(SIGTSTP, SIG_DFL);
            raise(SIGTSTP);
            sigemptyset(&stop);
            sigaddset(&stop, SIGTSTP);
            pthread_sigmask(SIG_UNBLOCK, &stop, NULL);  // stops here, until SIGCONT
            watch(SIGTSTP, notice);
            break;
        }
    }
    errno = error;
}

// The Swift runtime may handle these, to print where the program crashed; it comes second.
static int is_crash(int number) {
    return number == SIGQUIT || number == SIGSEGV || number == SIGBUS || number == SIGILL || number == SIGTRAP
        || number == SIGFPE || number == SIGABRT;
}

int terminal_guard_arm(int fd, int output, const char *leaving) {
    static int registered;
    char rest[64];
    if (armed || strlen(leaving) >= sizeof farewell || tcgetattr(fd, &before) != 0) return -1;
    if (events[0] < 0 && pipe2(events, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    if (!registered) registered = atexit(give_back) == 0;
    while (read(events[0], rest, sizeof rest) > 0) {}
    terminal = fd;
    screen = output;
    strcpy(farewell, leaving);
    for (int i = 0; i < endings; i++) {
        sigaction(ending[i], NULL, &previous[ending[i]]);
        // Who handles or ignores such a signal goes on after it, and disarms in the usual way.
        if (previous[ending[i]].sa_handler == SIG_DFL || is_crash(ending[i]))
            watch(ending[i], end);
    }
    for (int i = 0; i < tellings; i++) {
        sigaction(telling[i], NULL, &previous[telling[i]]);
        // Ignored stop signals mean that there is no job control.
        if (telling[i] != SIGTSTP || previous[SIGTSTP].sa_handler != SIG_IGN)
            watch(telling[i], notice);
    }
    armed = 1;
    return 0;
}

void terminal_guard_disarm(void) {
    sigset_t output, mask;
    if (!armed) return;
    sigemptyset(&output);
    sigaddset(&output, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &output, &mask);
    give_back();
    armed = 0;
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    for (int i = 0; i < endings; i++) sigaction(ending[i], &previous[ending[i]], NULL);
    for (int i = 0; i < tellings; i++) sigaction(telling[i], &previous[telling[i]], NULL);
}

int terminal_guard_events(void) {
    return events[0];
}

void terminal_guard_stop(void) {
    struct sigaction handler;
    if (!armed || previous[SIGTSTP].sa_handler == SIG_IGN) return;
    give_back();
    sigaction(SIGTSTP, NULL, &handler);
    signal(SIGTSTP, SIG_DFL);
    // The whole job, as the key would: stopping only this process would leave, say, a `make` around
    // it waiting, and the shell with it.
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &handler, NULL);
}
