#ifdef LOOPWALK_MYSQL

#include "link.h"

#include <stdlib.h>
#include <string.h>

/// A parameter's value.
struct parameter {
    union {
        long long integer;
        double number;
        void *data;
    } value;
};

/// A column of the result, and its value in the row that was fetched.
struct column {
    char *name;
    enum enum_field_types type;
    enum mysql_kind kind;
    union {
        long long integer;
        double number;
    } value;
    void *data;
    unsigned long capacity, length;
    my_bool is_null, is_cut;
};

struct mysql_statement {
    mysql_link *link;
    MYSQL_STMT *stmt;
    MYSQL_BIND *given;
    struct parameter *parameters;
    unsigned long parameter_count;
    MYSQL_BIND *wanted;
    struct column *columns;
    unsigned column_count, shape;
};

mysql_statement *mysql_statement_new(mysql_link *link) {
    mysql_statement *statement = calloc(1, sizeof *statement);
    if (!statement) return NULL;
    statement->link = link;
    statement->stmt = mysql_stmt_init(link->mysql);
    if (statement->stmt) return statement;
    free(statement);
    return NULL;
}

static void clear_parameter(mysql_statement *statement, unsigned long index) {
    enum enum_field_types type = statement->given[index].buffer_type;
    if (type == MYSQL_TYPE_STRING || type == MYSQL_TYPE_BLOB) {
        free(statement->parameters[index].value.data);
    }
    memset(&statement->given[index], 0, sizeof statement->given[index]);
}

static void forget_columns(mysql_statement *statement) {
    for (unsigned i = 0; i < statement->column_count; i++) {
        free(statement->columns[i].name);
        free(statement->columns[i].data);
    }
    free(statement->columns);
    free(statement->wanted);
    statement->columns = NULL;
    statement->wanted = NULL;
    statement->column_count = 0;
}

static int after_close(mysql_link *, int waiting);
static int resume_close(mysql_link *link, int ready) {
    my_bool ignored;
    return after_close(link, mysql_stmt_close_cont(&ignored, link->statement->stmt, ready));
}

static int after_close(mysql_link *link, int waiting) {
    if (waiting) return mysql_link_wait(link, waiting, resume_close);
    link->statement->stmt = NULL;
    return mysql_link_end(link);
}

int mysql_statement_close(mysql_statement *statement) {
    mysql_link *link = statement->link;
    link->statement = statement;
    link->failed = 0;
    my_bool ignored;
    return after_close(link, mysql_stmt_close_start(&ignored, statement->stmt));
}

void mysql_statement_free(mysql_statement *statement) {
    if (statement->stmt) mysql_stmt_close(statement->stmt);
    for (unsigned long i = 0; i < statement->parameter_count; i++) clear_parameter(statement, i);
    free(statement->given);
    free(statement->parameters);
    forget_columns(statement);
    free(statement);
}

// MARK: Preparing

static int after_prepare(mysql_link *, int waiting);
static int resume_prepare(mysql_link *link, int ready) {
    return after_prepare(link, mysql_stmt_prepare_cont(&link->code, link->statement->stmt, ready));
}

static int after_prepare(mysql_link *link, int waiting) {
    if (waiting) return mysql_link_wait(link, waiting, resume_prepare);
    mysql_statement *statement = link->statement;
    if (link->code) return mysql_link_end_failed(link, statement->stmt);
    unsigned long count = mysql_stmt_param_count(statement->stmt);
    statement->given = calloc(count + 1, sizeof *statement->given);
    statement->parameters = calloc(count + 1, sizeof *statement->parameters);
    if (!statement->given || !statement->parameters) abort();
    statement->parameter_count = count;
    return mysql_link_end(link);
}

int mysql_statement_prepare(mysql_statement *statement, const char *sql, unsigned long length) {
    mysql_link *link = statement->link;
    link->statement = statement;
    link->failed = 0;
    const char *kept = mysql_link_keep(link, sql, length);
    return after_prepare(
        link, mysql_stmt_prepare_start(&link->code, statement->stmt, kept, length));
}

// MARK: Parameters

unsigned long mysql_statement_parameters(const mysql_statement *statement) {
    return statement->parameter_count;
}

void mysql_statement_set_null(mysql_statement *statement, unsigned long index) {
    clear_parameter(statement, index);
    statement->given[index].buffer_type = MYSQL_TYPE_NULL;
}

void mysql_statement_set_integer(mysql_statement *statement, unsigned long index, long long value) {
    clear_parameter(statement, index);
    statement->parameters[index].value.integer = value;
    statement->given[index].buffer_type = MYSQL_TYPE_LONGLONG;
    statement->given[index].buffer = &statement->parameters[index].value.integer;
}

