"""Starts the program under test as a user would, and reads its evaluation outbox."""
from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
BINARY = Path(os.environ.get("HEQI_BINARY", CHECKOUT / ".build/debug/heqi"))

START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 120
MESSAGE_SECONDS_MAX = 40


class Server:
    """One `heqi serve` with a data folder of its own."""

    def __init__(self, folder: Path, *, environment: dict[str, str] | None = None, settings: dict[str, str] | None = None):
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "heqi.log"
        self.environment = environment or {}
        self.settings = settings or {}
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, days_ahead: int = 0, seconds_ahead: int = 0, environment: dict[str, str] | None = None) -> None:
        """Starts and waits until it is ready; it believes that so many days and seconds have passed."""
        if not BINARY.exists():
            raise RuntimeError(f"{BINARY} is missing: build it with `swift build --product heqi`, or set HEQI_BINARY")
        command = [str(BINARY), "serve", "--data", str(self.data), "--port", str(self.port)]
        for key, value in self.settings.items():
            command += ["--set", f"{key}={value}"]
        ahead = days_ahead * 86_400 + seconds_ahead
        if ahead:
            command += ["--set", f"clock-offset-seconds={ahead}"]
        surroundings = {**os.environ, **self.environment, **(environment or {})}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=CHECKOUT, stdout=log, stderr=log, env=surroundings)
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"heqi ended with {self.process.returncode}:\n{self.tail()}")
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=1) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise RuntimeError(f"heqi was not ready in {START_SECONDS_MAX} s:\n{self.tail()}")

    def stop(self) -> int:
        """Asks it to end in good order and returns its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise RuntimeError(f"heqi did not end within {STOP_SECONDS_MAX} s of SIGTERM") from None

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def wait_for_death(self, seconds: float = 20) -> int:
        """Waits until the process has ended by itself (a failpoint) and returns its exit code."""
        assert self.process is not None
        return self.process.wait(seconds)

    def run(self, *arguments: str, timeout: float = 120, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Another command of the program on the same data folder."""
        command = [str(BINARY), *arguments]
        return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=timeout, check=check)

    def tail(self, lines: int = 40) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""

    @property
    def root(self) -> Path:
        """The platform's own root certificate, which the judges are told to trust."""
        return next(self.data.glob("**/root.pem"))

    # The evaluation outbox.

    def messages(self) -> list[dict]:
        with urllib.request.urlopen(f"{self.url}/dev/outbox.json", timeout=5) as answer:
            return json.load(answer)

    def code(self, recipient: str, *, after: str = "") -> str:
        """The newest code sent to a mobile number, later than `after`, which ``codes_sent`` gave before."""
        deadline = time.monotonic() + MESSAGE_SECONDS_MAX
        while time.monotonic() < deadline:
            found = [message for message in self._codes(recipient) if message["at"] > after]
            if found:
                return max(found, key=lambda message: message["at"])["code"]
            time.sleep(0.1)
        raise AssertionError(f"no code reached {recipient} within {MESSAGE_SECONDS_MAX} s:\n{self.tail()}")

    def codes_sent(self, recipient: str) -> str:
        """When the newest code was sent; empty where none was. A count would not do: the outbox shows the last 200 messages."""
        return max((message["at"] for message in self._codes(recipient)), default="")

    def _codes(self, recipient: str) -> list[dict]:
        return [message for message in self.messages() if is_same(message["to"], recipient) and message.get("code")]


def is_same(shown: str, recipient: str) -> bool:
    """Numbers may carry the country code."""
    return re.sub(r"^\+?86", "", shown.replace(" ", "")) == recipient or shown == recipient


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
