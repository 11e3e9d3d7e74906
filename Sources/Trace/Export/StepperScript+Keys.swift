extension StepperScript {
    /// Which keys and buttons lead where.
    static let keys = #"""
        let typed = "";
        let afterG = false;
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
            afterG = false;
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
        """#
}
