extension StepperScript {
    /// Ways to another moment: steps, playing, a followed task, stops, a word.
    static let walk = #"""
        let timer = null;
        /** Milliseconds from one step to the next. */
        let pace = 900;
        /** The number of the task whose steps are walked; 0 for every step. */
        let followed = 0;
        let stops = [];

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
        function quicken(factor) {
          pace = Math.max(100, Math.min(5000, pace * factor));
          if (timer) { pause(); play(); }
        }
        """#
}
