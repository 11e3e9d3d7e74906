/// An experiment as arguments of a command line, one for each change.
extension Experiment {
    /// The arguments that `init(arguments:)` makes the same experiment of.
    ///
    /// Order: the knobs by name, then the interventions as they stand. A knob is
    /// `knob:KIND:VALUE:NAME`, an intervention `at:MOMENT:DEED:NUMBER:` and what the deed needs.
    public var arguments: [String] {
        knobs.sorted { $0.key < $1.key }.map { "knob:\($1.argument):\($0)" }
            + interventions.map { "at:\($0.moment):\($0.deed.argument)" }
    }

    /// The experiment that `arguments` tell of, in the form of the property; nil if one of them has
    /// another.
    public init?(arguments: some Sequence<String>) {
        self.init()
        for argument in arguments {
            let parts = argument.split(
                separator: ":",
                maxSplits: 2,
                omittingEmptySubsequences: false
            )
            guard parts.count == 3 else { return nil }
            switch parts[0] {
            case "knob":
                let rest = parts[2].split(
                    separator: ":",
                    maxSplits: 1,
                    omittingEmptySubsequences: false
                )
                guard rest.count == 2, let value = KnobValue(parts[1], rest[0]) else { return nil }
                knobs[String(rest[1])] = value
            case "at":
                guard let moment = Int(parts[1]), let deed = Intervention.Deed(parts[2]) else {
                    return nil
                }
                interventions.append(Intervention(after: moment, deed))
            default: return nil
            }
        }
    }
}

extension KnobValue {
    fileprivate var argument: String {
        switch self {
        case .seconds(let seconds): "seconds:\(seconds)"
        case .count(let count): "count:\(count)"
        case .flag(let flag): "flag:\(flag)"
        }
    }

    fileprivate init?(_ kind: Substring, _ text: Substring) {
        switch kind {
        case "seconds":
            guard let seconds = Double(text), seconds.isFinite else { return nil }
            self = .seconds(seconds)
        case "count":
            guard let count = Int(text) else { return nil }
            self = .count(count)
        case "flag":
            guard let flag = Bool(String(text)) else { return nil }
            self = .flag(flag)
        default: return nil
        }
    }
}

extension Intervention.Deed {
    fileprivate var argument: String {
        switch self {
        case .cancelTask(let task): "cancel-task:\(task):"
        case .cancelFuture(let future): "cancel-future:\(future):"
        case .resolve(let future, let text): "resolve:\(future):\(text)"
        case .fail(let future, let message): "fail:\(future):\(message)"
        case .delay(let timer, let task, let by): "delay:\(timer):\(task):\(by)"
        }
    }

    fileprivate init?(_ text: Substring) {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let id = UInt32(parts[1]) else { return nil }
        switch parts[0] {
        case "cancel-task": self = .cancelTask(id)
        case "cancel-future": self = .cancelFuture(id)
        case "resolve": self = .resolve(id, String(parts[2]))
        case "fail": self = .fail(id, String(parts[2]))
        case "delay":
            let numbers = parts[2].split(separator: ":")
            guard numbers.count == 2, let task = UInt32(numbers[0]), let by = Int64(numbers[1])
            else { return nil }
            self = .delay(timer: id, task: task, by: by)
        default: return nil
        }
    }
}
