// HTTP transfers by libcurl, driven from outside: it says which descriptors it waits for and when
// it wants to be called, and never waits itself.
//
// No header is included and no function is variadic, so that whatever imports a Swift module built
// on this needs no header but this one.
#ifndef LOOPWALK_CCURLBRIDGE_H
#define LOOPWALK_CCURLBRIDGE_H

/// All transfers of a session, and the connections they share.
typedef struct bridge_transfers bridge_transfers;

/// One transfer at a time: reused for the next when it has been removed.
typedef struct bridge_transfer bridge_transfer;

/// What a descriptor is waited for, and what it is ready for; may be combined.
enum { bridge_reading = 1, bridge_writing = 2 };

/// How a transfer ended.
typedef enum {
    bridge_done,
    bridge_bad_url,
    bridge_unresolvable,
    bridge_cannot_connect,
    bridge_connect_timeout,
    bridge_bad_certificate,
    bridge_tls_failed,
    bridge_reset,
    bridge_ended_early,
    bridge_not_http,
    bridge_too_many_redirects,
    bridge_other
} bridge_end;

// MARK: All transfers

/// What is told to the owner. None of it may call anything of this file.
typedef struct {
    /// What `descriptor` is waited for from now on. Returns 0, or −1 if it cannot be watched.
    int (*watch)(void *owner, int descriptor, int readiness);
    /// A connection's descriptor was made, or is about to be closed.
    void (*opened)(void *owner, int descriptor);
    void (*closing)(void *owner, int descriptor);
    /// Call `bridge_act` with no descriptor in so many milliseconds; −1: never mind.
    void (*timer)(void *owner, long milliseconds);
    /// A line of a response's head, up to the empty one, for the transfer that `context` is of.
    /// Returns whether to go on; if not the transfer ends.
    int (*head)(void *context, const char *bytes, long count);
    /// A part of a response's body. Returns whether it was taken; if not it comes again after
    /// `bridge_resume`.
    int (*body)(void *context, const char *bytes, long count);
} bridge_callbacks;

/// Makes an owner's transfers, which keep up to `connections` connections. NULL if out of memory.
bridge_transfers *bridge_open(void *owner, bridge_callbacks callbacks, long connections);

/// Closes the connections. The transfers have been freed before.
void bridge_close(bridge_transfers *transfers);

/// Does what there is to do as `descriptor` is ready, or −1: as the timer's time has come.
/// Returns NULL, or what is wrong, after which no transfer can go on.
const char *bridge_act(bridge_transfers *transfers, int descriptor, int readiness);

/// Takes the next transfer that has ended: its context, and how it ended. NULL if there is none.
void *bridge_next_ended(bridge_transfers *transfers, bridge_end *end);

// MARK: One transfer

/// `redirects`: how many are followed. `certificates`: a file of those to trust, or NULL for the
/// system's. NULL if out of memory.
bridge_transfer *bridge_new(bridge_transfers *transfers, long redirects, const char *certificates);
void bridge_free(bridge_transfer *transfer);

/// Adds a line of the request's head, `Name: value`. Returns 0, or −1 if out of memory.
int bridge_add_header(bridge_transfer *transfer, const char *line);

/// Says what to ask for. `body` is copied. Returns 0, or −1 if the URL is none.
int bridge_set_request(
    bridge_transfer *transfer, const char *method, const char *url, const char *body, long count);

/// Starts it; `context` is what its head, body and end are told with. It may take so long to
/// connect. Returns 0, or −1 if out of memory.
int bridge_start(bridge_transfer *transfer, void *context, long connect_milliseconds);

/// Ends it, wherever it is. Its connection is kept if it has ended by itself, else closed.
void bridge_remove(bridge_transfer *transfer);

/// Lets a body go on that was not taken. May call `body` at once.
void bridge_resume(bridge_transfer *transfer);

// What became of it, until it is removed.

/// The status of the last response; 0 if there was none.
long bridge_status(bridge_transfer *transfer);
/// The URL it came from, after redirects.
const char *bridge_url(bridge_transfer *transfer);
/// The `errno` of the last connection that failed; 0 if none did.
long bridge_system_error(bridge_transfer *transfer);
/// libcurl's words for what went wrong; empty if it has none.
const char *bridge_problem(bridge_transfer *transfer);

// MARK: One request that blocks

/// Asks for `url` and waits for the answer, with a connection of its own. `body` is told the parts of
/// it on the calling thread. Returns NULL, or libcurl's words for what went wrong.
const char *bridge_fetch(
    const char *url, void *context, void (*body)(void *context, const char *bytes, long count));

#endif
