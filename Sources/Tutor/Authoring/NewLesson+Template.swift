extension NewLesson {
    /// A lesson that is complete, with remarks that say what belongs where.
    static func template(title: String) -> String {
        """
        # \(title)

        <!-- Remarks like this one are for you; nobody else sees them. Check the file with
             `loopwalk lint`, walk through it with `loopwalk open`. -->

        Say here in a sentence or two what the learner will be able to do.

        ## Two tasks take turns

        <!-- Each ## is a step: what is shown at once. One idea a step. Say what to look for, then
             show the code; a demo waits until the learner has read so far. -->

        A task starts when the loop comes to it, and not where it is made.

        ```python
        async def work(name, seconds):
            print(name, "starts")
            await asyncio.sleep(seconds)
            print(name, "ends")

        async def main():
            a = asyncio.create_task(work("A", 2), name="A")
            b = asyncio.create_task(work("B", 1), name="B")
            print("both are made")
            await a
            await b

        asyncio.run(main())
        ```

        <!-- The demo: the body of an async function on the loop. It is compiled and run as it
             stands. Its time is virtual: a sleep costs nothing. -->

        ```swift demo take-turns
        func work(_ name: String, _ seconds: Double) async throws {
            print(name, "starts")
            try await sleep(seconds)
            print(name, "ends")
        }

        let a = createTask(name: "A") { try await work("A", 2) }
        let b = createTask(name: "B") { try await work("B", 1) }
        print("both are made")
        try await a.value()
        try await b.value()
        ```

        <!-- What the learner is asked before the demo runs. After => stands the claim that makes
             an answer right; exactly one must hold. -->

        ```question
        Which of the two ends first?
        - A, as it was made first => "A ends" before "B ends"
        - B, as its sleep is shorter => "B ends" before "A ends"
        ```

        ```hint
        Both sleep at the same time.
        ```

        <!-- What is true of every run: two claims or more, checked by `loopwalk lint`. -->

        ```claims
        "both are made" before "A starts"
        A starts after main
        B finishes at 1
        A finishes at 2
        ```

        Here, after the demo, say why it came as it did: the learner reads this after the run.

        ```notes
        For the teacher: ask what changes if B sleeps for three seconds, and let the class `edit`.
        ```

        ## Recap

        <!-- The last step: what to remember, and the words for it. -->

        - A task is made ready, and runs at its turn.
        - Who sleeps gives the others their turn.

        """
    }
}
