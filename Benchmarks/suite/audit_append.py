"""Durable event appends by 1, 16 and 64 writers, beside raw SQLite with the same schema in batches of 100."""
from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

from .measure import CHECKOUT, ROUNDS, Row, median

PROGRAM = CHECKOUT / ".build/release/HeqiBenchmarks"
SECONDS = 4
RATIO_MIN = {1: 0.8, 64: 0.7}


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(dir=CHECKOUT / ".build") as folder:
        ours: dict[int, list[float]] = {1: [], 16: [], 64: []}
        tails: dict[int, list[float]] = {1: [], 16: [], 64: []}
        single, batch = [], []
        for _ in range(ROUNDS):
            for writers in ours:
                answer = measured(writers, folder)
                ours[writers].append(answer["perSecond"])
                tails[writers].append(answer["p99ms"])
            single.append(raw(Path(folder), 1))
            batch.append(raw(Path(folder), 100))
    rows = []
    for writers, rates in ours.items():
        peer, name = (median(single), "raw, one a commit") if writers == 1 else (median(batch), "raw, 100 a commit")
        ratio = median(rates) / peer
        least = RATIO_MIN.get(writers)
        rows.append(Row(f"audit-append, {writers} writers", median(rates), min(rates), "ev/s",
                        f"≥ {least:.0%} of raw" if least else "no goal", least is None or ratio >= least,
                        f"{name} {peer:,.0f}", ratio))
        rows.append(Row(f"audit-append p99, {writers} writers", median(tails[writers]), max(tails[writers]), "ms", "no goal", True))
    return rows


def measured(writers: int, folder: str) -> dict:
    command = [str(PROGRAM), "audit-append", "--writers", str(writers), "--seconds", str(SECONDS), "--folder", folder]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def raw(folder: Path, batch: int) -> float:
    """Rows a second that SQLite itself takes with the same table, indexes and durability."""
    file = folder / f"raw-{os.getpid()}.sqlite"
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;" + schema())
    statement = "INSERT INTO event VALUES (" + ",".join("?" * 19) + ")"
    count, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < SECONDS:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(statement, [row(count + index) for index in range(batch)])
        connection.execute("COMMIT")
        count += batch
    rate = count / (time.perf_counter() - begin)
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    return rate


def schema() -> str:
    """The migration's own text, so that the peer never drifts from it."""
    source = (CHECKOUT / "Sources/HeqiStorage/Migrations/001_Events.swift").read_text()
    return source.split('"""')[1]


def row(number: int) -> tuple:
    return ("main", f"0198a000-0000-7000-8000-{number:012d}", 1_800_000_000_000_000 + number, "person",
            "0198a000-0000-7000-8000-000000000001", "林*溪", "web", "192.0.2.17", "device-1", "Mozilla/5.0 (X11; Linux x86_64)",
            "contract", f"contract-{number // 14}", number % 14 + 1, "contract.viewed", '[["title","房屋租赁合同"],["page","3"]]',
            None, "A0000000000001", bytes(32), bytes(32))
