"""What the benchmarks over HTTP share: a server in evaluation mode with verified people, and judges of what it made."""
from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .audit_append import PROGRAM
from .measure import BINARY, CHECKOUT, free_port, heqi

PEOPLE = 8
JUDGE = CHECKOUT / "Tests/Oracles/judge_pdf.py"
#: Files of one round that another judge looks at too.
SAMPLE = 3
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A server under load, reached through a proxy's eyes: every contract comes from an address of its own."""

    folder: Path
    port: int
    pid: int

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def root(self) -> Path:
        return next(self.data.glob("**/root.pem"))

    def load(self, command: str, *options: str) -> dict:
        """One run of the load client; its line, with the processor seconds that the server used meanwhile."""
        before = self.cpu_seconds()
        call = [str(PROGRAM), command, "--url", f"http://127.0.0.1:{self.port}", "--people", str(self.folder / "people.json"), *options]
        answer = subprocess.run(call, capture_output=True, text=True)
        if answer.returncode != 0:
            raise RuntimeError(f"{command} failed: {answer.stderr.strip()[-2000:]}")
        lines = [json.loads(line) for line in answer.stdout.splitlines() if line]
        return (lines[-1] if lines else {}) | {"cpu": self.cpu_seconds() - before}

    def cpu_seconds(self) -> float:
        """Of the server and of the workers it waited for (proc(5): utime, stime, cutime, cstime)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(int(field) for field in fields[11:15]) / TICKS

    def bytes_stored(self) -> int:
        return sum(file.stat().st_size for file in self.data.rglob("*") if file.is_file())

    def wait_until_idle(self, seconds: float = 60) -> None:
        """Identity checks go on in the background after people are verified."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            before = self.cpu_seconds()
            time.sleep(1)
            if self.cpu_seconds() - before < 0.1:
                return


@contextmanager
def server_with_people():
    with tempfile.TemporaryDirectory(dir=CHECKOUT / ".build") as name:
        folder, port = Path(name), free_port()
        with heqi(folder / "data", port, HEQI_TRUSTED_PROXIES="127.0.0.1") as (process, _):
            server = Server(folder, port, process.pid)
            # The sample people of evaluation mode, and the reviewer who approves ours, are made just after the start.
            server.wait_until_idle()
            server.load("people", "--count", str(PEOPLE))
            server.wait_until_idle()
            yield server


def judge(server: Server, files: dict[Path, int]) -> None:
    """Fails unless our verifier finds in each file exactly so many signatures and every one good; a sample is also shown
    to pyHanko, which knows nothing of us."""
    paths = sorted(files)
    for start in range(0, len(paths), 500):
        part = paths[start:start + 500]
        command = [str(BINARY), "verify", "--json", "--data", str(server.data), "--trust", str(server.root), *map(str, part)]
        answer = subprocess.run(command, capture_output=True, text=True)
        reports = [json.loads(line) for line in answer.stdout.splitlines() if line]
        if len(reports) != len(part):
            raise RuntimeError(f"heqi verify answered for {len(reports)} of {len(part)} files: {answer.stderr[-1000:]}")
        for path, report in zip(part, reports):
            if report["verdict"] != "valid" or len(report["signatures"]) != files[path]:
                raise RuntimeError(f"{path.name}: {report['verdict']} with {len(report['signatures'])} signatures: {report}")
    for path in paths[:: max(1, len(paths) // SAMPLE)][:SAMPLE]:
        command = [sys.executable, str(JUDGE), "--root", str(server.root), "--want", "BT", str(path)]
        answer = subprocess.run(command, capture_output=True, text=True)
        if answer.returncode != 0:
            raise RuntimeError(f"pyHanko refuses {path.name}: {answer.stdout}{answer.stderr}")
