#define _GNU_SOURCE
#include "CCurlBridge.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct bridge_transfers {
    CURLM *multi;
    void *owner;
    bridge_callbacks callbacks;
};

struct bridge_transfer {
    CURL *easy;
    bridge_transfers *all;
    void *context;
    struct curl_slist *headers;
    int is_running;
    char problem[CURL_ERROR_SIZE];
};

// MARK: What libcurl calls

static int on_socket(CURL *easy, curl_socket_t descriptor, int what, void *owner, void *unused) {
    (void)easy, (void)unused;
    bridge_transfers *all = owner;
    int readiness = 0;
    if (what == CURL_POLL_IN || what == CURL_POLL_INOUT) readiness |= bridge_reading;
    if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT) readiness |= bridge_writing;
    return all->callbacks.watch(all->owner, descriptor, readiness);
}

static int on_timer(CURLM *multi, long milliseconds, void *owner) {
    (void)multi;
    bridge_transfers *all = owner;
    all->callbacks.timer(all->owner, milliseconds);
    return 0;
}

// A connection must not stay open in a program that is started meanwhile.
static curl_socket_t on_open(void *owner, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)purpose;
    bridge_transfers *all = owner;
    int descriptor =
        socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (descriptor < 0) return CURL_SOCKET_BAD;
    all->callbacks.opened(all->owner, descriptor);
    return descriptor;
}

static int on_close(void *owner, curl_socket_t descriptor) {
    bridge_transfers *all = owner;
    all->callbacks.closing(all->owner, descriptor);
    return close(descriptor);
}

static size_t on_head(char *bytes, size_t size, size_t count, void *owner) {
    bridge_transfer *transfer = owner;
    // "See other" wants a GET there, whatever the method was, or what a DELETE was answered with
    // would be deleted next. libcurl keeps a method that it was told by name.
    if (bridge_status(transfer) == 303) {
        curl_easy_setopt(transfer->easy, CURLOPT_CUSTOMREQUEST, NULL);
    }
    int goes_on = transfer->all->callbacks.head(transfer->context, bytes, (long)(size * count));
    return goes_on ? size * count : 0;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *owner) {
    bridge_transfer *transfer = owner;
    int taken = transfer->all->callbacks.body(transfer->context, bytes, (long)(size * count));
    return taken ? size * count : CURL_WRITEFUNC_PAUSE;
}

// MARK: All transfers

static CURLcode started = CURLE_FAILED_INIT;

static void start_libcurl(void) { started = curl_global_init(CURL_GLOBAL_DEFAULT); }

/// Whether libcurl has been started, which several threads may ask first.
static int is_libcurl_ready(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start_libcurl);
    return started == CURLE_OK;
}

bridge_transfers *bridge_open(void *owner, bridge_callbacks callbacks, long connections) {
    if (!is_libcurl_ready()) return NULL;
    bridge_transfers *all = calloc(1, sizeof *all);
    if (!all) return NULL;
    all->owner = owner;
    all->callbacks = callbacks;
    all->multi = curl_multi_init();
    if (!all->multi) {
        free(all);
        return NULL;
    }
    curl_multi_setopt(all->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(all->multi, CURLMOPT_SOCKETDATA, all);
    curl_multi_setopt(all->multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(all->multi, CURLMOPT_TIMERDATA, all);
    curl_multi_setopt(all->multi, CURLMOPT_MAXCONNECTS, connections);
    curl_multi_setopt(all->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections);
    curl_multi_setopt(all->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    return all;
}

void bridge_close(bridge_transfers *all) {
    curl_multi_cleanup(all->multi);
    free(all);
}

const char *bridge_act(bridge_transfers *all, int descriptor, int readiness) {
    int bits = 0, running = 0;
    if (readiness & bridge_reading) bits |= CURL_CSELECT_IN;
    if (readiness & bridge_writing) bits |= CURL_CSELECT_OUT;
    curl_socket_t socket = descriptor < 0 ? CURL_SOCKET_TIMEOUT : descriptor;
    CURLMcode code = curl_multi_socket_action(all->multi, socket, bits, &running);
    return code == CURLM_OK ? NULL : curl_multi_strerror(code);
}

// Whether a request went out.
static int has_asked(bridge_transfer *transfer) {
    long bytes = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &bytes);
    return bytes > 0;
}

static bridge_end end_of(bridge_transfer *transfer, CURLcode code) {
    switch (code) {
    case CURLE_OK: return bridge_done;
    case CURLE_URL_MALFORMAT: return bridge_bad_url;
    // Of a URL, or of an answer that does not begin as one of HTTP does.
    case CURLE_UNSUPPORTED_PROTOCOL: return has_asked(transfer) ? bridge_not_http : bridge_bad_url;
    case CURLE_COULDNT_RESOLVE_HOST: return bridge_unresolvable;
    case CURLE_COULDNT_CONNECT: return bridge_cannot_connect;
    // Only connecting has a limit here.
    case CURLE_OPERATION_TIMEDOUT: return bridge_connect_timeout;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR: return bridge_bad_certificate;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE: return bridge_tls_failed;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR: return bridge_reset;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING: return bridge_ended_early;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING: return bridge_not_http;
    case CURLE_TOO_MANY_REDIRECTS: return bridge_too_many_redirects;
    default:
        if (!transfer->problem[0])
            strncpy(transfer->problem, curl_easy_strerror(code), CURL_ERROR_SIZE - 1);
        return bridge_other;
    }
}

void *bridge_next_ended(bridge_transfers *all, bridge_end *end) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(all->multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        char *owner = NULL;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &owner);
        bridge_transfer *transfer = (bridge_transfer *)owner;
        *end = end_of(transfer, message->data.result);
        return transfer->context;
    }
    return NULL;
}