void mysql_statement_set_double(mysql_statement *statement, unsigned long index, double value) {
    clear_parameter(statement, index);
    statement->parameters[index].value.number = value;
    statement->given[index].buffer_type = MYSQL_TYPE_DOUBLE;
    statement->given[index].buffer = &statement->parameters[index].value.number;
}

int mysql_statement_set_data(mysql_statement *statement, unsigned long index, int is_text,
                             const void *data, unsigned long length) {
    clear_parameter(statement, index);
    void *kept = malloc(length + 1);
    if (!kept) return 0;
    if (length) memcpy(kept, data, length);
    MYSQL_BIND *bind = &statement->given[index];
    statement->parameters[index].value.data = kept;
    bind->buffer_type = is_text ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
    bind->buffer = kept;
    bind->buffer_length = length;
    bind->length_value = length;
    bind->length = &bind->length_value;
    return 1;
}

// MARK: The result's columns

/// The charset of a column that holds bytes.
static const unsigned binary_charset = 63;

static enum mysql_kind kind_of(const MYSQL_FIELD *field) {
    switch (field->type) {
    case MYSQL_TYPE_NULL:
        return mysql_null;
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_YEAR:
        return field->flags & UNSIGNED_FLAG ? mysql_unsigned : mysql_integer;
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_DOUBLE:
        return mysql_double;
    case MYSQL_TYPE_BIT:
    case MYSQL_TYPE_GEOMETRY:
        return mysql_bytes;
    case MYSQL_TYPE_STRING:
    case MYSQL_TYPE_VAR_STRING:
    case MYSQL_TYPE_VARCHAR:
    case MYSQL_TYPE_TINY_BLOB:
    case MYSQL_TYPE_BLOB:
    case MYSQL_TYPE_MEDIUM_BLOB:
    case MYSQL_TYPE_LONG_BLOB:
        return field->charsetnr == binary_charset ? mysql_bytes : mysql_text;
    default:
        // Exact decimals, dates and times: as text, of which nothing is lost.
        return mysql_text;
    }
}

static void set_bind(MYSQL_BIND *bind, struct column *column) {
    memset(bind, 0, sizeof *bind);
    bind->is_null = &column->is_null;
    bind->error = &column->is_cut;
    bind->length = &column->length;
    switch (column->kind) {
    case mysql_integer:
    case mysql_unsigned:
        bind->buffer_type = MYSQL_TYPE_LONGLONG;
        bind->is_unsigned = column->kind == mysql_unsigned;
        bind->buffer = &column->value;
        break;
    case mysql_double:
        bind->buffer_type = MYSQL_TYPE_DOUBLE;
        bind->buffer = &column->value;
        break;
    default:
        bind->buffer_type = column->kind == mysql_text ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
        bind->buffer = column->data;
        bind->buffer_length = column->capacity;
    }
}

static int grow(struct column *column, unsigned long capacity) {
    if (capacity <= column->capacity) return 1;
    void *data = realloc(column->data, capacity);
    if (!data) return 0;
    column->data = data;
    column->capacity = capacity;
    return 1;
}

/// Whether the columns are those that are known already.
static int is_same(const mysql_statement *statement, const MYSQL_FIELD *fields, unsigned count) {
    if (count != statement->column_count) return 0;
    for (unsigned i = 0; i < count; i++) {
        const struct column *column = &statement->columns[i];
        if (column->type != fields[i].type || column->kind != kind_of(&fields[i])) return 0;
        if (strcmp(column->name, fields[i].name) != 0) return 0;
    }
    return 1;
}

/// Makes a place for each column's values.
static int describe_columns(mysql_statement *statement) {
    MYSQL_RES *described = mysql_stmt_result_metadata(statement->stmt);
    if (!described) return 0;
    unsigned count = mysql_num_fields(described);
    const MYSQL_FIELD *fields = mysql_fetch_fields(described);
    if (!is_same(statement, fields, count)) {
        forget_columns(statement);
        statement->columns = calloc(count, sizeof *statement->columns);
        statement->wanted = calloc(count, sizeof *statement->wanted);
        if (!statement->columns || !statement->wanted) abort();
        statement->column_count = count;
        statement->shape++;
        for (unsigned i = 0; i < count; i++) {
            struct column *column = &statement->columns[i];
            column->name = strdup(fields[i].name);
            column->type = fields[i].type;
            column->kind = kind_of(&fields[i]);
            if (!column->name || !grow(column, 64)) abort();
        }
    }
    mysql_free_result(described);
    for (unsigned i = 0; i < count; i++) {
        set_bind(&statement->wanted[i], &statement->columns[i]);
    }
    return mysql_stmt_bind_result(statement->stmt, statement->wanted) == 0;
}

unsigned mysql_statement_columns(const mysql_statement *statement) {
    return mysql_stmt_field_count(statement->stmt) ? statement->column_count : 0;
}

