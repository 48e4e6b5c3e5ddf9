"""How soon it serves and how much memory it holds."""
from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from .measure import ROUNDS, Row, free_port, heqi, median, program, resident_megabytes, wrk

START_SECONDS_MAX = 1.0
IDLE_MEGABYTES_MAX = 150
GROWTH_MAX = 0.10


def run() -> list[Row]:
    first, again, idle, loaded = [], [], [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data"
            with heqi(data, free_port()) as (_, seconds):
                first.append(seconds)
            port = free_port()
            with heqi(data, port, HEQI_TRUSTED_PROXIES="127.0.0.1") as (process, seconds):
                again.append(seconds)
                idle.append(resident_megabytes(process))
                wrk(f"http://127.0.0.1:{port}/", seconds=5, connections=16, is_crowd=True)
                before = resident_megabytes(process)
                wrk(f"http://127.0.0.1:{port}/", seconds=10, connections=16, is_crowd=True)
                loaded.append(resident_megabytes(process) / before - 1)
    scale = python_megabytes()
    return [
        Row("start, empty data folder", median(first) * 1000, max(first) * 1000, "ms", "≤ 3000 ms", max(first) <= 3),
        Row("start, used data folder", median(again) * 1000, max(again) * 1000, "ms", f"≤ {START_SECONDS_MAX * 1000:.0f} ms",
            median(again) <= START_SECONDS_MAX),
        Row("idle memory", median(idle), max(idle), "MB", f"≤ {IDLE_MEGABYTES_MAX} MB", median(idle) <= IDLE_MEGABYTES_MAX,
            f"python http.server {scale:.0f} MB", median(idle) / scale),
        Row("memory growth under load", median(loaded) * 100, max(loaded) * 100, "%", f"≤ {GROWTH_MAX:.0%}",
            median(loaded) <= GROWTH_MAX),
    ]


def python_megabytes() -> float:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
        with program(command, port, "/", cwd=folder) as (process, _):
            return resident_megabytes(process)
