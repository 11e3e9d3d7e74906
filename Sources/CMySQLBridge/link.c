#ifdef LOOPWALK_MYSQL

#include "link.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static pthread_once_t library_once = PTHREAD_ONCE_INIT;
static void start_library(void) { mysql_server_init(0, NULL, NULL); }

mysql_link *mysql_link_new(void) {
    pthread_once(&library_once, start_library);
    mysql_link *link = calloc(1, sizeof *link);
    if (!link) return NULL;
    link->mysql = mysql_init(NULL);
    if (!link->mysql) {
        free(link);
        return NULL;
    }
    mysql_options(link->mysql, MYSQL_OPT_NONBLOCK, NULL);
    mysql_options(link->mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    // A server could ask for any file of ours.
    unsigned no_files = 0;
    mysql_options(link->mysql, MYSQL_OPT_LOCAL_INFILE, &no_files);
    return link;
}

static void forget_arguments(mysql_link *link) {
    for (int i = 0; i < 5; i++) {
        // One of them is a password.
        if (link->arguments[i]) explicit_bzero(link->arguments[i], strlen(link->arguments[i]));
        free(link->arguments[i]);
        link->arguments[i] = NULL;
    }
}

void mysql_link_close(mysql_link *link) {
    mysql_link_abandon(link);
    if (link->mysql) mysql_close(link->mysql);
    link->mysql = NULL;
}

void mysql_link_free(mysql_link *link) {
    mysql_link_close(link);
    forget_arguments(link);
    free(link->sql);
    free(link);
}

// MARK: How operations wait and end

int mysql_link_wait(mysql_link *link, int waiting, int (*resume)(mysql_link *, int)) {
    link->resume = resume;
    return waiting;
}

const char *mysql_link_keep(mysql_link *link, const char *sql, unsigned long length) {
    free(link->sql);
    link->sql = malloc(length + 1);
    if (!link->sql) abort();
    if (length) memcpy(link->sql, sql, length);
    return link->sql;
}

int mysql_link_end(mysql_link *link) {
    link->resume = NULL;
    free(link->sql);
    link->sql = NULL;
    return 0;
}

int mysql_link_end_failed(mysql_link *link, MYSQL_STMT *statement) {
    link->failed = 1;
    link->error_code = statement ? mysql_stmt_errno(statement) : mysql_errno(link->mysql);
    const char *state = statement ? mysql_stmt_sqlstate(statement) : mysql_sqlstate(link->mysql);
    const char *text = statement ? mysql_stmt_error(statement) : mysql_error(link->mysql);
    strncpy(link->error_state, state, sizeof link->error_state - 1);
    strncpy(link->error_text, text, sizeof link->error_text - 1);
    return mysql_link_end(link);
}

int mysql_link_continue(mysql_link *link, int ready) {
    return link->resume ? link->resume(link, ready) : 0;
}

void mysql_link_abandon(mysql_link *link) {
    if (!link->resume) return;
    int descriptor = mysql_link_socket(link);
    if (descriptor >= 0) shutdown(descriptor, SHUT_RDWR);
    // The operation stands on a stack of its own, and has things to free. Told that its time is up,
    // it ends by itself, within a few calls.
    for (int calls = 0; link->resume && calls < 100; calls++) {
        mysql_link_continue(link, MYSQL_WAIT_TIMEOUT);
    }
    link->resume = NULL;
}

// MARK: Operations

static char *copy(const char *text) { return text ? strdup(text) : NULL; }

static int after_connect(mysql_link *, int waiting);
static int resume_connect(mysql_link *link, int ready) {
    return after_connect(link, mysql_real_connect_cont(&link->connected, link->mysql, ready));
}

static int after_connect(mysql_link *link, int waiting) {
    if (waiting) return mysql_link_wait(link, waiting, resume_connect);
    forget_arguments(link);
    return link->connected ? mysql_link_end(link) : mysql_link_end_failed(link, NULL);
}

int mysql_link_connect(mysql_link *link, const char *host, int port, const char *socket,
                       const char *user, const char *password, const char *database) {
    link->failed = 0;
    forget_arguments(link);
    char **kept = link->arguments;
    kept[0] = copy(host), kept[1] = copy(user), kept[2] = copy(password);
    kept[3] = copy(database), kept[4] = copy(socket);
    // Rows that an UPDATE finds count as affected also if it leaves them as they were: so does
    // SQLite count.
    return after_connect(
        link, mysql_real_connect_start(&link->connected, link->mysql, kept[0], kept[1], kept[2],
                                       kept[3], (unsigned)port, kept[4], CLIENT_FOUND_ROWS));
}

static int after_discard(mysql_link *link, int waiting);
static int resume_discard(mysql_link *link, int ready) {
    return after_discard(link, mysql_store_result_cont(&link->result, link->mysql, ready));
}

static int after_discard(mysql_link *link, int waiting) {
    if (waiting) return mysql_link_wait(link, waiting, resume_discard);
    if (!link->result) return mysql_link_end_failed(link, NULL);
    mysql_free_result(link->result);
    return mysql_link_end(link);
}

static int after_query(mysql_link *, int waiting);
static int resume_query(mysql_link *link, int ready) {
    return after_query(link, mysql_real_query_cont(&link->code, link->mysql, ready));
}

static int after_query(mysql_link *link, int waiting) {
    if (waiting) return mysql_link_wait(link, waiting, resume_query);
    if (link->code) return mysql_link_end_failed(link, NULL);
    if (!mysql_field_count(link->mysql)) return mysql_link_end(link);
    return after_discard(link, mysql_store_result_start(&link->result, link->mysql));
}

int mysql_link_query(mysql_link *link, const char *sql, unsigned long length) {
    link->failed = 0;
    const char *kept = mysql_link_keep(link, sql, length);
    return after_query(link, mysql_real_query_start(&link->code, link->mysql, kept, length));
}

// MARK: What is known of a link

int mysql_link_failed(const mysql_link *link) { return link->failed; }
unsigned mysql_link_error_code(const mysql_link *link) { return link->error_code; }
const char *mysql_link_error_state(const mysql_link *link) { return link->error_state; }
const char *mysql_link_error_text(const mysql_link *link) { return link->error_text; }

int mysql_link_socket(const mysql_link *link) {
    my_socket descriptor = link->mysql ? mysql_get_socket(link->mysql) : -1;
    return descriptor < 0 ? -1 : (int)descriptor;
}

int mysql_link_has_news(const mysql_link *link) {
    char first;
    ssize_t count = recv(mysql_link_socket(link), &first, 1, MSG_PEEK | MSG_DONTWAIT);
    return count >= 0 || (errno != EAGAIN && errno != EINTR);
}

unsigned long mysql_link_number(const mysql_link *link) {
    return link->mysql ? mysql_thread_id(link->mysql) : 0;
}

int mysql_link_in_transaction(const mysql_link *link) {
    return link->mysql && (link->mysql->server_status & SERVER_STATUS_IN_TRANS) != 0;
}

#endif