const char *mysql_statement_column_name(const mysql_statement *statement, unsigned column) {
    return statement->columns[column].name;
}

unsigned mysql_statement_shape(const mysql_statement *statement) { return statement->shape; }

// MARK: Running

static int after_store(mysql_link *, int waiting);
static int resume_store(mysql_link *link, int ready) {
    return after_store(link,
                       mysql_stmt_store_result_cont(&link->code, link->statement->stmt, ready));
}

static int after_store(mysql_link *link, int waiting) {
    if (waiting) return mysql_link_wait(link, waiting, resume_store);
    if (link->code || !describe_columns(link->statement)) {
        return mysql_link_end_failed(link, link->statement->stmt);
    }
    return mysql_link_end(link);
}

static int after_run(mysql_link *, int waiting);
static int resume_run(mysql_link *link, int ready) {
    return after_run(link, mysql_stmt_execute_cont(&link->code, link->statement->stmt, ready));
}

static int after_run(mysql_link *link, int waiting) {
    if (waiting) return mysql_link_wait(link, waiting, resume_run);
    MYSQL_STMT *stmt = link->statement->stmt;
    if (link->code) return mysql_link_end_failed(link, stmt);
    if (!mysql_stmt_field_count(stmt)) return mysql_link_end(link);
    return after_store(link, mysql_stmt_store_result_start(&link->code, stmt));
}

int mysql_statement_run(mysql_statement *statement) {
    mysql_link *link = statement->link;
    link->statement = statement;
    link->failed = 0;
    if (statement->parameter_count && mysql_stmt_bind_param(statement->stmt, statement->given)) {
        return mysql_link_end_failed(link, statement->stmt);
    }
    return after_run(link, mysql_stmt_execute_start(&link->code, statement->stmt));
}

unsigned long long mysql_statement_affected_rows(const mysql_statement *statement) {
    return mysql_stmt_affected_rows(statement->stmt);
}

unsigned long long mysql_statement_last_id(const mysql_statement *statement) {
    return mysql_stmt_insert_id(statement->stmt);
}

// MARK: Rows

/// Fetches again, into larger places, the values that did not fit.
static int fetch_what_was_cut(mysql_statement *statement) {
    for (unsigned i = 0; i < statement->column_count; i++) {
        struct column *column = &statement->columns[i];
        if (column->is_null || column->length <= column->capacity || !column->data) continue;
        if (column->kind != mysql_text && column->kind != mysql_bytes) continue;
        if (!grow(column, column->length)) return 0;
        set_bind(&statement->wanted[i], column);
        if (mysql_stmt_fetch_column(statement->stmt, &statement->wanted[i], i, 0)) return 0;
    }
    return mysql_stmt_bind_result(statement->stmt, statement->wanted) == 0;
}

int mysql_statement_fetch(mysql_statement *statement) {
    int answer = mysql_stmt_fetch(statement->stmt);
    if (answer == MYSQL_NO_DATA) return 0;
    if (answer == 0 || (answer == MYSQL_DATA_TRUNCATED && fetch_what_was_cut(statement))) return 1;
    mysql_link_end_failed(statement->link, statement->stmt);
    return -1;
}

enum mysql_kind mysql_statement_kind(const mysql_statement *statement, unsigned column) {
    const struct column *it = &statement->columns[column];
    return it->is_null ? mysql_null : it->kind;
}

long long mysql_statement_integer(const mysql_statement *statement, unsigned column) {
    return statement->columns[column].value.integer;
}

double mysql_statement_double(const mysql_statement *statement, unsigned column) {
    return statement->columns[column].value.number;
}

const void *mysql_statement_data(const mysql_statement *statement, unsigned column,
                                 unsigned long *length) {
    *length = statement->columns[column].length;
    return statement->columns[column].data;
}

static int after_next(mysql_link *, int waiting);
static int resume_next(mysql_link *link, int ready) {
    return after_next(link,
                      mysql_stmt_next_result_cont(&link->code, link->statement->stmt, ready));
}

static int after_next(mysql_link *link, int waiting) {
    if (waiting) return mysql_link_wait(link, waiting, resume_next);
    if (link->code > 0) return mysql_link_end_failed(link, link->statement->stmt);
    return mysql_statement_finish(link->statement);
}

int mysql_statement_finish(mysql_statement *statement) {
    mysql_link *link = statement->link;
    link->statement = statement;
    link->failed = 0;
    mysql_stmt_free_result(statement->stmt);
    // A procedure sends what it returned after the rows.
    if (!mysql_stmt_more_results(statement->stmt)) return mysql_link_end(link);
    return after_next(link, mysql_stmt_next_result_start(&link->code, statement->stmt));
}

#endif
