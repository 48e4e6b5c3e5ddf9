"""Whole contracts over HTTP on this machine: an 80 KB file uploaded, sent, signed by two people with codes, its evidence
made and signed. Load client and judges share the machine with the server."""
from __future__ import annotations

from pathlib import Path

from .load import judge, server_with_people
from .measure import ROUNDS, Row, median

CLIENTS = 48
SECONDS = 15
RATE_MIN = 25
#: Signatures in each of a contract's files.
SIGNATURES = {"contract": 2, "report": 1, "letter": 1}


def run() -> list[Row]:
    rates, cpu, sizes, latencies = [], [], [], []
    with server_with_people() as server:
        for number in range(ROUNDS):
            folder = server.folder / f"envelopes-{number}"
            folder.mkdir()
            before = server.bytes_stored()
            answer = server.load("envelope-e2e", "--clients", str(CLIENTS), "--seconds", str(SECONDS), "--name", f"e{number}",
                                 "--folder", str(folder))
            count = answer["operations"]
            rates.append(answer["perSecond"])
            latencies.append(answer["p99ms"])
            cpu.append(answer["cpu"] * 1000 / count)
            sizes.append((server.bytes_stored() - before) / count / 1000)
            check(server, folder, count)
    return [
        Row("envelope-e2e", median(rates), min(rates), "/s", f"≥ {RATE_MIN}/s", median(rates) >= RATE_MIN),
        Row("envelope-e2e, server CPU each", median(cpu), max(cpu), "ms", "no goal", True),
        Row("envelope-e2e, stored each", median(sizes), max(sizes), "kB", "no goal", True),
        Row("envelope-e2e p99, start to evidence", median(latencies), max(latencies), "ms", "no goal", True),
    ]


def check(server, folder: Path, count: int) -> None:
    """No contract lost, none twice, every file good."""
    files = {file: SIGNATURES[file.name.partition("-")[0]] for file in folder.glob("*.pdf")}
    if len(files) != count * len(SIGNATURES):
        raise RuntimeError(f"{len(files)} files of {count} contracts, not {count * len(SIGNATURES)}")
    judge(server, files)
