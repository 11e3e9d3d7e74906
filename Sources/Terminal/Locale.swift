import Glibc

/// Takes over the user's language settings, and UTF-8 in any case: all our text is UTF-8, and the
/// line editor counts columns by the C library's tables.
///
/// Call it once, before other threads run. Numbers keep the C format.
public func adoptLocale() {
    setlocale(LC_ALL, "")
    let set = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } ?? ""
    if set != "UTF-8" && setlocale(LC_CTYPE, "C.UTF-8") == nil { setlocale(LC_CTYPE, "C.utf8") }
    setlocale(LC_NUMERIC, "C")
}
