"""The least a request costs: a fixed answer over keep-alive connections, beside nginx."""
from __future__ import annotations

import tempfile
from pathlib import Path

from .measure import ROUNDS, Row, free_port, heqi, median, program, wrk

RATE_MIN = 15_000
RATIO_MIN = 0.25


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        ours, peers, tails = [], [], []
        for _ in range(ROUNDS):
            port = free_port()
            with heqi(Path(folder) / "data", port):
                rate, tail = wrk(f"http://127.0.0.1:{port}/healthz")
                ours.append(rate)
                tails.append(tail)
            peers.append(nginx_rate(Path(folder)))
    rate, peer = median(ours), median(peers)
    is_met = rate >= RATE_MIN or rate >= RATIO_MIN * peer
    return [
        Row("http-floor", rate, min(ours), "req/s", f"≥ {RATE_MIN:,} or ≥ {RATIO_MIN:.0%} of nginx", is_met,
            f"nginx {peer:,.0f} req/s", rate / peer),
        Row("http-floor p99", median(tails), max(tails), "ms", "≤ 50 ms", median(tails) <= 50),
    ]


def nginx_rate(folder: Path) -> float:
    port = free_port()
    settings = folder / "nginx.conf"
    settings.write_text(
        f"daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        "events { worker_connections 1024; }\n"
        "http { access_log off; keepalive_requests 100000000;\n"
        f"  server {{ listen 127.0.0.1:{port}; location / {{ return 200 'ok\\n'; }} }} }}\n")
    with program(["nginx", "-c", str(settings), "-p", str(folder)], port, "/"):
        return wrk(f"http://127.0.0.1:{port}/")[0]
