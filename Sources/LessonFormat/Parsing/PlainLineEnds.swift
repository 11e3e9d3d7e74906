extension String {
    /// The same text with a line feed for every line's end: CR, LF and CR LF each count as one, as
    /// they do to cmark and to the compiler.
    ///
    /// Done scalar by scalar: as characters a CR and the LF that a CR LF became would be a CR LF anew.
    public var withPlainLineEnds: String {
        guard utf8.contains(0x0D) else { return self }
        var result = String.UnicodeScalarView()
        var last: Unicode.Scalar?
        for scalar in unicodeScalars {
            if scalar != "\n" || last != "\r" { result.append(scalar == "\r" ? "\n" : scalar) }
            last = scalar
        }
        return String(result)
    }
}
