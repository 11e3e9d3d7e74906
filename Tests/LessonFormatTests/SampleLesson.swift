/// A lesson with one of everything.
let sampleLesson = #"""
    # Two sleepers

    What happens when two tasks *sleep*
    at once.

    ## Who wakes first

    A task gives up its turn with `await`.

    - **one** item
      - inner

    | call | time |
    |:-----|-----:|
    | `sleep(1)` | 1 s |

    ```python
    await asyncio.sleep(1)
    ```

    ```swift demo two-sleepers
    let a = createTask(name: "A") { try await sleep(2) }
    print("both \(1)")
    try await a.value()
    ```

    ```question
    What is *first*?
    - A, as it came first => "A" before "B"
    - B, whose delay
      is shorter => "B" before "A"
    ```

    ```claims
    # in order of delays
    prints "both 1" at 0
    line 3 at 2
    ```

    ```hint
    Compare the **delays**.
    ```

    ```notes
    Ask the class.
    ```

    ## Mistakes

    ```swift fails "async"
    func plain() { try await sleep(1) }
    ```

    ```text
    A -> B
    ```

    ```swift
    await x
    ```

    ```question
    How does it end?
    - with an error => main fails "boom"
    - well => prints "fine"
    ```

    ```swift demo boom expect=error clock=real
    throw LoopError.closed
    ```

    ## Recap

    Sleeping costs nothing.

    """#
