"""Callbacks to 1,000 endpoints of which a tenth hangs and a tenth fails: how late healthy ones hear of an event, and how fast
a queue is worked off, beside the sender alone."""
from __future__ import annotations

import json
import subprocess
import tempfile

from .audit_append import PROGRAM
from .measure import CHECKOUT, ROUNDS, Row, median

#: Events a second; eight of ten go to healthy endpoints.
RATE = 1_400
DELAY_MS_MAX = 2_000
RATE_MIN = 1_000
RATIO_MIN = 0.3


def run() -> list[Row]:
    steady, drained, alone = [], [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory(dir=CHECKOUT / ".build") as folder:
            command = [str(PROGRAM), "webhook", "--folder", folder, "--rate", str(RATE)]
            answer = subprocess.run(command, capture_output=True, text=True)
            if answer.returncode != 0:
                raise RuntimeError(f"webhook failed: {answer.stderr.strip()[-2000:]}")
            lines = {line["name"]: line for line in map(json.loads, answer.stdout.splitlines())}
        steady.append(lines["steady"])
        drained.append(lines["backlog"]["perSecond"])
        alone.append(lines["sender alone"]["perSecond"])
    delays, rates = [line["p99ms"] for line in steady], [line["perSecond"] for line in steady]
    peer = median(alone)
    return [
        Row("webhook, healthy p99 delay", median(delays), max(delays), "ms", f"≤ {DELAY_MS_MAX:,} ms", median(delays) <= DELAY_MS_MAX),
        Row("webhook, healthy deliveries", median(rates), min(rates), "/s", f"≥ {RATE_MIN:,} of {RATE * 0.8:,.0f} asked",
            median(rates) >= RATE_MIN),
        Row("webhook, a queue of 20,000", median(drained), min(drained), "/s", f"≥ {RATIO_MIN:.0%} of the sender alone",
            median(drained) >= RATIO_MIN * peer, f"sender alone {peer:,.0f}", median(drained) / peer),
    ]
