"""Runs random programs, one a line of JSON on standard input, on CPython's asyncio, and prints for
each a line "program SEED", then what happened in it.

The loop is CPython's own, with a clock on which time passes only while nothing is ready, and only
on paper. Where asyncio leaves an order open, or to chance, it is the one of our table of
differences: equal deadlines as they were set, tasks of a set as they were created.

A program in which CPython goes wrong by itself has a line that begins with "!".
"""
import asyncio
import asyncio.runners
import asyncio.tasks
import concurrent.futures
import heapq
import json
import os
import selectors
import sys

WHEN = {
    "firstCompleted": asyncio.FIRST_COMPLETED,
    "firstException": asyncio.FIRST_EXCEPTION,
    "allCompleted": asyncio.ALL_COMPLETED,
}


class Failure(Exception):
    pass


class Deadlock(BaseException):
    """Nothing is ready, and nothing will be."""


class Clock:
    """Whole tenths of a second, so that equal times are equal."""

    now = 0


class VirtualSelector(selectors.BaseSelector):
    def __init__(self, clock, pool):
        self.clock = clock
        self.pool = pool
        self.keys = {}

    def register(self, fileobj, events, data=None):
        self.keys[fileobj] = selectors.SelectorKey(fileobj, 0, events, data)
        return self.keys[fileobj]

    def unregister(self, fileobj):
        return self.keys.pop(fileobj)

    def get_map(self):
        return self.keys

    def select(self, timeout=None):
        if timeout is None or timeout > 0:
            moments = [] if timeout is None else [self.clock.now + timeout]
            moments += [] if self.pool.next_end is None else [self.pool.next_end]
            if not moments:
                raise Deadlock
            self.clock.now = max(self.clock.now, min(moments))
        self.pool.deliver(self.clock.now)
        return []


class VirtualPool(concurrent.futures.Executor):
    """Threads whose jobs take the time they say. A job is its duration, and whether it fails."""

    def __init__(self, clock, threads):
        self.clock = clock
        self.free = threads
        self.waiting = []
        self.running = []
        self.started = 0

    @property
    def next_end(self):
        return self.running[0][0] if self.running else None

    def submit(self, time, fails):
        future = concurrent.futures.Future()
        if self.free:
            self.free -= 1
            self.start(future, time, fails, self.clock.now)
        else:
            self.waiting.append((future, time, fails))
        return future

    def start(self, future, time, fails, begin):
        future.set_running_or_notify_cancel()
        self.started += 1
        heapq.heappush(self.running, (begin + time, self.started, future, fails))

    def deliver(self, now):
        while self.running and self.running[0][0] <= now:
            end, _, future, fails = heapq.heappop(self.running)
            if fails:
                future.set_exception(Failure())
            else:
                future.set_result(None)
            while self.waiting:
                future, time, fails = self.waiting.pop(0)
                # Who waits for it was cancelled: the loop may say so a pass later, by when a real
                # thread has or has not begun.
                if not future.cancelled() and not future.awaited.cancelled():
                    self.start(future, time, fails, end)
                    break
            else:
                self.free += 1


class VirtualTimer(asyncio.TimerHandle):
    """Of equal deadlines the one that was set first is first."""

    made = 0

    def __init__(self, *args):
        super().__init__(*args)
        VirtualTimer.made += 1
        self.number = VirtualTimer.made

    def __lt__(self, other):
        return (self._when, self.number) < (other._when, other.number)


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self, clock, pool):
        self.clock = clock
        super().__init__(VirtualSelector(clock, pool))
        self._clock_resolution = 1e-9

    def time(self):
        return self.clock.now

    def call_at(self, when, callback, *args, context=None):
        self._check_closed()
        timer = VirtualTimer(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def _write_to_self(self):
        pass


class OrderedTask(asyncio.Task):
    all = []

    def __init__(self, *args, **options):
        OrderedTask.all.append(self)
        super().__init__(*args, **options)


class OrderedSet(dict):
    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)


def all_tasks(loop=None):
    return [task for task in OrderedTask.all if not task.done()]


asyncio.tasks.all_tasks = all_tasks


def kind(error):
    if isinstance(error, BaseExceptionGroup):
        return f"ExceptionGroup({', '.join(kind(each) for each in error.exceptions)})"
    return type(error).__name__


