/// `text`, as a learner types it, as a value of the type; nil if it is none.
///
/// Bool, Int, Double, Void and String can be typed; a string may stand in quotes.
func typedValue<Value>(_ type: Value.Type, _ text: String) -> Value? {
    switch type {
    case is Bool.Type: Bool(text) as? Value
    case is Int.Type: Int(text) as? Value
    case is Double.Type: Double(text).flatMap { $0.isFinite ? $0 : nil } as? Value
    case is String.Type: unquoted(text) as? Value
    case is Void.Type: text.isEmpty || text == "()" ? () as? Value : nil
    default: nil
    }
}

/// Why `text` is no value of the type, in words; nil if it is one.
func typingObjection<Value>(_ type: Value.Type, _ text: String) -> String? {
    if typedValue(type, text) != nil { return nil }
    let canBeTyped: [Any.Type] = [Bool.self, Int.self, Double.self, String.self, Void.self]
    guard canBeTyped.contains(where: { $0 == type }) else {
        return "its result is a \(type), and only Bool, Int, Double, String and Void can be typed"
    }
    if type == Void.self { return "its result is Void, so there is nothing to give it" }
    let given = text.isEmpty ? "nothing" : "'\(text)'"
    return "its result is \(type == Int.self ? "an" : "a") \(type), and \(given) is none"
}

private func unquoted(_ text: String) -> String {
    guard text.count > 1, text.first == "\"", text.last == "\"" else { return text }
    return String(text.dropFirst().dropLast())
}
