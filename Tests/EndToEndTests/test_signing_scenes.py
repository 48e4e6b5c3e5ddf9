"""Signing pages in their scenes (J-004, J-012, M-025): inside another site's page, in its colour, and from desk to phone."""
from __future__ import annotations

import http.server
import json
import threading

import pytest

from journeys import business
from journeys.business import LI, ZHANG
from pypdf import PdfReader

from tools import documents, judges

#: A light yellow: white text on it could not be read.
THEME = "#ffd54f"


class Shop:
    """A business system's own site: a page with a frame, which notes what it is told."""

    def __init__(self):
        self.frame = ""
        shop = self

        class Pages(http.server.BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802
                if self.path.startswith("/back"):
                    body = "<!doctype html><title>Shop</title><h1>Back in the shop</h1>"
                else:
                    body = (
                        "<!doctype html><title>Shop</title><script>window.told = [];"
                        "addEventListener('message', (e) => { told.push({ origin: e.origin, ...e.data }); });</script>"
                        f'<iframe src="{shop.frame}" width="1000" height="800"></iframe>')
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.origin = f"http://{self.host}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def shop():
    made = Shop()
    yield made
    made.server.shutdown()


def test_embedded_in_another_site(server, windows, folder, shop):
    """The page stands in the shop's page and nowhere else, wears its colour, tells it each step, and leads back to it."""
    heqi = business.client(server, "嵌入商户", "--frame-ancestor", shop.origin, "--return-host", shop.host)
    made = heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "SCENE-1", [business.signer(ZHANG, 1)]))
    scene = {"partyId": ZHANG["partyId"], "scene": "embedded", "themeColor": THEME, "resultPage": False, "refuse": False,
             "readingSeconds": 2, "returnUrl": f"{shop.origin}/back?order=1"}
    link = heqi.post(f"/api/v1/contract/{made['contractId']}/sign-url", scene)["signUrl"]
    shop.frame = link
    window = windows()
    page = window.page
    page.goto(shop.origin)
    frame = page.frame_locator("iframe")
    frame.locator("form[action$='/receipt'] button").click()
    frame.locator(".sign-form").wait_for()
    colour = frame.locator("button[value=sign]").evaluate("(e) => getComputedStyle(e).backgroundColor")
    red, green, blue = (int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
    assert red > blue and green > blue, f"the shop's hue is kept: {colour}"
    assert contrast_with_white(red, green, blue) >= 4.5, f"white text on {colour} can be read"
    assert frame.locator("a[href$='/refusal']").count() == 0, "the shop left refusing out"
    for sheet in frame.locator("figure.sheet").all():
        sheet.scroll_into_view_if_needed()
        page.wait_for_timeout(150)
    before = server.codes_sent(ZHANG["mobile"])
    frame.locator("[data-module=code]").click()
    code = server.code(ZHANG["mobile"], after=before)
    frame.locator("#confirmed").check()
    frame.locator("#code").fill(code)
    frame.locator("button[value=sign]").click()
    frame.get_by_role("heading", name="Back in the shop").wait_for()
    told = page.evaluate("told")
    kinds = [each["type"] for each in told]
    assert "heqi.opened" in kinds and "heqi.signing" in kinds and "heqi.resized" in kinds
    own = {(each["origin"], each["source"], each["contractId"], each["partyId"]) for each in told}
    assert own == {(server.url, "heqi", made["contractId"], ZHANG["partyId"])}
    business.wait_until(heqi, made["contractId"], "SIGNED")
    page.reload()
    window.until(lambda: "heqi.signed" in [each["type"] for each in page.evaluate("told")], "the shop is told of the signature")


def test_no_other_site_may_frame_it(server, windows, folder, shop):
    """A link that is not for embedding, and a site that is not on the list, show nothing."""
    heqi = business.client(server, "不嵌入商户", "--frame-ancestor", "https://elsewhere.example")
    made = heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "SCENE-2", [business.signer(ZHANG, 1)]))
    for scene in ("normal", "embedded"):
        link = heqi.post(f"/api/v1/contract/{made['contractId']}/sign-url", {"partyId": ZHANG["partyId"], "scene": scene})
        shop.frame = link["signUrl"]
        window = windows()
        window.page.goto(shop.origin)
        window.until(lambda: any("frame-ancestors" in fault for fault in window.faults), "the browser refuses the frame")
        assert window.page.frame_locator("iframe").locator("form").count() == 0
        window.faults.clear()


