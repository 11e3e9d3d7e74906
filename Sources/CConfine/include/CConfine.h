// What the process of a demo lays on itself before any of the demo's code runs.
//
// No system header is included: whatever is compiled against the runtime reads this one.
#ifndef LOOPWALK_CCONFINE_H
#define LOOPWALK_CCONFINE_H

// Ends this process when its parent ends, takes new privileges and core files from it, and limits
// its memory and each file it writes, in bytes; 0 sets no limit. A copy of it that `fork` makes ends
// at once: there is one loop and one record. What the system refuses is left as it was.
void confine_process(unsigned long memory, unsigned long file);

#endif
