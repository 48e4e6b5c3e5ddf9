"""Face services one after the other, switched while running, and a reviewer at the end (M-035, B-26)."""
from __future__ import annotations

import urllib.request

import pytest

from journeys import business, office, people
from journeys.business import ZHANG
from tools import drawing, judges
from tools.face_service import FaceService
from tools.server import Server


@pytest.fixture(scope="module")
def service():
    service = FaceService()
    yield service
    service.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory, service):
    """A server of its own, whose one face service is the test's."""
    server = Server(tmp_path_factory.mktemp("faces"), settings={"face-vendor-urls": service.setting})
    server.start()
    yield server
    assert server.stop() == 0, server.tail()


@pytest.fixture(scope="module")
def heqi(server):
    return business.client(server)


@pytest.fixture(scope="module")
def reviewer(server, folder) -> people.Person:
    return office.create_reviewer(server, folder)


def vendor(server, service, *arguments: str) -> str:
    command = ["vendor", *arguments, "--data", str(server.data), "--set", f"face-vendor-urls={service.setting}"]
    return server.run(*command).stdout


def start_face(window, contract) -> None:
    page = window.open(business.task(contract, ZHANG))
    if page.locator("form[action$='/receipt']").count():
        page.locator("form[action$='/receipt'] button").click()
    page.locator("form[action$='/face'] button").click()
    page.locator("#consent").check()
    page.locator("form[action$='/consent'] button").click()
    page.wait_for_url(lambda url: "/consent" not in url)


def finish(window, contract_url: str) -> None:
    """Reads, asks for the code and signs, once the face has passed."""
    business.sign(window, contract_url, ZHANG)


def test_a_reviewer_at_the_end(server, service, heqi, reviewer, windows, folder):
    """No service answers: the signer is told, asks for a reviewer, is told again, and signs; the evidence says by hand."""
    service.is_up = False
    contract = heqi.post("/api/v1/contract/initiate",
                         business.order(heqi, folder, "CHAIN-1", [business.signer(ZHANG, 1, method="FACE_AND_SMS")]))
    window = windows(view="phone", server=server)
    start_face(window, contract)
    page = window.page
    page.get_by_role("heading", name="核验服务暂时没有应答").wait_for()
    window.examine("face-waiting")
    page.locator("form[action$='/again'] button").click()
    page.get_by_role("heading", name="核验服务暂时没有应答").wait_for()
    page.locator("a[href$='/review']").click()
    page.get_by_role("heading", name="申请人工核验").wait_for()
    window.examine("face-review")
    page.locator("form[action$='/review'] button.primary").click()
    page.locator("#consent-error").wait_for()
    front = drawing.card_front(folder / "chain-front.jpg", ZHANG["name"], ZHANG["idCardNo"])
    page.locator("#front").set_input_files(front)
    page.locator("#live").set_input_files(drawing.live_photo(folder / "chain-live.jpg", ZHANG["idCardNo"]))
    page.locator("#consent").check()
    page.locator("form[action$='/review'] button.primary").click()
    page.get_by_role("heading", name="正在人工核验").wait_for()
    window.examine("face-reviewing")

    desk = windows(server=server)
    office.log_in_reviewer(desk, reviewer)
    queue = desk.open("/office/faces")
    desk.examine("face-queue")
    queue.locator("table a.title").first.click()
    queue.locator(".compare img").first.wait_for()
    desk.examine("face-case")
    queue.locator("input[name=decision][value=PASSED]").check(force=True)
    queue.locator(".decide button.primary").click()
    queue.locator("#reason-error, .note.error").first.wait_for()
    queue.fill("[name=reason]", "证件与本人一致")
    queue.locator(".decide button.primary").click()
    queue.get_by_text("证件与本人一致").wait_for()

    told = lambda: [m for m in server.messages() if m["to"].endswith(ZHANG["mobile"]) and "人工核验通过" in m["body"]]
    window.until(lambda: told(), "the signer is told by SMS", seconds=60)
    link = told()[0]["body"].split("：")[-1]
    finish(windows(view="phone", server=server), link)
    business.wait_until(heqi, contract["contractId"], "SIGNED")
    report = folder / "by-hand.pdf"
    report.write_bytes(heqi.download(f"/api/v1/contract/{contract['contractId']}/evidence"))
    text = "".join(judges.text(report).split())
    assert "人工核验（核验服务均不可用；审核人" in text and "REVIEW-" in text