def test_from_the_desk_to_the_phone(server, windows, folder):
    """A desk shows the address as a code; what is signed on the phone appears at the desk by itself."""
    heqi = business.client(server, "扫码商户")
    made = heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "SCENE-3", [business.signer(LI, 1)]))
    link = heqi.post(f"/api/v1/contract/{made['contractId']}/sign-url", {"partyId": LI["partyId"], "source": "PC"})["signUrl"]
    desk = windows()
    page = desk.open(link)
    page.locator("form[action$='/receipt'] button").click()
    page.locator(".sign-form").wait_for()
    page.locator(".to-phone summary").click()
    desk.until(lambda: page.locator(".to-phone img").evaluate("(e) => e.complete && e.naturalWidth > 0"), "the code is drawn")
    desk.examine("link-to-phone")
    picture = folder / "qr.png"
    page.locator(".to-phone img").screenshot(path=picture)
    assert judges.qr(picture) == link
    page.locator("[data-module~=follow][data-connected]").wait_for(state="attached")
    business.sign(windows(view="phone"), link, LI)
    page.get_by_role("heading", name="合同已签署完成").wait_for()
    desk.examine("link-followed")


def contrast_with_white(*channels: int) -> float:
    """WCAG 2.2."""
    linear = [value / 255 / 12.92 if value / 255 <= 0.04045 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_ticking_is_named_for_what_it_is(server, windows, folder):
    """协议勾选 (J-002, B-30): only where the caller asks for no reliable signature; no certificate, and the evidence says so."""
    heqi = business.client(server, "勾选商户")
    signers = [business.signer(ZHANG, 1, method="CLICKWRAP"), business.signer(LI, 2)]
    order = business.order(heqi, folder, "TICK-1", signers)
    status, _, answer = heqi.raw("POST", "/api/v1/contract/initiate", json.dumps(order).encode())
    assert (status, json.loads(answer)["field"]) == (400, "signers[0].signMethod")
    assert "assuranceLevel" in json.loads(answer)["detail"], "the refusal says how to allow it"
    made = heqi.post("/api/v1/contract/initiate", {**order, "assuranceLevel": "SIMPLE"})
    phone = windows(view="phone")
    page = phone.open(business.task(made, ZHANG))
    page.locator("form[action$='/receipt'] button").click()
    page.locator(".sign-form").wait_for()
    assert page.locator("#code").count() == 0 and page.locator("[name=mark]").count() == 0
    assert "不是《电子签名法》第十三条所称可靠的电子签名" in page.locator(".sign-panel").inner_text()
    phone.examine("tick")
    page.locator("button[value=sign]").click()
    page.locator("#confirmed-error").wait_for()  # Nothing is accepted without the tick.
    page.locator("#confirmed").check()
    page.locator("button[value=sign]").click()
    page.get_by_role("heading", name="您已确认").wait_for()
    phone.examine("tick-done")
    business.sign(windows(), business.fresh(heqi, made, LI), LI)
    seen = business.wait_until(heqi, made["contractId"], "SIGNED")
    assert [each["signMethod"] for each in seen["signers"]] == ["CLICKWRAP", "CA_CERT"]
    whole = folder / "tick.pdf"
    whole.write_bytes(heqi.download(f"/api/v1/contract/{made['contractId']}/document"))
    judges.judge(whole, signatures=1, root=server.root)
    report = folder / "tick-report.pdf"
    report.write_bytes(heqi.download(f"/api/v1/contract/{made['contractId']}/evidence"))
    text = judges.text(report).replace("\n", "")
    assert "勾选确认（未使用数字证书）" in text and "不是《电子签名法》第十三条所称可靠的电子签名" in text


def test_everybody_ticks(server, windows, folder):
    """A contract without any certificate completes: every acceptance is a time stamp over the file."""
    heqi = business.client(server, "全勾选商户")
    signers = [business.signer(ZHANG, 1, method="CLICKWRAP")]
    made = heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "TICK-2", signers, assuranceLevel="SIMPLE"))
    page = windows().open(business.task(made, ZHANG))
    page.locator("form[action$='/receipt'] button").click()
    page.locator("#confirmed").check()
    page.locator("button[value=sign]").click()
    page.locator(".done-mark").wait_for()
    business.wait_until(heqi, made["contractId"], "SIGNED")
    whole = folder / "ticked.pdf"
    whole.write_bytes(heqi.download(f"/api/v1/contract/{made['contractId']}/document"))
    assert b"/DocTimeStamp" in whole.read_bytes()
    seen = json.loads(server.run("verify", "--json", "--trust", str(server.root), str(whole), check=False).stdout)
    assert {each["kind"] for each in seen["signatures"]} == {"docTimeStamp"} and seen["verdict"] == "valid"


