"""What benchmarks share in measuring: rows, a running program, the load generator."""
from __future__ import annotations

import os
import re
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
BINARY = CHECKOUT / ".build/release/heqi"
ROUNDS = 3


@dataclass
class Row:
    """One measured figure beside its peer and its goal."""

    name: str
    figure: float
    worst: float
    unit: str
    goal: str
    is_met: bool
    peer: str = "–"
    ratio: float | None = None

    @staticmethod
    def head() -> str:
        return f"{'benchmark':<34}{'median':>12}{'worst':>12}  {'unit':<8}{'peer':<28}{'ratio':>7}  goal"

    def line(self) -> str:
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else "–"
        mark = "met" if self.is_met else "MISSED"
        return (f"{self.name:<34}{self.figure:>12,.1f}{self.worst:>12,.1f}  {self.unit:<8}{self.peer:<28}{ratio:>7}  "
                f"{self.goal} ({mark})")


@contextmanager
def program(command: list[str], port: int, path: str, **options):
    """Runs a server and gives it with the seconds it took to answer `path`."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=1) as answer:
                    if answer.status == 200:
                        break
            except OSError:
                if process.poll() is not None or time.perf_counter() - begin > 60:
                    raise RuntimeError(f"{command[0]} did not start") from None
                time.sleep(0.002)
        yield process, time.perf_counter() - begin
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def heqi(data: Path, port: int, **environment: str):
    """The program under measurement on a data folder."""
    command = [str(BINARY), "serve", "--data", str(data), "--port", str(port)]
    return program(command, port, "/readyz", cwd=CHECKOUT, env=os.environ | environment)


def fdatasync_rate(folder: Path, seconds: float = 1) -> float:
    """How often a second the disk takes one 4 KiB block for good; what every durable figure rests on."""
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        count, begin = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - begin) < seconds:
            os.pwrite(file.fileno(), b"x" * 4096, 0)
            os.fdatasync(file.fileno())
            count += 1
        return count / elapsed


def resident_megabytes(process: subprocess.Popen) -> float:
    """Resident memory of one process (VmRSS)."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def wrk(url: str, *, seconds: int = 8, connections: int = 64, is_crowd: bool = False) -> tuple[float, float]:
    """Requests a second and the 99th percentile in milliseconds; fails if an answer was not 2xx.

    A crowd names many addresses to a server that trusts them from here.
    """
    script = ["-s", str(Path(__file__).with_name("addresses.lua"))] if is_crowd else []
    command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency", *script, url]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(f"errors under load:\n{text}")
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)), float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def median(values: list[float]) -> float:
    return statistics.median(values)
