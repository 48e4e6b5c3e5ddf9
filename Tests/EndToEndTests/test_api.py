"""Business systems sign through the API (M-005 to M-010, M-019 to M-028)."""
from __future__ import annotations

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from PIL import Image

from journeys import business
from journeys.business import LI, ZHANG
from tools import judges


@pytest.fixture(scope="module")
def heqi(server):
    return business.client(server)


def test_two_signers_by_link(server, heqi, windows, folder):
    """From initiate to a verified file: one on the phone, one at a desk, in order, without accounts."""
    signers = [business.signer(ZHANG, 1), business.signer(LI, 2)]
    contract = heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "REL-1", signers))
    assert contract["status"] == "CREATED"
    waiting = windows()
    waiting.open(business.task(contract, LI))
    waiting.examine("link-waiting")
    business.sign(windows(view="phone"), business.task(contract, ZHANG), ZHANG, examine="link")
    assert heqi.get(f"/api/v1/contract/{contract['contractId']}")["status"] == "PARTIAL_SIGNED"
    half = folder / "half.pdf"
    half.write_bytes(heqi.download(f"/api/v1/contract/{contract['contractId']}/document"))
    judges.judge(half, signatures=1, root=server.root)
    business.sign(windows(), business.task(contract, LI), LI, examine="link")
    signed = business.wait_until(heqi, contract["contractId"], "SIGNED")
    assert [one["signStatus"] for one in signed["signers"]] == ["SIGNED", "SIGNED"]
    assert all(one["ipAddress"] and one["transactionNo"] for one in signed["signers"])
    whole = folder / "whole.pdf"
    whole.write_bytes(heqi.download(f"/api/v1/contract/{contract['contractId']}/document"))
    assert judges.is_prefix(half, whole)
    judges.judge(whole, signatures=2, root=server.root)
    report = folder / "report.pdf"
    report.write_bytes(heqi.download(f"/api/v1/contract/{contract['contractId']}/evidence"))
    judges.judge(report, signatures=1, root=server.root)
    verdict = heqi.post("/api/v1/contract/verify", {"method": "CONTRACT_ID", "contractId": contract["contractId"]})
    assert verdict["valid"] and {one["signer"] for one in verdict["signatureInfo"]} >= {"张三", "李四"}
    again = heqi.raw("POST", f"/api/v1/contract/{contract['contractId']}/revoke", json.dumps({"reason": "too late"}).encode())
    assert again[0] == 409


def test_the_next_signer_is_told_by_sms(server, heqi, windows, folder):
    """The second in order gets a link of its own when the first has signed, and not before (M-019, M-024)."""
    signers = [business.signer(ZHANG, 1), business.signer(LI, 2, notify="SMS")]
    contract = heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "REL-6", signers))
    before = len([m for m in server.messages() if m["to"].endswith(LI["mobile"]) and "/s/" in m["body"]])
    window = windows()
    business.sign(window, business.task(contract, ZHANG), ZHANG)
    told = lambda: [m for m in server.messages() if m["to"].endswith(LI["mobile"]) and "/s/" in m["body"]]
    window.until(lambda: len(told()) > before, "the second signer has a link")
    newest = max(told(), key=lambda message: message["at"])
    link = next(word for word in newest["body"].split() if "/s/" in word)
    business.sign(windows(view="phone"), link.split("：")[-1], LI)
    business.wait_until(heqi, contract["contractId"], "SIGNED")


def test_declining_by_link(heqi, windows, folder):
    """A signer refuses with a reason; the caller is told REJECTED and the link says so."""
    contract = heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "REL-2", [business.signer(ZHANG, 1)]))
    window = windows(view="phone")
    page = window.open(business.task(contract, ZHANG))
    page.locator("a[href$='/refusal']").click()
    window.examine("link-refusal")
    page.locator("form button.warn").click()
    page.locator("#reason-error").wait_for()
    page.locator("#reason").fill("金额不对")
    page.locator("form button.warn").click()
    page.get_by_role("heading", name="您已拒签").wait_for()
    seen = heqi.get(f"/api/v1/contract/{contract['contractId']}")
    assert seen["status"] == "REJECTED" and seen["signers"][0]["signStatus"] == "REJECTED"
    assert seen["signers"][0]["rejectReason"] == "金额不对"


