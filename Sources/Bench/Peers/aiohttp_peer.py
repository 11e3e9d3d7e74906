"""The HTTP workloads with aiohttp: aiohttp_peer.py [--uvloop] WORKLOAD N

The server's URL is in LOOPWALK_BENCH_HTTP.
"""
import asyncio
import os
import sys
from time import perf_counter

import aiohttp

from measure import report

BASE = os.environ["LOOPWALK_BENCH_HTTP"]


async def fetch(path, count, concurrency, metric):
    connector = aiohttp.TCPConnector(limit=concurrency)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def get():
            async with session.get(BASE + path) as response:
                assert response.status == 200
                await response.read()

        left = count

        async def work():
            nonlocal left
            while left > 0:
                left -= 1
                await get()

        await get()
        began = perf_counter()
        await asyncio.gather(*(work() for _ in range(concurrency)))
        report(metric, count, perf_counter() - began)


def main():
    arguments = sys.argv[1:]
    new_loop = asyncio.new_event_loop
    if arguments[0] == "--uvloop":
        import uvloop

        new_loop = uvloop.new_event_loop
        arguments = arguments[1:]
    name, count = arguments[0], int(arguments[1])
    path, concurrency = {
        "http_busy": ("/", 50),
        "http_seq": ("/delay", 1),
        "http_conc": ("/delay", count),
    }[name]
    loop = new_loop()
    loop.run_until_complete(fetch(path, count, concurrency, name))
    loop.close()


main()
