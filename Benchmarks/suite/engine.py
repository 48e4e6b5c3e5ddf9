"""What the two engine benchmarks share: our program, pyHanko and openssl, each pinned to one core."""
from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from .audit_append import PROGRAM
from .measure import CHECKOUT

PINNED = ["taskset", "-c", "0"]
PEER = Path(__file__).with_name("pyhanko_peer.py")
JAVA_PEER = CHECKOUT / "Benchmarks/peers/PDFBoxPeer.java"
JARS = ":".join(f"/usr/share/java/{name}.jar" for name in ("pdfbox2", "fontbox2", "commons-logging", "bcprov", "bcpkix", "bcutil"))


def lines(command: list[str], **environment: str) -> dict[str, float]:
    """Median milliseconds, or kilobytes, by name."""
    output = subprocess.run(PINNED + command, capture_output=True, text=True, check=True, env=os.environ | environment).stdout
    answers = [json.loads(line) for line in output.splitlines() if line]
    return {answer["name"]: answer.get("p50ms", answer.get("kilobytes")) for answer in answers}


def ours(command: str, folder: str) -> dict[str, float]:
    return lines([str(PROGRAM), command, "--folder", folder])


def memory(folder: str) -> dict[str, float]:
    """With an allocator that gives large blocks back at once; otherwise it would hide a copy of the file."""
    return lines([str(PROGRAM), "sign-engine", "--memory", "--folder", folder], MALLOC_MMAP_THRESHOLD_="131072")


def pyhanko(what: str, folder: Path) -> dict[str, float]:
    return lines([sys.executable, str(PEER), what, str(folder)])


def pdfbox(folder: str) -> dict[str, float]:
    """PDFBox 2 and BouncyCastle from Debian, through a program of our own that is compiled here."""
    classes = CHECKOUT / ".build/peers"
    built = classes / "PDFBoxPeer.class"
    if not built.exists() or built.stat().st_mtime < JAVA_PEER.stat().st_mtime:
        subprocess.run(["javac", "-d", str(classes), "-cp", JARS, str(JAVA_PEER)], check=True)
    return lines(["java", "-XX:+UseSerialGC", "-cp", f"{classes}:{JARS}", "PDFBoxPeer", folder])


def openssl_sign_ms() -> dict[str, float]:
    """Milliseconds of one bare private-key operation, by `openssl speed`."""
    found = {}
    for name, kind, pattern in (("p256", "ecdsap256", r"\(nistp256\)\s+([\d.]+)s"), ("rsa2048", "rsa2048", r"rsa 2048 bits\s+([\d.]+)s")):
        command = PINNED + ["openssl", "speed", "-seconds", "1", kind]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rate = re.search(pattern + r"\s+[\d.]+s\s+([\d.]+)", text)
        if rate is None:
            raise RuntimeError(f"openssl speed said something new:\n{text}")
        found["openssl-" + name] = 1000 / float(rate.group(2))
    return found
