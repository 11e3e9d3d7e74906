"""aiofiles_peer.py files N: files of 16 KiB, each written and read back, as Workloads/WholeFiles.swift."""
import asyncio
import sys
import tempfile
import time

import aiofiles

from measure import report

DATA = b"y" * 16384


async def write_and_read(path):
    async with aiofiles.open(path, "wb") as file:
        await file.write(DATA)
    async with aiofiles.open(path, "rb") as file:
        assert len(await file.read()) == len(DATA)


async def files(count):
    with tempfile.TemporaryDirectory(prefix="loopwalk-bench-") as folder:
        paths = [f"{folder}/f{number}" for number in range(count)]
        for path in paths:
            await write_and_read(path)
        began = time.perf_counter()
        for path in paths:
            await write_and_read(path)
        report("files_seq", count, time.perf_counter() - began)
        began = time.perf_counter()
        await asyncio.gather(*[write_and_read(path) for path in paths])
        took = time.perf_counter() - began
        report("files_conc", count, took)
        report("files_pieces", count, took)


assert sys.argv[1] == "files"
asyncio.run(files(int(sys.argv[2])))
