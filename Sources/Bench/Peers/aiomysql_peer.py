"""aiomysql_peer.py select50 N: SELECT ... LIMIT 3 over a pool of fifty, as Workloads/Selecting.swift."""
import asyncio
import os
import sys
import time
from urllib.parse import unquote, urlsplit

import aiomysql

from measure import report

WIDTH = 50


async def select_three(pool):
    async with pool.acquire() as connection:
        async with connection.cursor(aiomysql.DictCursor) as cursor:
            await cursor.execute("SELECT * FROM users LIMIT 3")
            assert len(await cursor.fetchall()) == 3


async def select50(count):
    url = urlsplit(os.environ["LOOPWALK_BENCH_MYSQL"])
    pool = await aiomysql.create_pool(
        host=url.hostname, port=url.port, user=unquote(url.username),
        password=unquote(url.password), db=url.path[1:], minsize=WIDTH, maxsize=WIDTH)

    async def worker():
        for _ in range(count // WIDTH):
            await select_three(pool)

    await select_three(pool)
    began = time.perf_counter()
    await asyncio.gather(*[worker() for _ in range(WIDTH)])
    report("select50", count // WIDTH * WIDTH, time.perf_counter() - began)
    pool.close()
    await pool.wait_closed()


assert sys.argv[1] == "select50"
asyncio.run(select50(int(sys.argv[2])))
