"""The workloads on asyncio: asyncio_peer.py [--uvloop] WORKLOAD N"""
import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter, process_time

from measure import report, report_amount, resident_bytes, sleep_times

WORKLOADS = {}


def workload(body):
    WORKLOADS[body.__name__.rstrip("_")] = body
    return body


async def identity(number):
    return number


@workload
async def yield_(count):
    began = perf_counter()
    for _ in range(count):
        await asyncio.sleep(0)
    report("yield", count, perf_counter() - began)


@workload
async def yield10(count):
    async def turns():
        for _ in range(count // 10):
            await asyncio.sleep(0)

    began = perf_counter()
    tasks = [asyncio.create_task(turns()) for _ in range(10)]
    for task in tasks:
        await task
    report("yield10", count, perf_counter() - began)


@workload
async def pingpong(count):
    new_future = asyncio.get_running_loop().create_future
    ping = new_future()
    pong = new_future()

    async def partner():
        nonlocal ping
        for _ in range(count):
            await ping
            ping = new_future()
            pong.set_result(None)

    other = asyncio.create_task(partner())
    await asyncio.sleep(0)
    began = perf_counter()
    for _ in range(count):
        pong = new_future()
        ping.set_result(None)
        await pong
    report("pingpong", count, perf_counter() - began)
    await other


@workload
async def spawn_seq(count):
    began = perf_counter()
    for number in range(count):
        await asyncio.create_task(identity(number))
    report("spawn_seq", count, perf_counter() - began)


@workload
async def spawn_all(count):
    began = perf_counter()
    tasks = [asyncio.create_task(identity(number)) for number in range(count)]
    for task in tasks:
        await task
    report("spawn_all", count, perf_counter() - began)


@workload
async def spawn_gather(count):
    began = perf_counter()
    await asyncio.gather(*[identity(number) for number in range(count)])
    report("spawn_gather", count, perf_counter() - began)


@workload
async def timers(count):
    times = sleep_times(count)
    began, used = perf_counter(), process_time()
    tasks = [asyncio.create_task(asyncio.sleep(time / 1e6)) for time in times]
    for task in tasks:
        await task
    took, spent = perf_counter() - began, process_time() - used
    report("timers_cpu", count, spent)
    report_amount("timers_over_ms", count, took, took * 1e3 - max(times) / 1e3)


@workload
async def future_wake(count):
    future = asyncio.get_running_loop().create_future()
    left = count
    ended = 0.0

    async def waiter():
        nonlocal left, ended
        await future
        left -= 1
        if left == 0:
            ended = perf_counter()

    tasks = [asyncio.create_task(waiter()) for _ in range(count)]
    await asyncio.sleep(0)
    began = perf_counter()
    future.set_result(None)
    for task in tasks:
        await task
    report("future_wake", count, ended - began)


async def gated_tasks(count):
    async def one(gate):
        await gate

    new_future = asyncio.get_running_loop().create_future
    gates = [new_future() for _ in range(count)]
    tasks = [asyncio.create_task(one(gate)) for gate in gates]
    await asyncio.sleep(0)
    return gates, tasks


@workload
async def wait_all(count):
    gates, tasks = await gated_tasks(count)
    began = perf_counter()
    for gate in gates:
        gate.set_result(None)
    await asyncio.wait(tasks)
    report("wait_all", count, perf_counter() - began)


@workload
async def wait_first(count):
    gates, pending = await gated_tasks(count)
    began = perf_counter()
    for gate in gates:
        gate.set_result(None)
        _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
    report("wait_first", count, perf_counter() - began)


@workload
async def wait_first_linear(count):
    gates, tasks = await gated_tasks(count)
    began = perf_counter()
    for gate, completion in zip(gates, asyncio.as_completed(tasks)):
        gate.set_result(None)
        await completion
    report("wait_first_linear", count, perf_counter() - began)


@workload
async def cancel(count):
    tasks = [asyncio.create_task(asyncio.sleep(3600)) for _ in range(count)]
    await asyncio.sleep(0)
    began = perf_counter()
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    report("cancel", count, perf_counter() - began)


@workload
async def locks(count):
    lock = asyncio.Lock()
    await lock.acquire()

    async def one():
        async with lock:
            await asyncio.sleep(0)

    tasks = [asyncio.create_task(one()) for _ in range(count)]
    await asyncio.sleep(0)
    began = perf_counter()
    lock.release()
    await asyncio.wait(tasks)
    report("locks", count, perf_counter() - began)


def nothing():
    pass


@workload
async def executor_seq(count):
    run = asyncio.get_running_loop().run_in_executor
    with ThreadPoolExecutor(4) as pool:
        await run(pool, nothing)
        began = perf_counter()
        for _ in range(count):
            await run(pool, nothing)
        report("executor_seq", count, perf_counter() - began)


@workload
async def executor_conc(count):
    run = asyncio.get_running_loop().run_in_executor
    with ThreadPoolExecutor(4) as pool:
        await run(pool, nothing)
        began = perf_counter()
        jobs = [run(pool, nothing) for _ in range(count)]
        for job in jobs:
            await job
        report("executor_conc", count, perf_counter() - began)


@workload
async def queue(count):
    items = asyncio.Queue(64)

    async def produce():
        for item in range(count):
            await items.put(item)

    began = perf_counter()
    producer = asyncio.create_task(produce())
    for _ in range(count):
        await items.get()
    report("queue", count, perf_counter() - began)
    await producer


MESSAGE = b"x" * 64


async def echo(count, connections, metric):
    """Through streams, asyncio's own way for tasks."""
    start = asyncio.Event()

    async def answer(reader, writer):
        try:
            while True:
                writer.write(await reader.readexactly(64))
                await writer.drain()
        except asyncio.IncompleteReadError:
            writer.close()

    async def ask(reader, writer):
        await start.wait()
        for _ in range(count // connections):
            writer.write(MESSAGE)
            await writer.drain()
            await reader.readexactly(64)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    ends = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]
    clients = [asyncio.create_task(ask(*end)) for end in ends]
    await asyncio.sleep(0.1)
    began = perf_counter()
    start.set()
    for client in clients:
        await client
    report(metric, count // connections * connections, perf_counter() - began)
    server.close()
    await asyncio.sleep(0.1)  # for the servers to see that their clients are gone


class EchoServer(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


class EchoClient(asyncio.Protocol):
    def __init__(self, exchanges, ended):
        self.exchanges = exchanges
        self.ended = ended
        self.received = 0

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.received += len(data)
        if self.received < 64:
            return
        self.received = 0
        self.exchanges -= 1
        if self.exchanges:
            self.transport.write(MESSAGE)
        else:
            self.transport.close()
            self.ended()


async def echo_cb(count, connections, metric):
    """Through protocols, asyncio's callbacks."""
    loop = asyncio.get_running_loop()
    finished = loop.create_future()
    left = connections

    def ended():
        nonlocal left
        left -= 1
        if left == 0:
            finished.set_result(perf_counter())

    server = await loop.create_server(EchoServer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    clients = []
    for _ in range(connections):
        _, client = await loop.create_connection(
            lambda: EchoClient(count // connections, ended), "127.0.0.1", port
        )
        clients.append(client)
    await asyncio.sleep(0.1)
    began = perf_counter()
    for client in clients:
        client.transport.write(MESSAGE)
    report(metric, count // connections * connections, await finished - began)
    server.close()


@workload
async def echo1(count):
    await echo(count, 1, "echo1")


@workload
async def echo100(count):
    await echo(count, 100, "echo100")


@workload
async def echo1_streams(count):
    await echo(count, 1, "echo1_streams")


@workload
async def echo100_streams(count):
    await echo(count, 100, "echo100_streams")


@workload
async def echo1_cb(count):
    await echo_cb(count, 1, "echo1_cb")


@workload
async def echo100_cb(count):
    await echo_cb(count, 100, "echo100_cb")


async def park(count, metric, wait, release):
    before = resident_bytes()
    tasks = [asyncio.create_task(wait()) for _ in range(count)]
    await asyncio.sleep(0)
    grown = resident_bytes() - before
    report_amount(metric, count, grown / 1e6, grown / count)
    release()
    for task in tasks:
        await task


@workload
async def mem(count):
    event = asyncio.Event()
    await park(count, "mem", event.wait, event.set)


@workload
async def mem_future(count):
    future = asyncio.get_running_loop().create_future()

    async def wait():
        await future

    await park(count, "mem_future", wait, lambda: future.set_result(None))


def main():
    arguments = sys.argv[1:]
    new_loop = None
    if arguments[0] == "--uvloop":
        import uvloop

        new_loop = uvloop.new_event_loop
        arguments = arguments[1:]
    name, count = arguments
    loop = new_loop() if new_loop else asyncio.new_event_loop()
    loop.run_until_complete(WORKLOADS[name](int(count)))
    loop.close()


main()
