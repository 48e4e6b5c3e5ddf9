"""One approver's decision with ten nodes, 200 business types and 10,000 people; in process, on SQLite, durable."""
from __future__ import annotations

import json
import subprocess
import tempfile

from .measure import CHECKOUT, Row

PROGRAM = CHECKOUT / ".build/release/HeqiBenchmarks"
P99_MAX_MS = 20


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(dir=CHECKOUT / ".build") as folder:
        answer = subprocess.run([str(PROGRAM), "approval", "--folder", folder], capture_output=True, text=True, check=True)
    found = json.loads(answer.stdout)
    return [
        Row("approval, one decision p50", found["p50ms"], found["p50ms"], "ms", "no goal", True),
        Row("approval, one decision p99", found["p99ms"], found["p99ms"], "ms", f"≤ {P99_MAX_MS} ms", found["p99ms"] <= P99_MAX_MS),
    ]
