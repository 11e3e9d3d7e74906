"""The workloads on trio: trio_peer.py WORKLOAD N"""
import sys
from time import perf_counter, process_time

import trio
import trio.testing

from measure import report, report_amount, resident_bytes, sleep_times

WORKLOADS = {}


def workload(body):
    WORKLOADS[body.__name__.rstrip("_")] = body
    return body


async def nothing(_=None):
    pass


async def turns(count):
    for _ in range(count):
        await trio.lowlevel.checkpoint()


@workload
async def yield_(count):
    began = perf_counter()
    await turns(count)
    report("yield", count, perf_counter() - began)


@workload
async def yield10(count):
    began = perf_counter()
    async with trio.open_nursery() as nursery:
        for _ in range(10):
            nursery.start_soon(turns, count // 10)
    report("yield10", count, perf_counter() - began)


@workload
async def pingpong(count):
    ping = trio.Event()
    pong = trio.Event()

    async def partner():
        nonlocal ping
        for _ in range(count):
            await ping.wait()
            ping = trio.Event()
            pong.set()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(partner)
        await trio.testing.wait_all_tasks_blocked()
        began = perf_counter()
        for _ in range(count):
            pong = trio.Event()
            ping.set()
            await pong.wait()
        report("pingpong", count, perf_counter() - began)


@workload
async def spawn_seq(count):
    began = perf_counter()
    for _ in range(count):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(nothing)
    report("spawn_seq", count, perf_counter() - began)


@workload
async def spawn_all(count):
    began = perf_counter()
    async with trio.open_nursery() as nursery:
        for number in range(count):
            nursery.start_soon(nothing, number)
    report("spawn_all", count, perf_counter() - began)


async def sleep_all(times):
    async with trio.open_nursery() as nursery:
        for time in times:
            nursery.start_soon(trio.sleep, time / 1e6)


@workload
async def timers(count):
    times = sleep_times(count)
    began, used = perf_counter(), process_time()
    await sleep_all(times)
    took, spent = perf_counter() - began, process_time() - used
    report("timers_cpu", count, spent)
    report_amount("timers_over_ms", count, took, took * 1e3 - max(times) / 1e3)


@workload
async def timers_virtual(count):
    times = sleep_times(count)
    began = perf_counter()
    await sleep_all(times)
    report("timers_virtual", count, perf_counter() - began)


@workload
async def future_wake(count):
    event = trio.Event()
    left = count
    ended = 0.0

    async def waiter():
        nonlocal left, ended
        await event.wait()
        left -= 1
        if left == 0:
            ended = perf_counter()

    async with trio.open_nursery() as nursery:
        for _ in range(count):
            nursery.start_soon(waiter)
        await trio.testing.wait_all_tasks_blocked()
        began = perf_counter()
        event.set()
    report("future_wake", count, ended - began)


@workload
async def cancel(count):
    async with trio.open_nursery() as nursery:
        for _ in range(count):
            nursery.start_soon(trio.sleep, 3600)
        await trio.testing.wait_all_tasks_blocked()
        began = perf_counter()
        nursery.cancel_scope.cancel()
    report("cancel", count, perf_counter() - began)


@workload
async def locks(count):
    # Only its owner may release trio's lock; a semaphore of one belongs to nobody, as ours.
    lock = trio.Semaphore(0)

    async def one():
        async with lock:
            await trio.lowlevel.checkpoint()

    async with trio.open_nursery() as nursery:
        for _ in range(count):
            nursery.start_soon(one)
        await trio.testing.wait_all_tasks_blocked()
        began = perf_counter()
        lock.release()
    report("locks", count, perf_counter() - began)


def job():
    pass


@workload
async def executor_seq(count):
    threads = trio.CapacityLimiter(4)
    await trio.to_thread.run_sync(job, limiter=threads)
    began = perf_counter()
    for _ in range(count):
        await trio.to_thread.run_sync(job, limiter=threads)
    report("executor_seq", count, perf_counter() - began)


@workload
async def executor_conc(count):
    threads = trio.CapacityLimiter(4)

    async def one():
        await trio.to_thread.run_sync(job, limiter=threads)

    await one()
    began = perf_counter()
    async with trio.open_nursery() as nursery:
        for _ in range(count):
            nursery.start_soon(one)
    report("executor_conc", count, perf_counter() - began)


@workload
async def queue(count):
    sender, receiver = trio.open_memory_channel(64)

    async def produce():
        for item in range(count):
            await sender.send(item)

    async with trio.open_nursery() as nursery:
        began = perf_counter()
        nursery.start_soon(produce)
        for _ in range(count):
            await receiver.receive()
        report("queue", count, perf_counter() - began)


MESSAGE = b"x" * 64


async def receive(stream):
    """64 bytes; fewer at the end of what comes."""
    data = await stream.receive_some(64)
    while data and len(data) < 64:
        more = await stream.receive_some(64 - len(data))
        if not more:
            break
        data += more
    return data


async def echo(count, connections, metric):
    start = trio.Event()

    async def answer(stream):
        while data := await receive(stream):
            await stream.send_all(data)

    async def ask(stream):
        await start.wait()
        for _ in range(count // connections):
            await stream.send_all(MESSAGE)
            await receive(stream)

    async with trio.open_nursery() as servers:
        listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
        port = listeners[0].socket.getsockname()[1]
        servers.start_soon(trio.serve_listeners, answer, listeners)
        async with trio.open_nursery() as clients:
            for _ in range(connections):
                clients.start_soon(ask, await trio.open_tcp_stream("127.0.0.1", port))
            await trio.sleep(0.1)
            began = perf_counter()
            start.set()
        report(metric, count // connections * connections, perf_counter() - began)
        servers.cancel_scope.cancel()


@workload
async def echo1(count):
    await echo(count, 1, "echo1")


@workload
async def echo100(count):
    await echo(count, 100, "echo100")


@workload
async def mem(count):
    event = trio.Event()
    async with trio.open_nursery() as nursery:
        before = resident_bytes()
        for _ in range(count):
            nursery.start_soon(event.wait)
        await trio.testing.wait_all_tasks_blocked()
        grown = resident_bytes() - before
        report_amount("mem", count, grown / 1e6, grown / count)
        event.set()


def main():
    name, count = sys.argv[1:]
    clock = None
    if name == "timers_virtual":
        clock = trio.testing.MockClock(autojump_threshold=0)
    trio.run(WORKLOADS[name], int(count), clock=clock)


main()
