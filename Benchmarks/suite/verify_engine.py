"""Verdicts in process on one pinned core, beside pyHanko's on the same files."""
from __future__ import annotations

import tempfile
from pathlib import Path

from .engine import ours, pyhanko
from .measure import CHECKOUT, ROUNDS, Row, median

SMALL_MS_MAX = 0.30
BIG_RATIO_MAX = 1.4
MANY_MS_MAX = 50.0


def run() -> list[Row]:
    figures: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(dir=CHECKOUT / ".build") as folder:
        for _ in range(ROUNDS):
            for source in (ours("verify-engine", folder), pyhanko("verify", Path(folder))):
                for name, value in source.items():
                    figures.setdefault(name, []).append(value)

    def row(label: str, name: str, goal: str, is_met: bool) -> Row:
        peer, own = median(figures["pyhanko-" + name]), median(figures[name])
        return Row(label, own * 1000, max(figures[name]) * 1000, "µs", goal, is_met, f"pyHanko {peer * 1000:,.0f}", peer / own)

    small, big, many = (median(figures[name]) for name in ("verify-small", "verify-10MB", "verify-40-signatures"))
    ratio = big / median(figures["sha256-10MB"])
    return [
        row("verify, small file", "verify-small", f"≤ {SMALL_MS_MAX:.2f} ms", small <= SMALL_MS_MAX),
        row(f"verify, 10 MB ({ratio:.2f} × SHA-256)", "verify-10MB", f"≤ {BIG_RATIO_MAX} × SHA-256", ratio <= BIG_RATIO_MAX),
        row("verify, 40 signatures", "verify-40-signatures", f"≤ {MANY_MS_MAX:.0f} ms", many <= MANY_MS_MAX),
    ]