def test_several_contracts_on_one_page(server, windows, folder):
    """组合签 (J-007): all are read, one code signs all, each file has its own signature; a foreign signer is refused."""
    heqi = business.client(server, "组合商户")
    made = [
        heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "GROUP-1", [business.signer(ZHANG, 1)])),
        heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "GROUP-2", [business.signer(ZHANG, 1), business.signer(LI, 1)])),
        heqi.post("/api/v1/contract/initiate", business.order(
            heqi, folder, "GROUP-3", [business.signer(ZHANG, 1, method="CLICKWRAP")], assuranceLevel="SIMPLE")),
    ]
    contracts = [{"contractId": each["contractId"], "partyId": ZHANG["partyId"]} for each in made]
    other = [contracts[0], {"contractId": made[1]["contractId"], "partyId": LI["partyId"]}]
    status, _, answer = heqi.raw("POST", "/api/v1/sign-group", json.dumps({"contracts": other}).encode())
    assert (status, json.loads(answer)["field"]) == (400, "contracts[1].partyId")
    status, _, answer = heqi.raw("POST", "/api/v1/sign-group", json.dumps({"contracts": [contracts[0], contracts[0]]}).encode())
    assert (status, json.loads(answer)["field"]) == (400, "contracts")
    group = heqi.post("/api/v1/sign-group", {"contracts": contracts, "readingSeconds": 1})
    assert group["qrCode"].startswith("data:image/png;base64,")
    phone = windows(view="phone")
    page = phone.open(group["signUrl"])
    phone.examine("group-new")
    page.locator("form[action$='/receipt'] button").click()
    page.locator("ol.batch a.primary").first.wait_for()
    assert page.locator("#sign").count() == 0, "nothing can be signed before it is read"
    phone.examine("group-unread")
    for number in range(3):
        page.locator("ol.batch a.primary").click()
        page.locator("figure.sheet").first.wait_for()
        assert page.locator(".sign-form").count() == 0, "inside a group a file is only read"
        for sheet in page.locator("figure.sheet").all():
            sheet.scroll_into_view_if_needed()
            page.wait_for_timeout(400)
        page.wait_for_timeout(1000)
        page.locator("[data-flush]").click()
        page.locator("ol.batch").wait_for()
        assert page.locator("ol.batch .badge.ok").count() == number + 1
    phone.examine("group-ready")
    before = server.codes_sent(ZHANG["mobile"])
    page.locator("[data-module=code]").click()
    code = server.code(ZHANG["mobile"], after=before)
    page.locator("button[value=sign]").click()
    page.locator("#confirmed-error").wait_for()
    page.locator("#confirmed").check()
    page.locator("#code").fill("000000" if code != "000000" else "111111")
    page.locator("button[value=sign]").click()
    page.locator("#code-error").wait_for()  # A wrong code signs nothing.
    page.locator("#confirmed").check()
    page.locator("#code").fill(code)
    page.locator("button[value=sign]").click()
    page.get_by_role("heading", name="已完成 3/3 份").wait_for()
    assert page.locator("ol.batch .badge").all_inner_texts() == ["已签署", "已签署", "已勾选确认"], "a tick is not called a signature"
    phone.examine("group-done")
    business.sign(windows(), business.fresh(heqi, made[1], LI), LI)
    for each, signatures in zip(made, (1, 2, 0)):
        business.wait_until(heqi, each["contractId"], "SIGNED")
        whole = folder / f"{each['contractId']}.pdf"
        whole.write_bytes(heqi.download(f"/api/v1/contract/{each['contractId']}/document"))
        if signatures:
            judges.judge(whole, signatures=signatures, root=server.root)


