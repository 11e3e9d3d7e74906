// What a link and its statements have in common.
#ifndef LOOPWALK_MYSQL_LINK_H
#define LOOPWALK_MYSQL_LINK_H

#include "CMySQLBridge.h"

#include <mysql.h>

struct mysql_link {
    MYSQL *mysql;
    /// Goes on with the operation that is under way; NULL if none is.
    int (*resume)(mysql_link *, int ready);
    /// The statement that operation is of, if it is of one.
    mysql_statement *statement;
    /// What the connector's calls return.
    int code;
    MYSQL *connected;
    MYSQL_RES *result;
    /// What `mysql_link_connect` was given, for as long as it runs.
    char *arguments[5];
    /// The SQL of the operation that is under way, which may be sent in parts.
    char *sql;

    int failed;
    unsigned error_code;
    char error_state[SQLSTATE_LENGTH + 1];
    char error_text[MYSQL_ERRMSG_SIZE];
};

/// Notes what an operation waits for and how it goes on; returns `waiting`.
int mysql_link_wait(mysql_link *, int waiting, int (*resume)(mysql_link *, int));
/// Keeps a copy of `sql` for as long as the operation runs.
const char *mysql_link_keep(mysql_link *, const char *sql, unsigned long length);
/// Ends the operation that is under way; with the words of the connection or the statement if it
/// failed.
int mysql_link_end(mysql_link *);
int mysql_link_end_failed(mysql_link *, MYSQL_STMT *);

#endif
