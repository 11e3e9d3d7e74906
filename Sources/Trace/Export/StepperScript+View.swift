extension StepperScript {
    /// What stands on the page at a moment.
    static let view = #"""
        const $ = (id) => document.getElementById(id);
        const runs = JSON.parse($("runs").textContent).map((data) => new Run(data));
        const marks = { ready: "\u25CB", running: "\u25B6", waiting: "\u25CC", finished: "\u2713" };
        const states = { ready: "is ready", running: "runs", waiting: "waits" };
        let run = runs[0];
        let at = 0;

        function element(name, text, className) {
          const result = document.createElement(name);
          if (text !== undefined) result.textContent = text;
          if (className) result.className = className;
          return result;
        }
        /** A sentence: texts, each alone or with the number of a task; 0 is code. */
        function styled(target, line) {
          for (const part of Array.isArray(line) ? line : [line]) {
            if (typeof part === "string") target.append(part);
            else target.append(element("span", part[0], part[1] ? "t" + part[1] % 8 : "code"));
          }
          return target;
        }
        function clock(time) {
          const [whole, fraction = ""] = time.split(".");
          return whole + "." + (fraction + "000000000").slice(0, run.places);
        }
        const taskName = (id) => element("span", run.tasks[id - 1], "t" + id % 8);
        function entry(name) {
          return name[0] === "t" ? taskName(name.slice(1)) : element("span", "callback");
        }
        const pulse = (count) => count === 1 ? "1 pass" : count + " passes";

        function show(to) {
          at = Math.max(0, Math.min(run.count, to));
          const board = run.board(at);
          showPlace(board);
          showNow();
          showBoard(board);
          showCode(board);
          $("output").textContent = board.output;
        }
        function showPlace(board) {
          $("place").textContent = "After event " + at + " of " + run.count + ", at "
            + clock(board.time) + " s, pass " + board.pass;
          $("slider").value = at;
          $("slider").setAttribute("aria-valuetext", $("place").textContent);
          for (const id of ["first", "back"]) $(id).disabled = at === 0;
          for (const id of ["last", "forward"]) $(id).disabled = at === run.count;
        }
        /** What is said of this moment: the row that ends here, or else the last event. */
        function telling() {
          const row = run.rows[run.row(at)];
          if (at > 0 && row && row[0] === at) {
            return { event: row[1], line: row[2], sentence: row[3], more: row[4], advice: row[5],
              isGrave: row[6] };
          }
          const event = run.events[at - 1];
          return event
            ? { event: at - 1, line: event[8], sentence: event[11], more: [], advice: "" }
            : { event: -1, line: 0, sentence: "Nothing has happened yet.", more: [], advice: "" };
        }
        function showNow() {
          const { event, sentence, more, advice, isGrave } = telling();
          $("sentence").replaceChildren();
          if (isGrave) $("sentence").append(element("span", "Take care: ", "grave"));
          styled($("sentence"), sentence);
          $("more").replaceChildren(...more.map((line) => styled(element("div"), line)));
          $("advice").textContent = advice ? "What to do: " + advice : "";
          const chain = run.causes(event);
          const items = chain.slice(1, 7).map((cause, place) => {
            const passes = run.events[chain[place]][1] - run.events[cause][1];
            const item = element("li", "because" + (passes ? " (+" + pulse(passes) + ")" : "")
              + " ");
            styled(item, run.events[cause][11]);
            item.append(" at " + clock(run.events[cause][2]));
            return item;
          });
          if (chain.length > 7) {
            items.push(element("li", "and so on, back to event " + chain[chain.length - 1]));
          }
          $("why").replaceChildren(...items);
        }
        function list(items) {
          const result = element("dd");
          items.forEach((item, place) => result.append(place ? ", " : "", item));
          if (!items.length) result.textContent = "nobody";
          return result;
        }
        function showBoard(board) {
          const nobody = board.isClosed ? "nobody (the loop has closed)"
            : board.isDeadlocked ? "nobody (a deadlock)" : "nobody (the loop itself)";
          const ids = board.tasks.map((_, place) => place + 1);
          const within = (status) => ids.filter((id) => board.tasks[id - 1].status === status);
          const rows = [["running", board.running ? list([entry(board.running)])
            : element("dd", nobody)], ["ready", list(board.ready.map(entry))]];
          const waits = within("waiting").map((id) => {
            const { words, wait } = board.tasks[id - 1];
            const item = element("div");
            item.append(taskName(id), " for ");
            styled(item, words);
            if (wait[3] !== "-" && wait[0] !== "sleep" && wait[0] !== "wait") {
              item.append(", until " + clock(wait[3]));
            }
            return item;
          });
          const waiting = element("dd", waits.length ? "" : "nobody");
          waiting.append(...waits);
          rows.push(["waiting", waiting]);
          if (board.timers.size) {
            const times = [...board.timers.values()].sort((a, b) => a - b).map(clock);
            rows.push(["timers", list(times)]);
          }
          if (board.jobs.size) {
            rows.push(["threads", list([...board.jobs.values()].map((job) => job === "queued"
              ? "a job in line" : "a job on thread " + job.slice(8, -1)))]);
          }
          if (board.descriptors.size) rows.push(["watched", list([...board.descriptors])]);
          rows.push(["done", list(within("finished").map((id) => {
            const item = taskName(id);
            if (board.tasks[id - 1].outcome !== "result") {
              item.append(" (" + board.tasks[id - 1].outcome + ")");
            }
            return item;
          }))]);
          $("board").replaceChildren(...rows.flatMap(([name, dd]) => [element("dt", name), dd]));
        }
        function showCode(board) {
          const here = telling().line;
          const standing = new Map();
          board.tasks.forEach((task, place) => {
            if (task.status === "finished" || !task.line) return;
            if (!standing.has(task.line)) standing.set(task.line, []);
            standing.get(task.line).push([place + 1, task.status]);
          });
          [...$("code").children].forEach((item, place) => {
            item.classList.toggle("here", here === place + 1);
            const who = item.lastChild;
            who.replaceChildren();
            for (const [id, status] of standing.get(place + 1) ?? []) {
              const mark = element("span", marks[status] + " ");
              mark.setAttribute("aria-hidden", "true");
              const name = taskName(id);
              name.title = run.tasks[id - 1] + " " + states[status];
              who.append(mark, name, " ");
            }
          });
        }
        function open(number) {
          run = runs[number];
          [followed, stops] = [0, []];
          tellKept();
          $("title").textContent = run.title || "loopwalk";
          $("slider").max = run.count;
          $("codebox").hidden = !run.code.length;
          $("code").replaceChildren(...run.code.map((text, place) => {
            const item = element("li");
            item.append(element("span", place + 1, "no"), element("span", text),
              element("span", "", "who"));
            return item;
          }));
          show(0);
        }
        """#
}
