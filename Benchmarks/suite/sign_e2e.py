"""The request that signs, over HTTP, by 16 clients: answered when the signature is stored twice and its event committed.
Beside it a bare loop of the same durable work: one P-256 signature, two synced copies of the file, one committed row."""
from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
import threading
import time
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from .load import judge, server_with_people
from .measure import CHECKOUT, ROUNDS, Row, median

CLIENTS = 16
COUNT = 320
SECONDS = 4
FILE_BYTES = 80_000
P99_MS_MAX = 100
RATIO_MIN = 0.5


def run() -> list[Row]:
    rates, tails, middles, raw_rates, raw_tails = [], [], [], [], []
    with server_with_people() as server:
        for number in range(ROUNDS):
            folder = server.folder / f"signed-{number}"
            folder.mkdir()
            answer = server.load("sign-e2e", "--clients", str(CLIENTS), "--count", str(COUNT), "--name", f"s{number}", "--folder", str(folder))
            rates.append(answer["perSecond"])
            middles.append(answer["p50ms"])
            tails.append(answer["p99ms"])
            judge(server, {file: 1 for file in folder.glob("*.pdf")})
            with tempfile.TemporaryDirectory(dir=CHECKOUT / ".build") as bare:
                rate, tail = raw(Path(bare))
            raw_rates.append(rate)
            raw_tails.append(tail)
    rate, peer = median(rates), median(raw_rates)
    return [
        Row("sign-e2e, 16 clients", rate, min(rates), "sig/s", f"≥ {RATIO_MIN:.0%} of the bare loop", rate >= RATIO_MIN * peer,
            f"bare loop {peer:,.0f}", rate / peer),
        Row("sign-e2e p99", median(tails), max(tails), "ms", f"≤ {P99_MS_MAX} ms", median(tails) <= P99_MS_MAX,
            f"bare loop {median(raw_tails):,.1f} ms", median(tails) / median(raw_tails)),
        Row("sign-e2e p50", median(middles), max(middles), "ms", "no goal", True),
    ]


def raw(folder: Path) -> tuple[float, float]:
    """Signatures a second and the 99th percentile in milliseconds of the bare loop."""
    database = sqlite3.connect(folder / "raw.sqlite", isolation_level=None, check_same_thread=False)
    database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE event (id TEXT PRIMARY KEY, body BLOB)")
    key, content, lock = ec.generate_private_key(ec.SECP256R1()), os.urandom(FILE_BYTES), threading.Lock()
    latencies: list[float] = []
    end = time.perf_counter() + SECONDS

    def work(worker: int) -> None:
        number = 0
        while time.perf_counter() < end:
            begin = time.perf_counter()
            digest = hashlib.sha256(content).digest()
            signature = key.sign(digest, ec.ECDSA(hashes.SHA256()))
            for root in ("primary", "replica"):
                put(folder / root, f"{worker}-{number}", content)
            with lock:
                database.execute("BEGIN IMMEDIATE")
                database.execute("INSERT INTO event VALUES (?, ?)", (f"{worker}-{number}", digest + signature + bytes(400)))
                database.execute("COMMIT")
            latencies.append(time.perf_counter() - begin)
            number += 1

    for root in ("primary", "replica"):
        (folder / root).mkdir()
    begin = time.perf_counter()
    threads = [threading.Thread(target=work, args=(index,)) for index in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - begin
    database.close()
    return len(latencies) / elapsed, sorted(latencies)[int(len(latencies) * 0.99)] * 1000


def put(folder: Path, name: str, content: bytes) -> None:
    """A file that survives a power cut: written, synced, named, its folder synced."""
    draft = os.open(folder / f"{name}.draft", os.O_CREAT | os.O_WRONLY, 0o600)
    os.write(draft, content)
    os.fdatasync(draft)
    os.close(draft)
    os.rename(folder / f"{name}.draft", folder / name)
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