def test_repeats_and_replays(heqi, folder):
    """The same business number gives the same contract; a used nonce, an old time and a changed body are refused."""
    body = business.order(heqi, folder, "REL-3", [business.signer(ZHANG, 1)])
    first = heqi.post("/api/v1/contract/initiate", body)
    second = heqi.post("/api/v1/contract/initiate", body)
    assert second["contractId"] == first["contractId"] and second["duplicate"] is True and second["code"] == 40002
    status, _, answer = heqi.raw("POST", "/api/v1/contract/initiate", json.dumps({**body, "title": "另一份"}).encode())
    assert status == 409 and json.loads(answer)["code"] == 40002
    nonce = "n" * 24
    assert heqi.raw("GET", "/api/v1/contract", nonce=nonce)[0] == 200
    assert heqi.raw("GET", "/api/v1/contract", nonce=nonce)[0] == 401
    status, _, answer = heqi.raw("GET", "/api/v1/contract", timestamp=int(time.time()) - 301)
    assert status == 401 and json.loads(answer)["code"] == 40101
    revoked = heqi.post(f"/api/v1/contract/{first['contractId']}/revoke", {"reason": "用户要求取消", "operator": "system_admin"})
    assert revoked["status"] == "REVOKED"
    third = heqi.post("/api/v1/contract/initiate", body)
    assert third["contractId"] != first["contractId"]


def test_another_client_sees_nothing(server, heqi, folder):
    """Another tenant's contract is the same 404 as one that does not exist."""
    contract = heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "REL-4", [business.signer(ZHANG, 1)]))
    other = business.client(server, "另一家")
    foreign = other.raw("GET", f"/api/v1/contract/{contract['contractId']}")
    missing = other.raw("GET", "/api/v1/contract/01a00000-0000-7000-8000-000000000000")
    assert foreign[0] == missing[0] == 404
    hide = {"instance", "requestId"}
    assert {k: v for k, v in json.loads(foreign[2]).items() if k not in hide} == {k: v for k, v in json.loads(missing[2]).items() if k not in hide}


def test_faults_name_their_field(heqi, folder):
    body = business.order(heqi, folder, "REL-5", [business.signer(ZHANG, 1)])
    faults = {
        "signers[0].idCardNo": {**body, "signers": [{**body["signers"][0], "idCardNo": "310101199001011235"}]},
        "signers[0].mobile": {**body, "signers": [{**body["signers"][0], "mobile": "12345"}]},
        "bizId": {key: value for key, value in body.items() if key != "bizId"},
        "expireDays": {**body, "expireDays": 0},
        "signFields[0].keyword": {**body, "signFields": [{"partyId": ZHANG["partyId"], "keyword": "NOWHERE"}]},
    }
    for field, wrong in faults.items():
        status, _, answer = heqi.raw("POST", "/api/v1/contract/initiate", json.dumps(wrong).encode())
        problem = json.loads(answer)
        assert (status, problem["code"], problem["field"]) == (400, 40001, field), problem


def test_face_and_sms(server, heqi, windows, folder):
    """FACE_AND_SMS from initiate to a verified file, on the phone and at a desk (M-020, M-023): consent, face, code, signature."""
    signers = [business.signer(ZHANG, 1, method="FACE_AND_SMS"), business.signer(LI, 1, method="FACE_AND_SMS")]
    contract = heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "FACE-1", signers))
    phone = windows(view="phone")
    page = phone.open(business.task(contract, ZHANG))
    page.locator("form[action$='/receipt'] button").click()
    page.locator("form[action$='/face'] button").click()
    business.check_face(phone, "TIME_OUT")
    page.locator("form[action$='/result']").wait_for()
    assert page.locator(".note.warn").is_visible(), "a service that does not answer is told, and nothing has changed"
    business.check_face(phone, "FACE_MISMATCH")
    page.get_by_role("heading", name="人脸核验未通过").wait_for()
    phone.examine("face-failed")
    business.sign(phone, business.task(contract, ZHANG), ZHANG, examine="link")
    business.sign(windows(), business.task(contract, LI), LI, examine="link")
    business.wait_until(heqi, contract["contractId"], "SIGNED")
    whole = folder / "faces.pdf"
    whole.write_bytes(heqi.download(f"/api/v1/contract/{contract['contractId']}/document"))
    judges.judge(whole, signatures=2, root=server.root)
    report = folder / "faces-report.pdf"
    report.write_bytes(heqi.download(f"/api/v1/contract/{contract['contractId']}/evidence"))
    judges.judge(report, signatures=1, root=server.root)
    text = judges.text(report)
    assert "人脸核验" in text and "EVAL-" in text, "the evidence names the face check and its transaction number"


