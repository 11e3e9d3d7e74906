#include "CSQLiteBridge.h"

#include <math.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>

struct sqlite_link {
    sqlite3 *database;
    void (*pause)(double);
    double lock_timeout;
    /// Set from another thread.
    atomic_int is_stopped;
    /// How many rows had been changed when the statement began, and whether it has inserted one.
    long long changes_before;
    int has_inserted;
};

// MARK: What can be stopped

static int is_stopped(void *link) { return atomic_load(&((sqlite_link *)link)->is_stopped); }

/// How long a wait sleeps before it looks whether it has been stopped.
static const double slice = 0.01;

/// Another connection has the lock: SQLite asks whether to try again.
static int wait_for_lock(void *context, int tries) {
    sqlite_link *link = context;
    if (is_stopped(link) || tries * slice >= link->lock_timeout) return 0;
    link->pause(slice);
    return 1;
}

/// `SELECT sleep(0.5)`, as MySQL has it: 0 when the time is over.
static void sleep_function(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    sqlite_link *link = sqlite3_user_data(context);
    double left = sqlite3_value_double(values[0]);
    while (left > 0 && !is_stopped(link)) {
        double now = fmin(left, slice);
        link->pause(now);
        left -= now;
    }
    if (is_stopped(link)) {
        sqlite3_result_error_code(context, SQLITE_INTERRUPT);
    } else {
        sqlite3_result_int(context, 0);
    }
}

/// Only an INSERT sets the number of the last row; after other statements the old one is still there.
static void note_change(void *link, int what, const char *database, const char *table,
                        sqlite3_int64 row) {
    (void)database, (void)table, (void)row;
    if (what == SQLITE_INSERT) ((sqlite_link *)link)->has_inserted = 1;
}

void sqlite_link_stop(sqlite_link *link) { atomic_store(&link->is_stopped, 1); }
void sqlite_link_go(sqlite_link *link) { atomic_store(&link->is_stopped, 0); }

// MARK: Links

/// Its books on memory are kept under one lock, which lets connections that compute on several
/// threads hardly run at the same time.
static void keep_no_statistics(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

int sqlite_link_open(const char *path, void (*pause)(double), double lock_timeout,
                     sqlite_link **made) {
    // Several threads may open one first.
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, keep_no_statistics);
    sqlite_link *link = *made = calloc(1, sizeof *link);
    if (!link) return SQLITE_NOMEM;
    link->pause = pause;
    link->lock_timeout = lock_timeout;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
    int code = sqlite3_open_v2(path, &link->database, flags, NULL);
    if (code) return code;
    sqlite3_extended_result_codes(link->database, 1);
    sqlite3_busy_handler(link->database, wait_for_lock, link);
    sqlite3_update_hook(link->database, note_change, link);
    sqlite3_progress_handler(link->database, 1000, is_stopped, link);
    return sqlite3_create_function_v2(link->database, "sleep", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                      link, sleep_function, NULL, NULL, NULL);
}

void sqlite_link_free(sqlite_link *link) {
    sqlite3_close_v2(link->database);
    free(link);
}

int sqlite_link_error_code(const sqlite_link *link) {
    return sqlite3_extended_errcode(link->database);
}

const char *sqlite_link_error_text(const sqlite_link *link) {
    return sqlite3_errmsg(link->database);
}

int sqlite_link_in_transaction(const sqlite_link *link) {
    return !sqlite3_get_autocommit(link->database);
}

void sqlite_link_begin(sqlite_link *link) {
    link->changes_before = sqlite3_total_changes64(link->database);
    link->has_inserted = 0;
}

long long sqlite_link_affected_rows(const sqlite_link *link) {
    int has_changed = sqlite3_total_changes64(link->database) != link->changes_before;
    return has_changed ? sqlite3_changes64(link->database) : 0;
}

long long sqlite_link_last_id(const sqlite_link *link) {
    return link->has_inserted ? sqlite3_last_insert_rowid(link->database) : 0;
}

// MARK: Statements

// A `sqlite_statement` is SQLite's own by another name, which needs no header.
static sqlite3_stmt *own(sqlite_statement *statement) { return (sqlite3_stmt *)statement; }

int sqlite_statement_prepare(sqlite_link *link, const char *sql, int length,
                             sqlite_statement **statement, int *has_more) {
    const char *rest = NULL;
    *has_more = 0;
    int code = sqlite3_prepare_v3(link->database, sql, length, SQLITE_PREPARE_PERSISTENT,
                                  (sqlite3_stmt **)statement, &rest);
    if (code || !rest) return code;
    // Spaces and remarks make no statement.
    sqlite3_stmt *second = NULL;
    int left = length - (int)(rest - sql);
    *has_more = sqlite3_prepare_v3(link->database, rest, left, 0, &second, NULL) || second;
    sqlite3_finalize(second);
    return SQLITE_OK;
}

void sqlite_statement_free(sqlite_statement *statement) { sqlite3_finalize(own(statement)); }

int sqlite_statement_parameters(sqlite_statement *statement) {
    return sqlite3_bind_parameter_count(own(statement));
}

int sqlite_statement_set_null(sqlite_statement *statement, int index) {
    return sqlite3_bind_null(own(statement), index + 1);
}

int sqlite_statement_set_integer(sqlite_statement *statement, int index, long long value) {
    return sqlite3_bind_int64(own(statement), index + 1, value);
}

int sqlite_statement_set_double(sqlite_statement *statement, int index, double value) {
    return sqlite3_bind_double(own(statement), index + 1, value);
}

int sqlite_statement_set_text(sqlite_statement *statement, int index, const char *text,
                              unsigned long length) {
    return sqlite3_bind_text64(own(statement), index + 1, text ? text : "", length,
                               SQLITE_TRANSIENT, SQLITE_UTF8);
}

int sqlite_statement_set_bytes(sqlite_statement *statement, int index, const void *data,
                               unsigned long length) {
    return sqlite3_bind_blob64(own(statement), index + 1, data ? data : "", length,
                               SQLITE_TRANSIENT);
}

int sqlite_statement_step(sqlite_statement *statement) {
    int answer = sqlite3_step(own(statement));
    return answer == SQLITE_ROW ? 1 : answer == SQLITE_DONE ? 0 : -1;
}

void sqlite_statement_reset(sqlite_statement *statement) {
    sqlite3_reset(own(statement));
    sqlite3_clear_bindings(own(statement));
}

int sqlite_statement_columns(sqlite_statement *statement) {
    return sqlite3_column_count(own(statement));
}

const char *sqlite_statement_column_name(sqlite_statement *statement, int column) {
    const char *name = sqlite3_column_name(own(statement), column);
    return name ? name : "";
}

enum sqlite_kind sqlite_statement_kind(sqlite_statement *statement, int column) {
    switch (sqlite3_column_type(own(statement), column)) {
    case SQLITE_INTEGER: return sqlite_integer;
    case SQLITE_FLOAT: return sqlite_double;
    case SQLITE_TEXT: return sqlite_text;
    case SQLITE_BLOB: return sqlite_bytes;
    default: return sqlite_null;
    }
}

long long sqlite_statement_integer(sqlite_statement *statement, int column) {
    return sqlite3_column_int64(own(statement), column);
}

double sqlite_statement_double(sqlite_statement *statement, int column) {
    return sqlite3_column_double(own(statement), column);
}

const void *sqlite_statement_data(sqlite_statement *statement, int column, unsigned long *length) {
    const void *data = sqlite3_column_blob(own(statement), column);
    *length = (unsigned long)sqlite3_column_bytes(own(statement), column);
    return data;
}

