/// The page's script.
enum StepperScript {
    /// The words for kinds of events to stop at, as ``Stop`` has them.
    static var stopWords: String {
        let words = Stop.words.map { word, kinds in
            "\(word): [\(kinds.map { "\"\($0)\"" }.joined(separator: ", "))]"
        }
        return "const stopWords = { \(words.joined(separator: ",\n  ")) };"
    }

    /// The fold, the same as `Board`'s: a test holds one to the other.
    static let board = #"""
        "use strict";
        /** The loop's state after so many events. */
        class Board {
          constructor() {
            Object.assign(this, { index: 0, time: "0", pass: 0, running: null, printed: 0,
              output: "", isDeadlocked: false, isClosed: false, tasks: [], ready: [] });
            this.timers = new Map();
            this.jobs = new Map();
            this.descriptors = new Set();
            this.unstarted = new Set();
          }
          copy() {
            const copy = Object.assign(new Board(), this);
            copy.tasks = this.tasks.map((task) => ({ ...task }));
            copy.ready = [...this.ready];
            copy.timers = new Map(this.timers);
            copy.jobs = new Map(this.jobs);
            copy.descriptors = new Set(this.descriptors);
            copy.unstarted = new Set(this.unstarted);
            return copy;
          }
          remove(entry) {
            const place = this.ready.indexOf(entry);
            if (place >= 0) this.ready.splice(place, 1);
          }
          append(entry) {
            this.remove(entry);
            this.ready.push(entry);
          }
          apply(event) {
            const [kind, pass, time, task, subject, other, role, outcome, line, , special] = event;
            this.index += 1;
            this.time = time;
            this.pass = pass;
            const callback = "c" + subject;
            if (kind.startsWith("task")) this.applyTask(kind, event);
            if (task > 0 && line > 0 && task <= this.tasks.length) {
              this.tasks[task - 1].line = line;
            }
            switch (kind) {
            case "handleScheduled": this.append(callback); break;
            case "handleRan": this.remove(callback); this.running = callback; break;
            case "handleCancelled": this.remove(callback); break;
            case "timerArmed": this.timers.set(subject, special); break;
            case "timerFired": this.timers.delete(subject); this.append(callback); break;
            case "timerCancelled": this.timers.delete(subject); break;
            case "intervened": if (special) this.moveTimer(subject, other, special); break;
            case "passBegan": this.running = null; break;
            case "workOffloaded": this.jobs.set(subject, "queued"); break;
            case "workStarted": this.jobs.set(subject, "running(" + special + ")"); break;
            case "workReturned": this.jobs.delete(subject); break;
            case "futureCompleted":
              if (this.jobs.get(subject) === "queued") this.jobs.delete(subject);
              break;
            case "fdWatched": this.descriptors.add(special); break;
            case "fdUnwatched": if (special[1]) this.descriptors.delete(special[0]); break;
            case "coroutineCreated": this.unstarted.add(subject); break;
            case "coroutineStarted": case "coroutineEnded": this.unstarted.delete(subject); break;
            case "output":
              this.printed += 1;
              this.output += special[0] + (special[1] ? "" : "\n");
              break;
            case "deadlock": this.isDeadlocked = true; break;
            case "loopClosed": this.running = null; this.isClosed = true; break;
            }
          }
          moveTimer(timer, id, [deadline, words]) {
            if (!this.timers.has(timer)) return;
            const before = this.timers.get(timer);
            this.timers.set(timer, deadline);
            const task = this.tasks[id - 1];
            if (!task || task.status !== "waiting" || task.wait[3] !== before) return;
            task.wait[3] = deadline;
            task.words = words;
          }
          applyTask(kind, event) {
            const [, , , id, subject, other, role, outcome, , , special, ] = event;
            const entry = "t" + id;
            if (kind === "taskCreated" && id === this.tasks.length + 1) {
              this.tasks.push({ status: "ready", steps: 0, suspended: null, line: 0 });
              this.append(entry);
              return;
            }
            const task = this.tasks[id - 1];
            if (!task) return;
            switch (kind) {
            case "taskStepped":
              this.remove(entry);
              this.running = entry;
              task.status = "running";
              task.steps += 1;
              break;
            case "taskSuspended":
              task.suspended = this.index - 1;
              task.status = "waiting";
              task.wait = [role, subject, other, special[0] ?? "-", this.index - 1];
              task.words = special[1];
              if (this.running === entry) this.running = null;
              break;
            case "taskWoken": task.status = "ready"; this.append(entry); break;
            case "taskFinished":
              this.remove(entry);
              task.status = "finished";
              task.outcome = outcome;
              if (this.running === entry) this.running = null;
              break;
            }
          }
          /** All there is to it, in a line. */
          facts() {
            const sorted = (map) => [...map].sort((a, b) => a[0] - b[0])
              .map(([id, what]) => id + "=" + what).join(",");
            const status = (task) => task.status
              + (task.status === "waiting" ? "(" + task.wait.join(",") + ")" : "")
              + (task.status === "finished" ? "(" + task.outcome + ")" : "");
            return [this.index, this.time, this.pass, this.running ?? "-", this.ready.join(","),
              this.tasks.map((task) => status(task) + "/" + task.steps + "/"
                + (task.suspended ?? "-")).join(","),
              sorted(this.timers), sorted(this.jobs), [...this.descriptors].sort().join(","),
              [...this.unstarted].sort((a, b) => a - b).join(","), this.printed,
              this.isDeadlocked, this.isClosed].join(";");
          }
        }
        /** A run, and the board after any number of its events. */
        class Run {
          constructor(data) {
            Object.assign(this, data);
            this.checkpoints = [new Board()];
          }
          get count() { return this.events.length; }
          board(count) {
            const every = 512;
            for (let at = this.checkpoints.length; at <= count / every; at += 1) {
              const board = this.checkpoints[at - 1].copy();
              while (board.index < at * every) board.apply(this.events[board.index]);
              this.checkpoints.push(board);
            }
            const board = this.checkpoints[Math.floor(count / every)].copy();
            while (board.index < count) board.apply(this.events[board.index]);
            return board;
          }
          /** The first row that ends after `count` events or later. */
          row(count) {
            let [low, high] = [0, this.rows.length];
            while (low < high) {
              const middle = (low + high) >> 1;
              if (this.rows[middle][0] < count) low = middle + 1; else high = middle;
            }
            return low;
          }
          forward(count) {
            return count >= this.count ? count : this.rows[this.row(count + 1)]?.[0] ?? this.count;
          }
          back(count) {
            return count <= 0 ? 0 : this.rows[this.row(count) - 1]?.[0] ?? 0;
          }
          /** The end of the nearest row after or before `count` events that tells of an event which
              `holds`; null if there is none. */
          seek(count, isForward, holds) {
            const step = isForward ? 1 : -1;
            for (let at = isForward ? count : this.back(count) - 1;
              at >= 0 && at < this.count; at += step) {
              if (holds(this.events[at])) return this.rows[this.row(at + 1)]?.[0] ?? this.count;
            }
            return null;
          }
          /** Whether an event is about the task with number `id`. */
          static isAbout(id) { return (event) => event[3] === id || event[5] === id; }
          /** What `text` names to stop at, a line, a task or a kind of event; null for nothing. */
          stop(text) {
            const line = text.match(/^(?:line )?([0-9]+)$/);
            if (line) {
              return { name: "line " + Number(line[1]),
                holds: (event) => event[8] === Number(line[1]) };
            }
            const same = this.tasks.indexOf(text) + 1;
            const like = this.tasks.findIndex(
              (name) => name.toLowerCase() === text.toLowerCase()) + 1;
            const id = same || like;
            if (id) return { name: this.tasks[id - 1], holds: Run.isAbout(id) };
            const word = text && Object.keys(stopWords).find(
              (word) => word.startsWith(text.toLowerCase()));
            return word ? { name: word, holds: (event) => stopWords[word].includes(event[0]) }
              : null;
          }
          /** The events that led to event `index`, that first, the root last. */
          causes(index) {
            const chain = [];
            while (index >= 0) {
              chain.push(index);
              index = this.events[index][9];
            }
            return chain;
          }
        }
        """#

    /// What is on the page, and its keys.
    static let stepper = #"""
        if (typeof document !== "undefined") {
        const $ = (id) => document.getElementById(id);
        const runs = JSON.parse($("runs").textContent).map((data) => new Run(data));
        const marks = { ready: "\u25CB", running: "\u25B6", waiting: "\u25CC", finished: "\u2713" };
        const states = { ready: "is ready", running: "runs", waiting: "waits" };
        let run = runs[0];
        let at = 0;
        let typed = "";
        let afterG = false;
        let timer = null;
        let pace = 900;
        /** The number of the task whose steps are walked; 0 for every step. */
        let followed = 0;
        let stops = [];

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

        function pause() {
          clearInterval(timer);
          timer = null;
          $("play").textContent = "Play";
        }
        function play() {
          if (timer) return pause();
          if (at === run.count) show(0);
          $("play").textContent = "Pause";
          timer = setInterval(() => {
            const from = at;
            show(next(at));
            const isStop = run.events.slice(run.back(at), at)
              .some((event) => stops.some((stop) => stop.holds(event)));
            if (at === run.count || at === from || isStop) pause();
          }, pace);
        }
        const next = (from) => followed ? run.seek(from, true, Run.isAbout(followed)) ?? from
          : run.forward(from);
        const previous = (from) => followed ? run.seek(from, false, Run.isAbout(followed)) ?? from
          : run.back(from);
        /** Follows the task of this step, or none any more. */
        function follow() {
          const { event } = telling();
          followed = followed || event < 0 ? 0 : run.events[event][3];
          tellKept();
        }
        function tellKept() {
          const parts = [];
          if (followed) parts.push("following " + run.tasks[followed - 1]);
          if (stops.length) parts.push("stops: " + stops.map((stop) => stop.name).join(", "));
          $("kept").textContent = parts.join("; ");
        }
        /** Sets the stop that `text` names, or takes it away; all, if it names nothing. */
        function stopAt(text) {
          const stop = run.stop(text.trim());
          if (text.trim() && !stop) return false;
          const rest = stops.filter(({ name }) => name !== stop?.name);
          stops = !stop ? [] : rest.length < stops.length ? rest : [...stops, stop];
          tellKept();
          return true;
        }
        function goOn(isForward) {
          pause();
          const to = run.seek(at, isForward,
            (event) => stops.some((stop) => stop.holds(event)));
          if (to === null) {
            $("kept").textContent = stops.length ? "no such stop from here" : "b sets a stop";
          } else {
            tellKept();
            show(to);
          }
        }
        function ask(purpose) {
          pause();
          for (const id of ["find", "stop"]) $(id).hidden = id !== purpose;
          $(purpose).querySelector("input").focus();
        }
        function step(move, times) {
          pause();
          let to = at;
          for (let turn = 0; turn < times; turn += 1) {
            const next = move(to);
            if (next === to) break;
            to = next;
          }
          show(to);
        }
        const forward = (times = 1) => step(next, times);
        const back = (times = 1) => step(previous, times);
        function find(text) {
          const wanted = text.toLowerCase();
          const says = (line) => (Array.isArray(line) ? line : [line])
            .map((part) => typeof part === "string" ? part : part[0]).join("");
          const from = run.row(at + 1);
          for (let turn = 0; turn < run.rows.length; turn += 1) {
            const row = run.rows[(from + turn) % run.rows.length];
            if ([row[3], ...row[4]].some((line) => says(line).toLowerCase().includes(wanted))) {
              show(row[0]);
              return true;
            }
          }
          return false;
        }
        const plain = {
          n: forward, " ": forward, ArrowRight: forward, p: back, ArrowLeft: back,
          ".": (times) => { pause(); show(at + (times ?? 1)); },
          ",": (times) => { pause(); show(at - (times ?? 1)); },
          Home: () => step(() => 0, 1), End: () => step(() => run.count, 1),
          G: (count) => step(() => count ?? run.count, 1),
          a: play, "?": () => $("keys").showModal(),
          "+": () => quicken(0.5), "=": () => quicken(0.5), "-": () => quicken(2),
          "/": () => ask("find"), b: () => ask("stop"), f: follow,
          c: () => goOn(true), C: () => goOn(false),
        };
        function quicken(factor) {
          pace = Math.max(100, Math.min(5000, pace * factor));
          if (timer) { pause(); play(); }
        }
        document.addEventListener("keydown", (event) => {
          if (event.ctrlKey || event.metaKey || event.altKey || $("keys").open) return;
          const name = event.target.tagName;
          if (event.key === "Escape") {
            $("find").hidden = $("stop").hidden = true;
            document.activeElement.blur();
            pause();
            return;
          }
          if (name === "SELECT" || (name === "INPUT" && event.target.type !== "range")) return;
          if (name === "BUTTON" && (event.key === " " || event.key === "Enter")) return;
          if (/^[0-9]$/.test(event.key)) {
            typed = (typed + event.key).slice(0, 9);
            return;
          }
          const count = typed === "" ? undefined : Number(typed);
          if (event.key === "g") {
            if (afterG) step(() => 0, 1);
            afterG = !afterG;
            typed = "";
            event.preventDefault();
            return;
          }
          if (event.key === "Shift") return;
          afterG = false;
          typed = "";
          if (!Object.hasOwn(plain, event.key)) return;
          event.preventDefault();
          plain[event.key](count);
        });
        $("first").onclick = plain.Home;
        $("last").onclick = plain.End;
        $("back").onclick = () => back();
        $("forward").onclick = () => forward();
        $("play").onclick = play;
        $("help").onclick = plain["?"];
        $("follow").onclick = follow;
        $("stops").onclick = plain.b;
        $("on").onclick = plain.c;
        $("slider").oninput = () => { pause(); show(Number($("slider").value)); };
        $("run").onchange = () => { pause(); open($("run").selectedIndex); };
        $("find").onsubmit = (event) => {
          event.preventDefault();
          $("found").textContent = find($("wanted").value) ? "" : "not found";
        };
        $("stop").onsubmit = (event) => {
          event.preventDefault();
          const isKnown = stopAt($("where").value);
          $("missed").textContent = isKnown ? ""
            : "no task, line or kind of event: " + Object.keys(stopWords).join(", ");
          if (isKnown) { $("where").value = ""; $("stop").hidden = true; $("on").focus(); }
        };
        for (const { title } of runs) $("run").append(element("option", title));
        $("choice").hidden = runs.length < 2;
        open(0);
        }
        """#
}
