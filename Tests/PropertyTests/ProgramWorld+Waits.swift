import AsyncLoop

/// What waits for others.
extension ProgramWorld {
    /// Waits for tasks and futures; who is not there yet is not waited for.
    func performWait(_ step: RandomProgram.Step) async throws {
        switch step {
        case .await(let number):
            guard let task = tasks[number] else { return }
            reach(.awaitTask)
            try await task.value()
        case .future(let number):
            reach(.awaitFuture)
            try await futures[number].value()
        case .gather(let numbers, let returnExceptions):
            reach(returnExceptions ? .gatherResults : .gather)
            let results = try await AsyncLoop.gather(
                found(numbers),
                returnExceptions: returnExceptions
            )
            guard returnExceptions else {
                for result in results { try result.get() }
                break
            }
            say("gathered", results.map(RandomProgram.kind).joined(separator: " "))
        case .wait(let numbers, let timeout, let when):
            let all = found(numbers)
            guard !all.isEmpty else { return }
            reach(timeout == nil ? .wait : .waitWithTimeout)
            let (done, pending) = try await AsyncLoop.wait(
                all,
                timeout: timeout.map { Double($0) / 10 },
                returnWhen: when
            )
            say("done", done.map(\.name).joined(separator: " "))
            say("pending", pending.map(\.name).joined(separator: " "))
            if done.isEmpty, timeout == nil { notes.broken.append("wait returned too early") }
        case .asCompleted(let numbers, let timeout):
            reach(.asCompleted)
            let all = asCompleted(
                withOneDone(found(numbers)),
                timeout: timeout.map { Double($0) / 10 }
            )
            for try await one in all { say("came", one.name) }
        case .waitFor(let number, let timeout):
            guard let future = future(number) else { return }
            reach(.waitFor)
            try await AsyncLoop.waitFor(future, timeout: Double(timeout) / 10)
        case .shield(let number):
            guard let future = future(number) else { return }
            reach(.shield)
            try await AsyncLoop.shield(future).value()
        default:
            break
        }
    }

    /// Without those that are done already, but for the first: of more, asyncio leaves the order to
    /// chance.
    private func withOneDone(_ all: [Future<Void>]) -> [Future<Void>] {
        let done = all.filter(\.isDone)
        return done.prefix(1) + all.filter { !$0.isDone }
    }

    /// Waits for others to come to the same place.
    func performMeeting(_ step: RandomProgram.Step) async throws {
        switch step {
        case .condition:
            reach(.condition)
            try await condition.withLock { try await condition.wait() }
        case .notify(let count):
            reach(.notify)
            try await condition.withLock {
                if let count { try condition.notify(count) } else { try condition.notifyAll() }
            }
        case .barrier(.wait):
            reach(.barrier)
            say("place", "\(try await barrier.wait())")
        case .barrier(.reset):
            try await barrier.reset()
        case .barrier(.abort):
            try await barrier.abort()
        case .join:
            reach(.join)
            try await queue.join()
        default:
            break
        }
    }

    /// Waits for what several tasks share, keeping count of who waits and who has it.
    func performShared(_ step: RandomProgram.Step) async throws {
        switch step {
        case .lock(let number, let body):
            reach(.lock)
            notes.lockWaiters[number] += 1
            do { try await locks[number].acquire() } catch {
                notes.lockWaiters[number] -= 1
                throw error
            }
            notes.lockWaiters[number] -= 1
            notes.lockHolders[number] += 1
            if notes.lockHolders[number] > 1 { notes.broken.append("two hold lock\(number)") }
            defer { notes.lockHolders[number] -= 1 }
            let result = await outcome(of: body)
            try locks[number].release()
            try result.get()
        case .semaphore(let body):
            reach(.semaphore)
            notes.placeWaiters += 1
            do { try await semaphore.acquire() } catch {
                notes.placeWaiters -= 1
                throw error
            }
            notes.placeWaiters -= 1
            notes.placeHolders += 1
            if notes.placeHolders > RandomProgram.places {
                notes.broken.append("too many hold the semaphore")
            }
            let result = await outcome(of: body)
            notes.placeHolders -= 1
            semaphore.release()
            try result.get()
        case .putWaiting:
            reach(.put)
            notes.putters += 1
            defer { notes.putters -= 1 }
            // One who waits for a place does not know its turn among the items: it has no number.
            try await queue.put(nil)
            notes.itemsPut += 1
        case .get:
            reach(.get)
            notes.getters += 1
            defer { notes.getters -= 1 }
            let item = try await queue.get()
            notes.itemsGot += 1
            say("item", item.map { "\($0)" } ?? "-")
            guard let item else { break }
            if item < notes.lastItem { notes.broken.append("item \(item) came out of order") }
            notes.lastItem = item
        case .event(let number):
            reach(.waitEvent)
            notes.eventWaiters[number] += 1
            defer { notes.eventWaiters[number] -= 1 }
            try await events[number].wait()
        default:
            break
        }
    }

    private func outcome(of steps: [RandomProgram.Step]) async -> Result<Void, any Error> {
        do { return .success(try await perform(steps)) } catch { return .failure(error) }
    }
}