// MARK: One transfer

/// What every request of ours is like.
static void set_manners(CURL *easy) {
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "loopwalk");
    // What a program asks for is what is asked, whatever the environment says.
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

bridge_transfer *bridge_new(bridge_transfers *all, long redirects, const char *certificates) {
    bridge_transfer *transfer = calloc(1, sizeof *transfer);
    if (!transfer) return NULL;
    CURL *easy = curl_easy_init();
    if (!easy) {
        free(transfer);
        return NULL;
    }
    transfer->easy = easy;
    transfer->all = all;
    curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->problem);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_head);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, all);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, all);
#if LIBCURL_VERSION_NUM >= 0x075700
    // A transfer that is given up while its host is looked up leaves the resolver's thread behind:
    // else it would wait for it, and the loop with it.
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
    set_manners(easy);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, redirects > 0 ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_MAXREDIRS, redirects);
    if (certificates) curl_easy_setopt(easy, CURLOPT_CAINFO, certificates);
    return transfer;
}

void bridge_free(bridge_transfer *transfer) {
    bridge_remove(transfer);
    curl_easy_cleanup(transfer->easy);
    free(transfer);
}

int bridge_add_header(bridge_transfer *transfer, const char *line) {
    struct curl_slist *longer = curl_slist_append(transfer->headers, line);
    if (!longer) return -1;
    transfer->headers = longer;
    return 0;
}

int bridge_set_request(
    bridge_transfer *transfer, const char *method, const char *url, const char *body, long count) {
    CURL *easy = transfer->easy;
    if (curl_easy_setopt(easy, CURLOPT_URL, url) != CURLE_OK) return -1;
    int is_post = strcmp(method, "POST") == 0;
    // A POST that is led elsewhere becomes a GET; others keep method and body (but see `on_head`).
    curl_easy_setopt(easy, CURLOPT_POSTREDIR,
                     is_post ? 0L : (long)(CURL_REDIR_POST_301 | CURL_REDIR_POST_302));
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, NULL);
    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    if (strcmp(method, "HEAD") == 0) {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (count > 0 || is_post) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
        CURLcode copied =
            curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, count > 0 ? body : "");
        if (copied != CURLE_OK) return -1;
        if (!is_post) curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
        // Else libcurl asks whether a long body is welcome, and waits a second for the answer.
        if (bridge_add_header(transfer, "Expect:") != 0) return -1;
    } else if (strcmp(method, "GET") != 0) {
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
    }
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
    return 0;
}

int bridge_start(bridge_transfer *transfer, void *context, long connect_milliseconds) {
    transfer->context = context;
    transfer->problem[0] = 0;
    curl_easy_setopt(transfer->easy, CURLOPT_CONNECTTIMEOUT_MS, connect_milliseconds);
    if (curl_multi_add_handle(transfer->all->multi, transfer->easy) != CURLM_OK) return -1;
    transfer->is_running = 1;
    return 0;
}

void bridge_remove(bridge_transfer *transfer) {
    if (transfer->is_running) curl_multi_remove_handle(transfer->all->multi, transfer->easy);
    transfer->is_running = 0;
    transfer->context = NULL;
    curl_easy_setopt(transfer->easy, CURLOPT_COPYPOSTFIELDS, NULL);
    curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(transfer->headers);
    transfer->headers = NULL;
}

void bridge_resume(bridge_transfer *transfer) {
    curl_easy_pause(transfer->easy, CURLPAUSE_CONT);
}

// MARK: What became of it

long bridge_status(bridge_transfer *transfer) {
    long status = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

const char *bridge_url(bridge_transfer *transfer) {
    char *url = NULL;
    curl_easy_getinfo(transfer->easy, CURLINFO_EFFECTIVE_URL, &url);
    return url ? url : "";
}

long bridge_system_error(bridge_transfer *transfer) {
    long number = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &number);
    return number;
}

const char *bridge_problem(bridge_transfer *transfer) { return transfer->problem; }

// MARK: One request that blocks

typedef struct {
    void *context;
    void (*body)(void *context, const char *bytes, long count);
} bridge_reader;

static size_t on_part(char *bytes, size_t size, size_t count, void *reader) {
    bridge_reader *it = reader;
    it->body(it->context, bytes, (long)(size * count));
    return size * count;
}

const char *bridge_fetch(
    const char *url, void *context, void (*body)(void *context, const char *bytes, long count)) {
    CURL *easy = is_libcurl_ready() ? curl_easy_init() : NULL;
    if (!easy) return "out of memory";
    bridge_reader reader = {context, body};
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_part);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &reader);
    set_manners(easy);
    CURLcode code = curl_easy_perform(easy);
    curl_easy_cleanup(easy);
    return code == CURLE_OK ? NULL : curl_easy_strerror(code);
}
