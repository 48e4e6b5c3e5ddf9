"""B-B signatures in process on one pinned core, beside pyHanko and PDFBox as a careful integrator would run them,
and the bare key."""
from __future__ import annotations

import tempfile
from pathlib import Path

from .engine import memory, openssl_sign_ms, ours, pdfbox, pyhanko
from .measure import CHECKOUT, ROUNDS, Row, median

SMALL_P256_MS_MAX = 0.30
SMALL_RSA_MS_MAX = 0.50
PYHANKO_RATIO_MIN = 30
BIG_RATIO_MAX = 1.8
EXTRA_MEGABYTES_MAX = 1.0


def run() -> list[Row]:
    figures: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(dir=CHECKOUT / ".build") as folder:
        for _ in range(ROUNDS):
            # Ours first: it writes the files and keys that the others take.
            for source in (ours("sign-engine", folder), memory(folder), pyhanko("sign", Path(folder)), pdfbox(folder), openssl_sign_ms()):
                for name, value in source.items():
                    figures.setdefault(name, []).append(value)

    def of(name: str) -> float:
        return median(figures[name])

    rows = []
    for key, limit in (("p256", SMALL_P256_MS_MAX), ("rsa2048", SMALL_RSA_MS_MAX)):
        name = f"sign-{key}-small"
        peer, bare = of(f"pyhanko-{name}"), of(f"openssl-{key}")
        ratio = peer / of(name)
        met = of(name) <= limit and (key != "p256" or ratio >= PYHANKO_RATIO_MIN)
        goal = f"≤ {limit:.2f} ms" + (f", ≥ {PYHANKO_RATIO_MIN} × pyHanko" if key == "p256" else "")
        micros, worst = of(name) * 1000, max(figures[name]) * 1000
        rows.append(Row(f"sign B-B {key}, small file", micros, worst, "µs", goal, met,
                        f"pyHanko tuned {peer * 1000:,.0f}", ratio))
        java = of(f"pdfbox-{name}")
        rows.append(Row(f"  beside PDFBox, {key}", micros, worst, "µs", "no goal", True, f"PDFBox {java * 1000:,.0f}", java / of(name)))
        rows.append(Row(f"  over the bare {key} operation", micros, worst, "µs", "no goal", True,
                        f"openssl speed {bare * 1000:.0f}", of(name) / bare))
    ratio = of("sign-p256-10MB") / of("sha256-10MB")
    rows.append(Row("sign B-B p256, 10 MB file", of("sign-p256-10MB"), max(figures["sign-p256-10MB"]), "ms",
                    f"≤ {BIG_RATIO_MAX} × SHA-256", ratio <= BIG_RATIO_MAX, f"SHA-256 {of('sha256-10MB'):.2f}", ratio))
    copied = of("sign-p256-10MB-copied")
    for peer, label in (("pyhanko", "pyHanko tuned"), ("pdfbox", "PDFBox")):
        other = of(f"{peer}-sign-p256-10MB")
        rows.append(Row("  and copied to a new file in memory", copied, max(figures["sign-p256-10MB-copied"]), "ms", "no goal",
                        True, f"{label} {other:.2f}", other / copied))
    extra = of("sign-10MB-extra-memory") / 1024
    rows.append(Row("  memory beyond the file", extra, max(figures["sign-10MB-extra-memory"]) / 1024, "MB",
                    f"≤ {EXTRA_MEGABYTES_MAX:.0f} MB", extra <= EXTRA_MEGABYTES_MAX))
    return rows