def test_without_a_face_service(server, service, heqi, reviewer, windows, folder):
    """Whoever does not consent chooses a reviewer on the same page, though the service is there; it never sees the face."""
    service.is_up = True
    contract = heqi.post("/api/v1/contract/initiate",
                         business.order(heqi, folder, "INSTEAD-1", [business.signer(ZHANG, 1, method="FACE_AND_SMS")]))
    window = windows(view="phone", server=server)
    page = window.open(business.task(contract, ZHANG))
    page.locator("form[action$='/receipt'] button").click()
    page.locator("form[action$='/face'] button").click()
    page.locator("#consent").wait_for()
    window.examine("face-choice-of-ways")
    page.locator("a[href$='/review']").click()
    page.locator("#front").set_input_files(drawing.card_front(folder / "instead-front.jpg", ZHANG["name"], ZHANG["idCardNo"]))
    page.locator("#live").set_input_files(drawing.live_photo(folder / "instead-live.jpg", ZHANG["idCardNo"]))
    page.locator("#consent").check()
    page.locator("form[action$='/review'] button.primary").click()
    page.get_by_role("heading", name="正在人工核验").wait_for()

    desk = windows(server=server)
    office.log_in_reviewer(desk, reviewer)
    queue = desk.open("/office/faces")
    queue.locator("table a.title").first.click()
    queue.locator("input[name=decision][value=PASSED]").check(force=True)
    queue.fill("[name=reason]", "现场照片与证件一致")
    queue.locator(".decide button.primary").click()
    queue.get_by_text("现场照片与证件一致").wait_for()
    finish(windows(view="phone", server=server), business.fresh(heqi, contract, ZHANG, source="H5"))
    business.wait_until(heqi, contract["contractId"], "SIGNED")
    report = folder / "instead.pdf"
    report.write_bytes(heqi.download(f"/api/v1/contract/{contract['contractId']}/evidence"))
    assert "人工核验（本人未选择人脸识别；审核人" in "".join(judges.text(report).split())


def test_switched_while_running(server, service, heqi, reviewer, windows, folder):
    """An operator turns the service off and on without a restart; each change stands with its reason, and counts at once."""
    service.is_up = True
    desk = windows(server=server)
    office.log_in_reviewer(desk, reviewer)
    page = desk.open("/office/vendors")
    desk.examine("vendors")
    page.locator("form[data-port=face] [name='on.tencent']").uncheck()
    page.locator("form[data-port=face] [name=reason]").fill("计费核对期间停用")
    page.locator("form[data-port=face] button.primary").click()
    page.locator("li", has_text="计费核对期间停用").wait_for()
    assert "tencent (off)" in vendor(server, service, "list")

    contract = heqi.post("/api/v1/contract/initiate",
                         business.order(heqi, folder, "CHAIN-2", [business.signer(ZHANG, 1, method="FACE_AND_SMS")]))
    before = len(service.asked)
    window = windows(view="phone", server=server)
    start_face(window, contract)
    window.page.get_by_role("heading", name="核验服务暂时没有应答").wait_for()
    assert len(service.asked) == before, "a service that is off is not asked"

    vendor(server, service, "set", "face", "--reason", "核对完成")
    assert "核对完成" in vendor(server, service, "list")
    window.page.locator("form[action$='/again'] button").click()
    window.page.locator("form[action$='/result'] button").wait_for()
    service.passes = True
    window.page.locator("form[action$='/result'] button").click()
    window.page.locator(".sign-form").wait_for()
    finish(windows(view="phone", server=server), business.fresh(heqi, contract, ZHANG))
    business.wait_until(heqi, contract["contractId"], "SIGNED")
    report = folder / "by-service.pdf"
    report.write_bytes(heqi.download(f"/api/v1/contract/{contract['contractId']}/evidence"))
    text = "".join(judges.text(report).split())
    assert "腾讯云人脸核身" in text and "编号Q-" in text
    with urllib.request.urlopen(f"{server.url}/metrics", timeout=30) as answer:
        assert 'heqi_vendor_breaker{port="face",vendor="tencent",state="closed"} 1' in answer.read().decode()


def test_a_forged_push_settles_nothing(server, service, heqi):
    """Whoever knows the address may push what it likes, any number of times: the service alone is asked (M-030)."""
    service.is_up, service.passes = True, False
    user = {"name": ZHANG["name"], "idCardNo": ZHANG["idCardNo"]}
    made = heqi.post("/api/v1/verification/face/initiate", {"bizId": "CHAIN-3", "bizType": "RELATIONSHIP_BINDING", "userInfo": user})
    page = made["verificationUrl"]
    urllib.request.urlopen(f"{page}/consent", data=b"consent=on", timeout=30).read()
    for query in ("?passed=T&result=success", "?Passed=T", ""):
        for data in (None, b'{"passed":"T","certifyId":"x","subCode":"200"}'):
            with urllib.request.urlopen(f"{page}/push{query}", data=data, timeout=30) as answer:
                assert answer.status == 200
    found = heqi.get(f"/api/v1/verification/face/{made['verificationId']}")
    assert found["status"] == "PROCESSING" and not found.get("score")
    service.passes = True
    for _ in range(5):
        urllib.request.urlopen(f"{page}/push", data=b"", timeout=30).read()
    found = heqi.get(f"/api/v1/verification/face/{made['verificationId']}")
    assert found["status"] == "SUCCESS" and found["score"] == 0.962
