extension StepperScript {
    /// A run and its moments, and where to go from one: the same as `Stage`'s.
    static let run = #"""
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
            const line = text.match(/^(?:line )?0*([1-9][0-9]*)$/);
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
}
