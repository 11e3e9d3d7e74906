// SQLite without its header: handles, plain functions, no system header.
//
// All calls block and are for one thread at a time, but for `sqlite_link_stop`.
#ifndef LOOPWALK_CSQLITEBRIDGE_H
#define LOOPWALK_CSQLITEBRIDGE_H

/// An open database.
typedef struct sqlite_link sqlite_link;
/// A prepared statement.
typedef struct sqlite_statement sqlite_statement;

/// Opens the database at `path`, making it if it is not there. `pause` blocks the calling thread
/// for so many seconds: the SQL function `sleep` calls it, and who waits for a lock.
///
/// Returns 0 or an error's code. `*link` is set unless memory is short, and must be freed.
int sqlite_link_open(const char *path, void (*pause)(double), double lock_timeout, sqlite_link **);
void sqlite_link_free(sqlite_link *);

/// Asks what is running to end with `sqlite_interrupted`, until `sqlite_link_go` allows it again.
/// From any thread.
void sqlite_link_stop(sqlite_link *);
void sqlite_link_go(sqlite_link *);

/// The last failure: its code and words.
int sqlite_link_error_code(const sqlite_link *);
const char *sqlite_link_error_text(const sqlite_link *);
int sqlite_link_in_transaction(const sqlite_link *);
/// A statement begins: how many rows it found to change, and the number of the row it inserted last,
/// are then for these to tell; 0 if there are none.
void sqlite_link_begin(sqlite_link *);
long long sqlite_link_affected_rows(const sqlite_link *);
long long sqlite_link_last_id(const sqlite_link *);

/// Prepares `sql`. Returns 0 or an error's code; `*statement` is NULL if there is nothing in it.
/// `*has_more` tells whether there is a second statement in it.
int sqlite_statement_prepare(sqlite_link *, const char *sql, int length, sqlite_statement **,
                             int *has_more);
void sqlite_statement_free(sqlite_statement *);

int sqlite_statement_parameters(sqlite_statement *);
/// Set the parameter at `index`, counted from 0; what is pointed to is copied. 0 or a code.
int sqlite_statement_set_null(sqlite_statement *, int index);
int sqlite_statement_set_integer(sqlite_statement *, int index, long long);
int sqlite_statement_set_double(sqlite_statement *, int index, double);
int sqlite_statement_set_text(sqlite_statement *, int index, const char *, unsigned long length);
int sqlite_statement_set_bytes(sqlite_statement *, int index, const void *, unsigned long length);

/// Takes the next row: 1, or 0 at the end, or -1 on failure.
int sqlite_statement_step(sqlite_statement *);
/// Ends a run, so that it can run again; its parameters are null again.
void sqlite_statement_reset(sqlite_statement *);

int sqlite_statement_columns(sqlite_statement *);
const char *sqlite_statement_column_name(sqlite_statement *, int column);

/// What a value of the row is.
enum sqlite_kind { sqlite_null, sqlite_integer, sqlite_double, sqlite_text, sqlite_bytes };
enum sqlite_kind sqlite_statement_kind(sqlite_statement *, int column);
long long sqlite_statement_integer(sqlite_statement *, int column);
double sqlite_statement_double(sqlite_statement *, int column);
const void *sqlite_statement_data(sqlite_statement *, int column, unsigned long *length);

#endif