class World:
    """What the statements of a program act on."""

    def __init__(self, program):
        self.program = program
        self.lines = []
        self.is_ending = False
        self.is_over = False
        self.clock = Clock()
        self.pool = VirtualPool(self.clock, 2)
        self.loop = VirtualLoop(self.clock, self.pool)
        self.loop.set_task_factory(
            lambda loop, coroutine, **options: OrderedTask(coroutine, loop=loop, **options)
        )
        self.loop.set_exception_handler(self.handle)
        self.tasks = {}
        self.locks = [asyncio.Lock() for _ in range(2)]
        self.permits = asyncio.Semaphore(1)
        self.events = [asyncio.Event() for _ in range(2)]
        self.queue = asyncio.Queue(2)
        self.condition = asyncio.Condition()
        self.barrier = asyncio.Barrier(2)
        self.futures = [self.loop.create_future() for _ in range(3)]
        self.group_members = {}
        self.last_handle = None
        self.group_tasks = 0
        self.items_put = 0

    def run(self):
        OrderedTask.all.clear()
        self.main_task = main = self.loop.create_task(self.main(), name="main")
        try:
            try:
                self.loop.run_until_complete(main)
            except (Exception, asyncio.CancelledError):
                pass
            asyncio.runners._cancel_all_tasks(self.loop)
        except RecursionError as error:
            # Tasks that await each other in a ring were cancelled.
            self.lines.append(f"! {error}")
        except Deadlock:
            self.lines.append("deadlock " + " ".join(task.get_name() for task in all_tasks()))
        self.is_over = True
        self.loop.close()

    def handle(self, loop, context):
        if context["message"].endswith("shutdown"):
            task = context["task"]
            self.lines.append(f"shutdown {task.get_name()} {kind(context['exception'])}")
        elif isinstance(context.get("exception"), RecursionError):
            self.lines.append(f"! {context['exception']}")

    def say(self, what, how):
        if self.is_over:
            return
        task = asyncio.current_task(self.loop)
        line = f"{self.clock.now} {task.get_name() if task else 'callback'} {what} {how}"
        if task and task.cancelling() and not self.is_ending:
            line += f" asked {task.cancelling()}"
        self.lines.append(line)

    async def main(self):
        try:
            await self.perform(self.program["main"])
            joined = 0
            while self.program["joins"] and joined < len(self.tasks):
                joined = len(self.tasks)
                every = [self.tasks[number] for number in sorted(self.tasks)]
                await asyncio.gather(*every, return_exceptions=True)
        finally:
            self.is_ending = True

    async def perform(self, steps):
        for step in steps:
            try:
                await getattr(self, step["do"])(step)
                self.say(step["label"], "ok")
            except (Exception, asyncio.CancelledError) as error:
                # A task that awaits itself is left with a flag that stops who awaits it next.
                if isinstance(error, RecursionError) or "wasn't used" in str(error):
                    self.lines.append(f"! {error}")
                self.say(step["label"], kind(error))
                raise

    def future(self, number):
        return self.futures[-1 - number] if number < 0 else self.tasks.get(number)

    def found(self, step):
        all = [self.future(number) for number in step["futures"]]
        return [each for each in all if each is not None]

    def name(self, future):
        if isinstance(future, asyncio.Task):
            return future.get_name()
        return f"f{self.futures.index(future)}"

    def names(self, futures):
        return " ".join(self.name(future) for future in futures)

    # Steps

    async def sleep(self, step):
        await asyncio.sleep(step["time"])

    async def busy(self, step):
        self.clock.now += step["time"]

    async def spawn(self, step):
        body = self.perform(step["bodies"][0])
        name = f"T{step['task']}"
        if step["eager"]:
            task = OrderedTask(body, loop=self.loop, name=name, eager_start=True)
        else:
            task = self.loop.create_task(body, name=name)
        self.tasks[step["task"]] = task

    async def await_task(self, step):
        if step["task"] in self.tasks:
            await self.tasks[step["task"]]

    async def await_future(self, step):
        await self.futures[step["future"]]

    async def gather(self, step):
        results = await asyncio.gather(*self.found(step), return_exceptions=step["returns"])
        if step["returns"]:
            self.say("gathered", " ".join("ok" if each is None else kind(each) for each in results))

    async def wait(self, step):
        all = self.found(step)
        if all:
            done, pending = await asyncio.wait(
                all, timeout=step["timeout"], return_when=WHEN[step["when"]]
            )
            all = list(dict.fromkeys(all))
            self.say("done", self.names(each for each in all if each in done))
            self.say("pending", self.names(each for each in all if each in pending))

    async def as_completed(self, step):
        all = self.found(step)
        # Of those that are done already the order is a set's: there is one at most.
        all = [each for each in all if each.done()][:1] + [each for each in all if not each.done()]
        async for each in asyncio.as_completed(all, timeout=step["timeout"]):
            self.say("came", self.name(each))

    async def wait_for(self, step):
        future = self.future(step["future"])
        if future is not None:
            await asyncio.wait_for(future, step["time"])

    async def wait_for_body(self, step):
        await asyncio.wait_for(self.perform(step["bodies"][0]), step["time"])

    async def shield(self, step):
        future = self.future(step["future"])
        if future is not None:
            await asyncio.shield(future)

    async def group(self, step):
        async with asyncio.TaskGroup() as group:
            group._tasks = OrderedSet()
            for body in step["bodies"]:
                self.group_tasks += 1
                number = self.group_tasks
                task = group.create_task(self.perform(body), name=f"G{number}")
                self.group_members[number] = task

    async def lock(self, step):
        async with self.locks[step["lock"]]:
            await self.perform(step["bodies"][0])

    async def semaphore(self, step):
        async with self.permits:
            await self.perform(step["bodies"][0])

    async def put(self, step):
        await self.queue.put("-")
        self.items_put += 1

    async def get(self, step):
        self.say("item", await self.queue.get())

    async def event(self, step):
        await self.events[step["event"]].wait()

    async def join(self, step):
        await self.queue.join()

    async def wait_condition(self, step):
        async with self.condition:
            await self.condition.wait()

    async def notify(self, step):
        async with self.condition:
            if step["count"] is None:
                self.condition.notify_all()
            else:
                self.condition.notify(step["count"])

    async def meet(self, step):
        match step["step"]:
            case "wait":
                self.say("place", await self.barrier.wait())
            case "reset":
                await self.barrier.reset()
            case "abort":
                await self.barrier.abort()

    async def moved_timeout(self, step):
        before, after = step["bodies"]
        async with asyncio.timeout(step["time"]) as timeout:
            await self.perform(before)
            timeout.reschedule(None if step["next"] is None else self.loop.time() + step["next"])
            await self.perform(after)

    async def timeout(self, step):
        async with asyncio.timeout(step["time"]):
            await self.perform(step["bodies"][0])

    async def job(self, step):
        job = self.pool.submit(step["time"], step["fails"])
        job.awaited = asyncio.wrap_future(job, loop=self.loop)
        await job.awaited

    async def call_soon(self, step):
        self.last_handle = self.loop.call_soon(self.call_back, step["deed"])

    async def call_later(self, step):
        self.last_handle = self.loop.call_later(step["time"], self.call_back, step["deed"])

    async def call_threadsafe(self, step):
        self.loop.call_soon_threadsafe(self.call_back, step["deed"])

    async def watch(self, step):
        future = self.future(step["future"])
        if future is not None:
            future.add_done_callback(lambda _: self.call_back(step["deed"]))

    async def now(self, step):
        self.act(step["deed"])

    async def attempt(self, step):
        try:
            await self.perform(step["bodies"][0])
        except (Exception, asyncio.CancelledError):
            pass

    async def clean_up(self, step):
        body, after = step["bodies"]
        try:
            await self.perform(body)
        except (Exception, asyncio.CancelledError):
            await self.perform(after)
            raise
        await self.perform(after)

    # Deeds

    def call_back(self, deed):
        try:
            self.act(deed)
            self.say(deed["label"], "ok")
        except Exception as error:
            self.say(deed["label"], kind(error))
            raise

    def act(self, deed):
        match deed["do"]:
            case "cancel":
                if deed["task"] in self.tasks:
                    self.say("asks", "yes" if self.tasks[deed["task"]].cancel() else "no")
            case "cancel_main":
                self.say("asks", "yes" if self.main_task.cancel() else "no")
            case "cancel_group":
                if deed["task"] in self.group_members:
                    task = self.group_members[deed["task"]]
                    self.say("asks", "yes" if task.cancel() else "no")
            case "uncancel":
                if task := asyncio.current_task(self.loop):
                    self.say("left", task.uncancel())
            case "set":
                self.events[deed["event"]].set()
            case "clear":
                self.events[deed["event"]].clear()
            case "complete":
                future = self.futures[deed["future"]]
                if future.done():
                    return
                match deed["ending"]:
                    case "setResult":
                        future.set_result(None)
                    case "setError":
                        future.set_exception(Failure())
                    case "cancel":
                        self.say("asks", "yes" if future.cancel() else "no")
            case "put":
                if not self.queue.full():
                    self.queue.put_nowait(self.items_put)
                    self.items_put += 1
            case "take":
                self.say("item", self.queue.get_nowait())
            case "task_done":
                self.queue.task_done()
            case "shut_down":
                self.queue.shutdown(immediate=deed["immediate"])
            case "drop_handle":
                if self.last_handle:
                    self.last_handle.cancel()
                    self.last_handle = None
            case "fail":
                raise Failure


def main():
    kept = []
    for line in sys.stdin:
        program = json.loads(line)
        world = World(program)
        world.run()
        # What it left would go on as it is collected: it is not.
        kept.append((world, list(OrderedTask.all)))
        print(f"program {program['seed']}")
        for line in world.lines:
            print(line)
    sys.stdout.flush()
    os._exit(0)


main()