def test_several_files_in_one_contract(server, windows, folder):
    """一合同多文件 (J-014): put together in order, places count within their file, and every signature covers all of them."""
    heqi = business.client(server, "多文件商户")
    uploads = [heqi.upload(documents.contract(folder / f"part-{number}.pdf", title=f"Part {number}").read_bytes(), f"part-{number}.pdf")
               for number in (1, 2, 3)]
    files = [{"fileId": each["fileId"], "name": name} for each, name in zip(uploads, ("主合同", "附件一", "附件二"))]
    order = business.order(heqi, folder, "FILES-1", [business.signer(ZHANG, 1)], files=files)
    status, _, answer = heqi.raw("POST", "/api/v1/contract/initiate", json.dumps(order).encode())
    assert (status, json.loads(answer)["field"]) == (400, "fileId"), "either one file or several"
    order.pop("fileId")
    wrong = {**order, "signFields": [{"partyId": ZHANG["partyId"], "file": 4, "page": 1, "x": 50, "y": 50}]}
    status, _, answer = heqi.raw("POST", "/api/v1/contract/initiate", json.dumps(wrong).encode())
    assert (status, json.loads(answer)["field"]) == (400, "signFields[0].file")
    order["signFields"] = [{"partyId": ZHANG["partyId"], "file": 2, "page": 1, "x": 60, "y": 60}]
    made = heqi.post("/api/v1/contract/initiate", order)
    window = windows()
    page = window.open(business.task(made, ZHANG))
    page.locator("form[action$='/receipt'] button").click()
    page.locator(".sign-panel ol a").first.wait_for()
    assert page.locator(".sign-panel ol a").all_inner_texts() == ["主合同", "附件一", "附件二"]
    window.examine("several-files")
    business.sign(window, business.task(made, ZHANG), ZHANG)
    seen = business.wait_until(heqi, made["contractId"], "SIGNED")
    pages = uploads[0]["pages"]
    assert [(each["name"], each["sha256"], each["firstPage"]) for each in seen["files"]] == [
        (name, upload["sha256"], 1 + number * pages) for number, (name, upload) in enumerate(zip(("主合同", "附件一", "附件二"), uploads))]
    whole = folder / "files.pdf"
    whole.write_bytes(heqi.download(f"/api/v1/contract/{made['contractId']}/document"))
    judges.judge(whole, signatures=1, root=server.root)
    reader = PdfReader(whole)
    assert len(reader.pages) == 3 * pages
    assert [each.title for each in reader.outline] == ["主合同", "附件一", "附件二"]
    fields = [number for number, each in enumerate(reader.pages) for note in each.get("/Annots", [])
              if note.get_object().get("/FT") == "/Sig" and note.get_object()["/Rect"][2] > note.get_object()["/Rect"][0]]
    assert fields == [pages], "the seal stands on the first page of the second file"
    report = folder / "files-report.pdf"
    report.write_bytes(heqi.download(f"/api/v1/contract/{made['contractId']}/evidence"))
    assert "附件二" in judges.text(report)
