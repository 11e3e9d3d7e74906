extension StepperScript {
    /// The fold, the same as `Board`'s: a test holds one to the other.
    static let board = #"""
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
        """#
}
