"""Signed contracts are archived with every provider that was asked for, and leave in a bundle that proves itself
(M-015, M-022, M-027, api.md)."""
from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile

import pytest

from journeys import business
from journeys.business import ZHANG
from test_callbacks import Dying, Receiver, in_order
from tools.ledgers import Ledger

ARCHIVED_SECONDS_MAX = 60
#: Longer than the lease of an archive row.
LEASE_SECONDS = 65
PROVIDERS = ["TSA", "BLOCKCHAIN", "LOCAL_CA"]


@pytest.fixture(scope="module")
def heqi(server):
    return business.client(server, "存证商户")


def wait_archived(heqi, contract_id: str, providers: int = len(PROVIDERS)) -> list[dict]:
    end = time.monotonic() + ARCHIVED_SECONDS_MAX
    while time.monotonic() < end:
        rows = heqi.get(f"/api/v1/contract/{contract_id}").get("archives", [])
        if len(rows) == providers and all(row["status"] == "SUCCESS" for row in rows):
            return rows
        time.sleep(0.2)
    raise AssertionError(rows)


def run(folder, *command: str) -> subprocess.CompletedProcess:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def test_a_signed_contract_is_archived_and_its_bundle_proves_itself(heqi, windows, folder):
    """Three providers, three callbacks, receipts that openssl verifies, and a bundle that a stranger checks offline."""
    receiver = Receiver(heqi.secret)
    try:
        contract = heqi.post("/api/v1/contract/initiate", business.order(
            heqi, folder, "ARCHIVE-1", [business.signer(ZHANG, 1)], callbackUrl=receiver.url,
            archiveConfig={"needArchive": True, "archiveProvider": PROVIDERS}))
        identity = contract["contractId"]
        assert contract["archiveInfo"]["status"] == "PENDING"
        # Only signed contracts are archived (M-027).
        assert heqi.raw("POST", f"/api/v1/contract/{identity}/archive", b"{}")[0] == 409
        assert heqi.raw("GET", f"/api/v1/contract/{identity}/evidence?format=bundle")[0] == 404
        business.sign(windows(), business.task(contract, ZHANG), ZHANG)
        seen = business.wait_until(heqi, identity, "SIGNED")
        rows = wait_archived(heqi, identity)
        assert {row["provider"] for row in rows} == set(PROVIDERS)
        assert {row["documentHash"] for row in rows} == {seen["documentHash"]}
        info = heqi.get(f"/api/v1/contract/{identity}")["archiveInfo"]
        assert info["archiveId"] == contract["archiveInfo"]["archiveId"] and info["archiveTime"] and info["transactionNo"]
        checked = heqi.post("/api/v1/contract/verify", {"method": "CONTRACT_ID", "contractId": identity})
        assert checked["archiveInfo"]["archived"] and "Time Stamping" in checked["archiveInfo"]["timestampAuthority"]
        # Asking again changes nothing that succeeded.
        again = heqi.post(f"/api/v1/contract/{identity}/archive", {})["archives"]
        assert [row["transactionNo"] for row in again] == [row["transactionNo"] for row in rows]
        data = [event for event in receiver.wait(3 + len(PROVIDERS)) if event["type"] == "ContractArchivedEvent"]
        assert {event["data"]["provider"] for event in data} == set(PROVIDERS)
        assert [event["data"]["sequence"] for event in receiver.inbox.events] == list(range(1, len(receiver.inbox.events) + 1))
    finally:
        receiver.close()

    home = folder / "bundle"
    status, _, body = heqi.raw("GET", f"/api/v1/contract/{identity}/evidence?format=bundle")
    assert status == 200, body
    with zipfile.ZipFile(io.BytesIO(body)) as bundle:
        assert bundle.testzip() is None
        bundle.extractall(home)
    names = {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
    assert {"contract.pdf", "report.pdf", "confirmation.pdf", "events.json", "README.txt", "verify.py", "archives/TSA.tst"} <= names
    done = run(home, sys.executable, "verify.py")
    assert done.returncode == 0 and done.stdout.endswith("all is well\n"), done.stdout + done.stderr
    assert run(home, "sha256sum", "-c", "MANIFEST.sha256").returncode == 0
    root, issuing = "certificates/root.pem", "certificates/issuing.pem"
    stamp = run(home, "openssl", "ts", "-verify", "-data", "contract.pdf", "-in", "archives/TSA.tst", "-token_in",
                "-CAfile", root, "-untrusted", issuing)
    assert stamp.returncode == 0, stamp.stderr
    statement = run(home, "openssl", "cms", "-verify", "-inform", "DER", "-in", "archives/LOCAL_CA.p7m", "-CAfile", root, "-purpose", "any")
    assert statement.returncode == 0 and seen["documentHash"] in statement.stdout, statement.stderr
    assert run(home, "openssl", "verify", "-CAfile", root, "-untrusted", issuing, "certificates/platform.pem").returncode == 0

    # One bit of any kind of file is noticed.
    for name in ("contract.pdf", "events.json", "proofs/1.txt"):
        path = home / name
        kept = path.read_bytes()
        path.write_bytes(kept[:200] + bytes([kept[200] ^ 1]) + kept[201:])
        assert run(home, sys.executable, "verify.py").returncode != 0, name
        path.write_bytes(kept)
    # Nor does an honest manifest cover a forged history.
    history = json.loads((home / "events.json").read_text())
    del history["events"][0]
    (home / "events.json").write_text(json.dumps(history))
    assert "WRONG  event" in run(home, sys.executable, "verify.py").stdout


def test_unknown_formats_and_kinds_name_their_field(heqi):
    for field, query in {"format": "format=zip", "kind": "kind=everything"}.items():
        status, _, answer = heqi.raw("GET", f"/api/v1/contract/01a00000-0000-7000-8000-000000000000/evidence?{query}")
        assert (status, json.loads(answer)["field"], json.loads(answer)["code"]) == (400, field, 40001), answer


def test_killed_between_the_providers_answer_and_its_record(windows, tmp_path, folder):
    """An outside archive service has the digest and the process dies before it hears so: asked again, it gives the same receipt."""
    ledger = Ledger()
    dying = Dying(tmp_path, 2 * LEASE_SECONDS, **{"archive-ledger-url": ledger.setting})
    heqi = dying.client("断电存证")
    receiver = Receiver(heqi.secret)
    try:
        contract = heqi.post("/api/v1/contract/initiate", business.order(
            heqi, folder, "KILL-3", [business.signer(ZHANG, 1)], callbackUrl=receiver.url,
            archiveConfig={"needArchive": True, "archiveProvider": ["BLOCKCHAIN", "TSA"]}))
        identity = contract["contractId"]
        ledger.hold()
        business.sign(windows(server=dying.server), business.task(contract, ZHANG), ZHANG)
        assert ledger.taken.wait(ARCHIVED_SECONDS_MAX), "the service was asked"
        dying.server.kill()
        ledger.let_go()
        dying.restart(LEASE_SECONDS)
        rows = {row["provider"]: row for row in wait_archived(heqi, identity, 2)}
        asked = [one for one in ledger.asked if one == f"{identity}-BLOCKCHAIN"]
        assert len(asked) == 2 and len(ledger.receipts) == 1 and ledger.refused == 0, ledger.asked
        receipt = json.loads(ledger.receipts[f"{identity}-BLOCKCHAIN"])
        assert rows["BLOCKCHAIN"]["transactionNo"] == receipt["transactionNo"]
        assert {row["documentHash"] for row in rows.values()} == {receipt["hash"]}
        kept = heqi.raw("GET", f"/api/v1/contract/{identity}/archive/BLOCKCHAIN")
        assert kept[0] == 200 and json.loads(kept[2]) == receipt, "the receipt is kept as it came"
        events = [event["data"] for event in receiver.wait(5) if event["type"] == "ContractArchivedEvent"]
        assert sorted((one["provider"], one["status"]) for one in events) == [("BLOCKCHAIN", "SUCCESS"), ("TSA", "SUCCESS")]
        assert in_order(receiver, identity) == list(range(1, len(receiver.inbox.events) + 1))
    finally:
        dying.server.stop()
        receiver.close()
        ledger.close()