@pytest.fixture
def shop():
    """Where the caller keeps its picture."""
    class Shelf(BaseHTTPRequestHandler):
        def do_GET(self):
            assert "Referer" not in self.headers, "the page's address is nobody else's"
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            Image.new("RGB", (120, 40), "#0a4d8c").save(self.wfile, "PNG")

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_face_verification(heqi, windows, shop):
    """A business system has a face checked, without a contract (M-002 to M-004)."""
    user = {"name": ZHANG["name"], "idCardNo": ZHANG["idCardNo"], "mobile": ZHANG["mobile"]}
    body = {"bizId": "BIND-1", "bizType": "RELATIONSHIP_BINDING", "userInfo": user,
            "uiConfig": {"title": "亲属关系绑定", "logoUrl": f"{shop}/logo.png", "themeColor": "#0a4d8c"}}
    made = heqi.post("/api/v1/verification/face/initiate", body)
    assert made["status"] == "PENDING" and made["verificationUrl"] and made["expiresAt"]
    again = heqi.post("/api/v1/verification/face/initiate", body)
    assert again["verificationId"] == made["verificationId"] and again["code"] == 40002
    other = {**body, "userInfo": {**user, "name": "李四"}}
    assert heqi.raw("POST", "/api/v1/verification/face/initiate", json.dumps(other).encode())[0] == 409
    window = windows(view="phone")
    page = window.open(again["verificationUrl"])
    assert page.get_by_role("heading", name="亲属关系绑定").is_visible()
    assert page.locator(".caller-logo img").evaluate("image => image.complete && image.naturalWidth") == 120
    colour = page.locator("button.primary").evaluate("button => getComputedStyle(button).backgroundColor")
    assert colour == "rgb(10, 77, 140)"
    window.examine("face-consent-of-the-caller")
    business.check_face(window)
    window.page.get_by_role("heading", name="人脸核验已通过").wait_for()
    seen = heqi.get(f"/api/v1/verification/face/{made['verificationId']}")
    assert seen["status"] == "SUCCESS" and seen["score"] > 0.9 and seen["transactionNo"] and seen["consentAt"]
    assert seen["userInfo"]["idCardNo"] == ZHANG["idCardNo"]


def test_one_business_number_is_one_person(heqi, folder):
    """Whoever had a face checked under a business number must be the signer, and the other way round (M-023)."""
    user = {"name": LI["name"], "idCardNo": LI["idCardNo"]}
    heqi.post("/api/v1/verification/face/initiate", {"bizId": "FACE-2", "bizType": "RELATIONSHIP_BINDING", "userInfo": user})
    order = business.order(heqi, folder, "FACE-2", [business.signer(ZHANG, 1)])
    status, _, answer = heqi.raw("POST", "/api/v1/contract/initiate", json.dumps(order).encode())
    assert (status, json.loads(answer)["field"]) == (400, "signers")
    heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "FACE-3", [business.signer(ZHANG, 1)]))
    check = {"bizId": "FACE-3", "bizType": "PAYER_AUTHORIZATION", "userInfo": user}
    status, _, answer = heqi.raw("POST", "/api/v1/verification/face/initiate", json.dumps(check).encode())
    assert (status, json.loads(answer)["field"]) == (400, "userInfo.idCardNo")
