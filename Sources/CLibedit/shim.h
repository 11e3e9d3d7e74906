// libedit's header, and inline wrappers for its variadic functions, which Swift cannot call.
#ifndef LOOPWALK_CLIBEDIT_H
#define LOOPWALK_CLIBEDIT_H

#include <histedit.h>

typedef char *(*editor_prompt)(EditLine *);
typedef unsigned char (*editor_function)(EditLine *, int);

// EL_SIGNAL, EL_EDITMODE, EL_PREP_TERM.
static inline int editor_set_int(EditLine *editor, int what, int value) {
    return el_set(editor, what, value);
}

// "emacs" or "vi".
static inline int editor_set_keys(EditLine *editor, const char *name) {
    return el_set(editor, EL_EDITOR, name);
}

static inline const char *editor_keys(EditLine *editor) {
    const char *name = 0;
    return el_get(editor, EL_EDITOR, &name) == 0 ? name : 0;
}

// What stands between two `mark`s in the prompt takes no room on the screen.
static inline int editor_set_prompt(EditLine *editor, editor_prompt prompt, char mark) {
    return el_set(editor, EL_PROMPT_ESC, prompt, (int)mark);
}

static inline int editor_set_reader(EditLine *editor, el_rfunc_t reader) {
    return el_set(editor, EL_GETCFN, reader);
}

static inline int editor_set_owner(EditLine *editor, void *owner) {
    return el_set(editor, EL_CLIENTDATA, owner);
}

static inline void *editor_owner(EditLine *editor) {
    void *owner = 0;
    return el_get(editor, EL_CLIENTDATA, &owner) == 0 ? owner : 0;
}

static inline int editor_add(
    EditLine *editor, const char *name, const char *help, editor_function function) {
    return el_set(editor, EL_ADDFN, name, help, function);
}

static inline int editor_bind(EditLine *editor, const char *key, const char *function) {
    return el_set(editor, EL_BIND, key, function, (char *)0);
}

// Sets terminal modes for editing, as in `setty -d -isig`.
static inline int editor_set_tty(EditLine *editor, const char *modes) {
    return el_set(editor, EL_SETTY, "-d", modes, (char *)0);
}

// Prints the prompt and the line as if nothing were on the screen yet.
static inline int editor_redraw(EditLine *editor) {
    return el_set(editor, EL_REFRESH);
}

static inline int editor_set_history(EditLine *editor, History *past) {
    return el_set(editor, EL_HIST, history, past);
}

// H_SETSIZE, H_SETUNIQUE.
static inline int history_set_int(History *past, int what, int value) {
    HistEvent event;
    return history(past, &event, what, value);
}

static inline int history_enter(History *past, const char *line) {
    HistEvent event;
    return history(past, &event, H_ENTER, line);
}

#endif
