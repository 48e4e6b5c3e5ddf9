"""The Merkle log in memory: leaves appended with tiles and signed heads, and proofs out of tiles."""
from __future__ import annotations

import json
import subprocess

from .audit_append import PROGRAM
from .measure import ROUNDS, Row, median

APPENDS_MIN = 10_000


def run() -> list[Row]:
    figures: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        output = subprocess.run([str(PROGRAM), "tlog"], capture_output=True, text=True, check=True).stdout
        for line in output.splitlines():
            answer = json.loads(line)
            figures.setdefault(answer["name"], []).append(answer["perSecond"])
    appends, proofs = figures["tlog-append"], figures["tlog-proof"]
    return [
        Row("tlog append", median(appends), min(appends), "leaf/s", f"≥ {APPENDS_MIN:,}", median(appends) >= APPENDS_MIN),
        Row("tlog inclusion proofs from tiles", median(proofs), min(proofs), "proof/s", "no goal", True),
    ]
