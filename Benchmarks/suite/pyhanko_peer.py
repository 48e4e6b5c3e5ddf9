"""pyHanko on the files of our own benchmark; one JSON object a measurement.

Tuned as a careful integrator would: the private key is parsed once and the placeholder has a fixed size, which alone
makes it two to eight times as fast as its defaults.
"""
from __future__ import annotations

import io
import json
import statistics
import sys
import time
from pathlib import Path

from asn1crypto import keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore


class CachedKeySigner(signers.SimpleSigner):
    """A signer that keeps its parsed key."""

    parsed = None

    async def async_sign_raw(self, data, digest_algorithm, dry_run=False):
        if dry_run:
            return bytes(512)
        if isinstance(self.parsed, rsa.RSAPrivateKey):
            return self.parsed.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.parsed.sign(data, ec.ECDSA(hashes.SHA256()))


def certificate(path: Path) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(pem.unarmor(path.read_bytes())[2])


def signer(folder: Path, name: str) -> CachedKeySigner:
    text = (folder / f"{name}.key").read_bytes()
    made = CachedKeySigner(signing_cert=certificate(folder / f"{name}.crt"),
                           signing_key=keys.PrivateKeyInfo.load(pem.unarmor(text)[2]), cert_registry=SimpleCertificateStore())
    made.parsed = serialization.load_pem_private_key(text, None)
    return made


def report(name: str, count: int, body) -> None:
    for _ in range(max(2, count // 10)):
        body()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        body()
        times.append(time.perf_counter() - start)
    print(json.dumps({"name": f"pyhanko-{name}", "p50ms": statistics.median(times) * 1000}), flush=True)


def sign(folder: Path) -> None:
    meta = signers.PdfSignatureMetadata(field_name="Signature1", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES)
    cases = [("sign-p256-small", "p256", "small", 100), ("sign-rsa2048-small", "rsa", "small", 100), ("sign-p256-10MB", "p256", "big", 30)]
    for name, key, file, count in cases:
        who, data = signer(folder, key), (folder / f"{file}.pdf").read_bytes()
        report(name, count, lambda: signers.sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(data)), meta, signer=who, bytes_reserved=8192))


def verify(folder: Path) -> None:
    root = certificate(folder / "root.pem")

    def judge(data: bytes) -> None:
        for found in PdfFileReader(io.BytesIO(data)).embedded_signatures:
            status = validate_pdf_signature(found, ValidationContext(trust_roots=[root], allow_fetching=False))
            if not status.bottom_line:
                raise RuntimeError(f"pyHanko does not accept our file: {status.summary()}")

    for name, file, count in (("verify-small", "small-signed", 60), ("verify-10MB", "big-signed", 20), ("verify-40-signatures", "many-signed", 2)):
        data = (folder / f"{file}.pdf").read_bytes()
        report(name, count, lambda: judge(data))


if __name__ == "__main__":
    {"sign": sign, "verify": verify}[sys.argv[1]](Path(sys.argv[2]))
