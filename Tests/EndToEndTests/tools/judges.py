"""Programs of others that say whether a signed file is good."""
from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from .server import CHECKOUT

ORACLE = CHECKOUT / "Tests/Oracles/judge_pdf.py"


@dataclass
class Judgement:
    """What three judges said of one file."""

    signatures: int
    pdfsig: str
    qpdf: str
    oracle: dict


def judge(path: Path, *, signatures: int, root: Path, level: str = "BT") -> Judgement:
    """Fails unless pdfsig, qpdf and pyHanko all find exactly so many intact signatures and a sound file.

    `root` is the certificate that every signer's path must end in; `level` the least that each signature must reach.
    """
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, timeout=60)
    assert checked.returncode == 0, f"qpdf finds fault with {path.name}:\n{checked.stdout}{checked.stderr}"
    assert "warning" not in (checked.stdout + checked.stderr).lower(), f"qpdf warns of {path.name}:\n{checked.stdout}{checked.stderr}"

    seen = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, timeout=60)
    valid = len(re.findall(r"Signature Validation: Signature is Valid", seen.stdout))
    whole = "Total document signed" in seen.stdout
    assert valid == signatures, f"pdfsig finds {valid} valid signatures in {path.name}, not {signatures}:\n{seen.stdout}{seen.stderr}"
    assert whole, f"pdfsig: no signature covers the whole of {path.name}:\n{seen.stdout}"

    command = [sys.executable, str(ORACLE), "--root", str(root), "--want", level, str(path)]
    oracle = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert oracle.returncode == 0, f"pyHanko refuses {path.name}:\n{oracle.stdout}{oracle.stderr}"
    return Judgement(signatures, seen.stdout, checked.stdout, json.loads(oracle.stdout))


def fields(path: Path) -> dict[str, tuple[int, list[float]]]:
    """Every form field's page (from 1) and rectangle in user space, as pyHanko reads them."""
    with path.open("rb") as file:
        reader = PdfFileReader(file)
        pages = [reader.find_page_for_modification(index)[0].idnum for index in range(int(reader.root["/Pages"]["/Count"]))]
        found = {}
        for field in reader.root["/AcroForm"]["/Fields"]:
            widget = field.get_object()
            page = pages.index(widget.raw_get("/P").idnum) + 1
            found[str(widget["/T"])] = (page, [float(number) for number in widget["/Rect"]])
        return found


def count_signatures(document: bytes) -> int:
    """How many people's signatures pyHanko's reader finds; the last signature or time stamp must cover the file to its end."""
    reader = PdfFileReader(io.BytesIO(document))
    if reader.embedded_signatures:
        assert end_of(reader.embedded_signatures[-1]) == len(document), "bytes follow the last signature"
    return len(reader.embedded_regular_signatures)


def end_of(signature: EmbeddedPdfSignature) -> int:
    """The byte at which what a signature covers ends."""
    _, _, start, length = (int(number) for number in signature.byte_range)
    return start + length


def without_archive(document: bytes) -> bytes:
    """The file as its last signer left it: without the validation data and time stamps that a completed contract gets."""
    reader = PdfFileReader(io.BytesIO(document))
    signatures = reader.embedded_regular_signatures
    if not signatures or not reader.embedded_timestamp_signatures:
        return document
    assert end_of(reader.embedded_signatures[-1]) == len(document), "bytes follow the last time stamp"
    return document[:end_of(signatures[-1])]


def is_prefix(older: Path, newer: Path) -> bool:
    """Whether the older file stands unchanged at the start of the newer one."""
    return newer.read_bytes().startswith(older.read_bytes())


def text(path: Path) -> str:
    """What a reader can copy out of the file."""
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, timeout=60, check=True).stdout


def qr(picture: Path) -> str:
    """What a QR code in a picture says."""
    seen = subprocess.run(["zbarimg", "--quiet", "--raw", str(picture)], capture_output=True, text=True, timeout=60)
    return seen.stdout.strip()
