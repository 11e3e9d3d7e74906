// MariaDB Connector/C without its header: handles, plain functions, no system header.
//
// A call that talks to the server is an operation. Starting one returns what the socket must be
// ready for, or 0 if it has ended; whoever started it waits for that and calls
// `mysql_link_continue` with what came, until that returns 0. Then `mysql_link_failed` tells.
// One operation at a time runs on a link. All of a link is for one thread at a time.
#ifndef LOOPWALK_CMYSQLBRIDGE_H
#define LOOPWALK_CMYSQLBRIDGE_H

/// A connection to a server.
typedef struct mysql_link mysql_link;
/// A statement that was prepared on a link.
typedef struct mysql_statement mysql_statement;

/// What an operation waits for: bits.
enum { mysql_wait_read = 1, mysql_wait_write = 2 };

/// A new link, not connected; NULL if memory is short.
mysql_link *mysql_link_new(void);
/// Closes the connection, saying goodbye if it is still there; statements stay, without use.
void mysql_link_close(mysql_link *);
/// Closes the connection and frees the link.
void mysql_link_free(mysql_link *);

/// Operation: connects. `socket` is a Unix socket's path or NULL; `database` may be NULL.
int mysql_link_connect(mysql_link *, const char *host, int port, const char *socket,
                       const char *user, const char *password, const char *database);
/// Operation: sends `sql` as text; rows that come back are thrown away.
int mysql_link_query(mysql_link *, const char *sql, unsigned long length);
/// Goes on with the operation that is under way; `ready` is what the socket is ready for.
int mysql_link_continue(mysql_link *, int ready);
/// Ends the operation that is under way, and with it the use of the connection.
void mysql_link_abandon(mysql_link *);

/// Whether the last operation failed; then its code, its SQLSTATE and the words for it.
int mysql_link_failed(const mysql_link *);
unsigned mysql_link_error_code(const mysql_link *);
const char *mysql_link_error_state(const mysql_link *);
const char *mysql_link_error_text(const mysql_link *);

/// The socket, or -1.
int mysql_link_socket(const mysql_link *);
/// Whether the server has said something that nobody asked for, or has hung up.
int mysql_link_has_news(const mysql_link *);
/// The server's number for the connection.
unsigned long mysql_link_number(const mysql_link *);
/// Whether a transaction is open.
int mysql_link_in_transaction(const mysql_link *);

/// A new statement on a link, not prepared; NULL if memory is short.
mysql_statement *mysql_statement_new(mysql_link *);
/// Operation: has the server forget it, reading what it still sends for it. Only to be freed then.
int mysql_statement_close(mysql_statement *);
/// Frees it, without waiting for the server.
void mysql_statement_free(mysql_statement *);
/// Operation: prepares it.
int mysql_statement_prepare(mysql_statement *, const char *sql, unsigned long length);
/// How many parameters it has.
unsigned long mysql_statement_parameters(const mysql_statement *);

/// Set the parameter at `index`; what is pointed to is copied.
void mysql_statement_set_null(mysql_statement *, unsigned long index);
void mysql_statement_set_integer(mysql_statement *, unsigned long index, long long);
void mysql_statement_set_double(mysql_statement *, unsigned long index, double);
/// Returns 0 if memory is short.
int mysql_statement_set_data(mysql_statement *, unsigned long index, int is_text,
                             const void *data, unsigned long length);

/// Operation: runs it and brings all its rows over.
int mysql_statement_run(mysql_statement *);
/// How many rows it found to change, and the number it gave the first row it added.
unsigned long long mysql_statement_affected_rows(const mysql_statement *);
unsigned long long mysql_statement_last_id(const mysql_statement *);
/// How many columns its result has, 0 for none; and a column's name.
unsigned mysql_statement_columns(const mysql_statement *);
const char *mysql_statement_column_name(const mysql_statement *, unsigned column);
/// Grows when the columns are others than before.
unsigned mysql_statement_shape(const mysql_statement *);

/// Takes the next row: 1, or 0 at the end, or -1 on failure (`mysql_link_failed`).
int mysql_statement_fetch(mysql_statement *);

/// What a value of the row is.
enum mysql_kind { mysql_null, mysql_integer, mysql_unsigned, mysql_double, mysql_text, mysql_bytes };
enum mysql_kind mysql_statement_kind(const mysql_statement *, unsigned column);
long long mysql_statement_integer(const mysql_statement *, unsigned column);
double mysql_statement_double(const mysql_statement *, unsigned column);
const void *mysql_statement_data(const mysql_statement *, unsigned column, unsigned long *length);

/// Operation: drops what is left of the result, so that the statement can run again.
int mysql_statement_finish(mysql_statement *);

#endif
