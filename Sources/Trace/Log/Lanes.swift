/// Gives each live task a lane; a lane is used again once its task has ended.
struct Lanes {
    /// More lanes than a screen can show are of no use.
    static let most = 24

    private var tasks: [Int?] = []

    mutating func open(_ task: Int) {
        if let free = tasks.firstIndex(of: nil) {
            tasks[free] = task
        } else if tasks.count < Self.most {
            tasks.append(task)
        }
    }

    mutating func closeFinished(on board: Board) {
        for (lane, task) in tasks.enumerated() {
            guard let task, case .finished? = board.task(task)?.status else { continue }
            tasks[lane] = nil
        }
        trim()
    }

    mutating func close(_ task: Int) {
        if let lane = tasks.firstIndex(of: task) { tasks[lane] = nil }
        trim()
    }

    private mutating func trim() {
        while let last = tasks.last, last == nil { tasks.removeLast() }
    }

    func cells(on board: Board, marking marked: Int, _ mark: LogRow.Mark) -> [LogRow.Lane?] {
        tasks.map { task in
            guard let task else { return nil }
            if task == marked { return LogRow.Lane(task: task, mark: mark) }
            return state(of: task, on: board).map { LogRow.Lane(task: task, mark: $0) }
        }
    }

    private func state(of task: Int, on board: Board) -> LogRow.Mark? {
        switch board.task(task)?.status {
        case .ready: .ready
        case .running: .running
        case .waiting: .waiting
        case .finished, nil: nil
        }
    }
}
