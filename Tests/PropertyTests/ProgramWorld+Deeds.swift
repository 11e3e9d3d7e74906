import AsyncLoop

/// What is done without waiting, in a task or in a callback.
extension ProgramWorld {
    func callBack(_ deed: RandomProgram.Deed) throws {
        do {
            try perform(deed)
            say(RandomProgram.label(of: deed), "ok")
        } catch {
            say(RandomProgram.label(of: deed), RandomProgram.kind(of: error))
            throw error
        }
    }

    func perform(_ deed: RandomProgram.Deed) throws {
        switch deed {
        case .cancel(let number):
            guard let task = tasks[number] else { return }
            reach(.cancel)
            say("asks", task.cancel() ? "yes" : "no")
        case .cancelMain:
            reach(.cancelMain)
            say("asks", main?.cancel() == true ? "yes" : "no")
        case .cancelGroup(let number):
            guard let task = groupMembers[number] else { return }
            reach(.cancelGroup)
            say("asks", task.cancel() ? "yes" : "no")
        case .uncancel:
            guard let task = currentTask() else { return }
            reach(.uncancel)
            say("left", "\(task.uncancel())")
        case .set(let number):
            reach(.setEvent)
            notes.eventsSet[number] = true
            events[number].set()
        case .clear(let number):
            reach(.clearEvent)
            notes.eventsSet[number] = false
            events[number].clear()
        case .complete(let number, let ending):
            guard !futures[number].isDone else { return }
            reach(.complete)
            switch ending {
            case .result: try futures[number].setResult(())
            case .error: try futures[number].setError(Failure())
            case .cancellation: say("asks", futures[number].cancel() ? "yes" : "no")
            }
        case .put:
            guard !queue.isFull else { return }
            reach(.putNoWait)
            try putNext()
        case .take:
            reach(.getNoWait)
            let item = try queue.getNoWait()
            notes.itemsGot += 1
            say("item", item.map { "\($0)" } ?? "-")
            if let item { notes.lastItem = item }
        case .taskDone:
            reach(.taskDone)
            try queue.taskDone()
        case .shutDown(let immediate):
            reach(.shutDown)
            queue.shutdown(immediate: immediate)
            if immediate { notes.itemsGot = notes.itemsPut }
        case .dropHandle:
            guard let handle = lastHandle.take() else { return }
            reach(.dropHandle)
            handle.cancel()
        case .fail:
            reach(.fail)
            throw Failure()
        }
    }

    private func putNext() throws {
        try queue.putNoWait(notes.itemsPut)
        notes.itemsPut += 1
    }
}
