"""A business system: signed requests, and what its signers meet behind their links."""
from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from tools import documents
from tools.pages import Window
from tools.server import CHECKOUT, Server

sys.path.insert(0, str(CHECKOUT / "Examples"))

from heqi_client import Heqi  # noqa: E402

SIGNED_SECONDS_MAX = 60
#: Which try of the test this is; a second one must not find the orders of the first.
attempt = 1
ZHANG = {"partyId": "RECEIVER_001", "partyType": "RECEIVER", "name": "张三", "idCardNo": "310101199001011234", "mobile": "13800138000"}
LI = {"partyId": "PAYER_001", "partyType": "PAYER", "name": "李四", "idCardNo": "11010519491231002X", "mobile": "13800138001"}


def client(server: Server, name: str = "示例商户", *options: str) -> Heqi:
    """A client made on the command line while the server runs."""
    made = json.loads(server.run("client", "create", "--name", name, "--json", "--data", str(server.data), *options).stdout)
    return Heqi(server.url, made["clientId"], made["secret"])


def signer(who: dict, sequence: int, *, method: str = "CA_CERT", notify: str = "H5_LINK") -> dict:
    return {**who, "signMethod": method, "notifyType": notify, "sequence": sequence}


def order(heqi: Heqi, folder: Path, business: str, signers: list[dict], **more) -> dict:
    """What a caller sends for one contract."""
    file = documents.contract(folder / f"{business}.pdf", title="Collection agreement")
    uploaded = heqi.upload(file.read_bytes())
    number = business if attempt == 1 else f"{business}-TRY-{attempt}"
    return {"bizId": number, "bizType": "RELATIONSHIP_AGREEMENT", "fileId": uploaded["fileId"], "title": "资金归集授权协议",
            "signers": signers, **more}


def task(contract: dict, who: dict) -> str:
    return next(task["signUrl"] for task in contract["signTasks"] if task["partyId"] == who["partyId"])


def check_face(window: Window, outcome: str = "SUCCESS", *, examine: str | None = None) -> None:
    """From the page that asks for consent to the outcome that the tester chooses."""
    page = window.page
    consent = page.locator("form[action$='/consent']")
    # The click before may still be on its way here.
    page.locator("form[action$='/consent'], a[href*='/dev/face/']").first.wait_for()
    if consent.count():
        consent.locator("button").click()
        page.locator("#consent-error").wait_for()  # No face is checked without consent.
        if examine:
            window.examine(f"{examine}-consent")
        page.locator("#consent").check()
        page.locator("form[action$='/consent'] button").click()
    page.locator("a[href*='/dev/face/']").wait_for()
    if examine:
        window.examine(f"{examine}-running")
    page.locator("a[href*='/dev/face/']").click()
    if examine:
        window.examine(f"{examine}-choice")
    page.locator(f"[data-outcome={outcome}]").click()
    page.wait_for_url(lambda url: "/dev/face/" not in url)


def sign(window: Window, url: str, who: dict, *, hand: bool = False, examine: str | None = None) -> None:
    """Opens a link, reads, asks for the code and signs."""
    page = window.open(url)
    if page.locator("form[action$='/receipt']").count():
        if examine:
            window.examine(f"{examine}-open")
        page.locator("form[action$='/receipt'] button").click()
    page.locator(".sign-form, form[action$='/face']").first.wait_for()
    if page.locator("form[action$='/face']").count():
        if examine:
            window.examine(f"{examine}-face")
        page.locator("form[action$='/face'] button").click()
        check_face(window, examine=examine and f"{examine}-face")
    page.locator(".sign-form").wait_for()
    for sheet in page.locator("figure.sheet").all():
        sheet.scroll_into_view_if_needed()
        page.wait_for_timeout(150)
    if examine:
        window.examine(f"{examine}-sign")
    before = window.server.codes_sent(who["mobile"])
    page.locator("[data-module=code]").click()
    code = window.server.code(who["mobile"], after=before)
    page.locator("#confirmed").check()
    page.locator("#code").fill(code)
    page.locator("button[value=sign]").click()
    page.locator(".done-mark").wait_for()
    if examine:
        window.examine(f"{examine}-done")


def wait_until(heqi: Heqi, contract_id: str, status: str) -> dict:
    end = time.monotonic() + SIGNED_SECONDS_MAX
    while time.monotonic() < end:
        seen = heqi.get(f"/api/v1/contract/{contract_id}")
        if seen["status"] == status:
            return seen
        time.sleep(0.2)
    raise AssertionError(f"{contract_id} is {seen['status']}, not {status}, after {SIGNED_SECONDS_MAX} s")


def fresh(heqi: Heqi, contract: dict, who: dict, **scene) -> str:
    """A new link; the old one dies."""
    return heqi.post(f"/api/v1/contract/{contract['contractId']}/sign-url", {"partyId": who["partyId"], **scene})["signUrl"]
