"""Templates of business systems: from content to a signed contract (M-010, J-010, J-011, J-018, J-019, B-18)."""
from __future__ import annotations

import base64
import json
import subprocess

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from journeys import business
from journeys.business import LI, ZHANG
from tools import judges

VARIABLES = [
    {"key": "orderNo", "name": "订单号", "sample": "NO-1"},
    {"key": "amount", "name": "金额", "type": "money", "sample": "1.00"},
    {"key": "dueOn", "name": "到期日", "type": "date", "sample": "2026-12-31"},
    {"key": "pay", "name": "付款方式", "type": "choice", "options": ["现金", "转账"], "sample": "转账"},
    {"key": "note", "name": "备注", "required": False},
    {"key": "items", "name": "明细", "type": "table", "columns": [
        {"key": "name", "name": "品名"}, {"key": "count", "name": "数量", "type": "number"}, {"key": "price", "name": "单价", "type": "money"}],
     "sample": [{"name": "样品", "count": 1, "price": "1.00"}]},
]
VALUES = {"orderNo": "A-{{amount}}<b>&", "amount": "16409.02", "dueOn": "2026-02-28", "pay": "转账",
          "items": [{"name": f"货物{n}", "count": n, "price": f"{n}.50"} for n in range(1, 41)]}
COMPONENTS = {
    "header": {"left": "编号 {{orderNo}}"}, "footer": {"center": "第 {page} 页，共 {pages} 页"},
    "components": [
        {"type": "title", "text": "资金归集授权协议"},
        {"type": "paragraph", "indent": True, "text": "订单 {{orderNo}}，金额人民币 {{amount}} 元（大写：{{amount|大写}}），{{dueOn}} 前付清。方式：{{pay|boxes}}。"},
        {"type": "if", "test": "pay=转账", "then": [{"type": "paragraph", "text": "以转账方式支付。"}], "else": [{"type": "paragraph", "text": "以现金支付。"}]},
        {"type": "table", "columns": [{"title": "序号"}, {"title": "品名", "width": 3}, {"title": "数量"}, {"title": "单价", "align": "right"}],
         "rows": [{"repeat": "items", "cells": ["{{items.#}}", "{{items.name}}", "{{items.count}}", "{{items.price}}"]},
                  [{"text": "合计", "colspan": 3}, "{{amount}}"]]},
        {"type": "if", "test": "note", "then": [{"type": "paragraph", "text": "备注：{{note}}"}]},
        {"type": "paragraph", "text": "收款方（签章）：{{signature:RECEIVER}}"},
        {"type": "paragraph", "text": "付款方（签章）：{{signature:PAYER}} 日期：{{date:PAYER}}"},
    ]}
HTML = """<style>:root { --accent: #8a1c1c; } @media (prefers-color-scheme: dark) { :root { --accent: #ff9a9a; } }</style>
<h1>采购合同</h1><p style="text-indent:2em">订单 <strong style="color:var(--accent)">{{orderNo}}</strong>，{{amount}} 元，{{dueOn|upper}}。</p>
<table><thead><tr><th>品名</th><th>数量</th></tr></thead><tbody><tr data-repeat="items"><td>{{items.name}}</td><td>{{items.count}}</td></tr></tbody></table>
<p style="page-break-before:always">签署：{{signature:RECEIVER_001}}</p>"""


@pytest.fixture(scope="module")
def heqi(server):
    return business.client(server, "模板商户")


def template(template_id: str, **more) -> dict:
    return {"templateId": template_id, "name": "归集协议", "category": "FUNDS", "contentType": "COMPONENT_JSON", "content": COMPONENTS,
            "variableDefinitions": VARIABLES, "signerConfig": {"minSigners": 1, "maxSigners": 2, "defaultSignMethods": ["CA_CERT"]},
            "active": True, **more}


def order(name: str, template_id: str, signers: list[dict], **more) -> dict:
    return {"bizId": name, "bizType": "RELATIONSHIP_AGREEMENT", "templateId": template_id, "title": "资金归集授权协议",
            "variables": VALUES, "signers": signers, **more}


def signers() -> list[dict]:
    """Without a method: the template's default."""
    return [{key: value for key, value in business.signer(who, number).items() if key != "signMethod"}
            for number, who in ((1, ZHANG), (2, LI))]


def refusal(heqi, path: str, body: dict) -> tuple[int, int, str | None, dict]:
    status, _, answer = heqi.raw("POST", path, json.dumps(body).encode())
    problem = json.loads(answer)
    return status, problem.get("code"), problem.get("field"), problem


def test_from_template_to_signed_contract(server, heqi, windows, folder):
    """Components, variables, places in the text: two sign where the template says, and three judges agree."""
    made = heqi.post("/api/v1/template", template("FUNDS-1"))
    assert made["version"] == "1" and made["active"] and made["approval"] == {"status": "NOT_REQUIRED"}
    contract = heqi.post("/api/v1/contract/initiate", order("TPL-1", "FUNDS-1", signers()))
    seen = heqi.get(f"/api/v1/contract/{contract['contractId']}")
    assert (seen["templateId"], seen["templateVersion"]) == ("FUNDS-1", "1")
    assert [one["signMethod"] for one in seen["signers"]] == ["CA_CERT", "CA_CERT"]
    business.sign(windows(view="phone"), business.task(contract, ZHANG), ZHANG)
    business.sign(windows(), business.task(contract, LI), LI)
    business.wait_until(heqi, contract["contractId"], "SIGNED")
    whole = folder / "template.pdf"
    whole.write_bytes(heqi.download(f"/api/v1/contract/{contract['contractId']}/document"))
    judges.judge(whole, signatures=2, root=server.root)
    text = "".join(judges.text(whole).split())
    for wanted in ["A-{{amount}}<b>&", "16,409.02", "壹万陆仟肆佰零玖元零贰分", "2026年2月28日", "□现金■转账", "以转账方式支付。", "货物40", "40.50", "合计"]:
        assert wanted in text, wanted
    assert "以现金支付" not in text and "备注" not in text
    page, boxes = last_page_boxes(whole)
    words = subprocess.run(["pdftotext", "-bbox", "-f", str(page), str(whole), "-"], capture_output=True, text=True, check=True).stdout
    line = next(line for line in words.splitlines() if "收款方（签章）" in line)
    right, middle = (float(line.split(f'{name}="')[1].split('"')[0]) for name in ("xMax", "yMin"))
    assert any(abs(box[0] - right) < 12 and box[1] < 841.89 - middle < box[3] for box in boxes), f"a mark stands beside its words: {boxes} {right} {middle}"


def last_page_boxes(path) -> tuple[int, list[list[float]]]:
    """Number of the last page and the rectangles of its fields."""
    with path.open("rb") as file:
        reader = PdfFileReader(file)
        count = int(reader.root["/Pages"]["/Count"])
        page, _ = reader.find_page_for_modification(count - 1)
        return count, [[float(number) for number in field.get_object()["/Rect"]] for field in page.get_object()["/Annots"]]


def test_preview_as_pdf_html_and_images(heqi, folder):
    heqi.post("/api/v1/template", template("HTML-1", contentType="HTML", content=HTML))
    status, headers, pdf = heqi.raw("POST", "/api/v1/template/HTML-1/preview", json.dumps({"format": "PDF", "variables": VALUES}).encode())
    assert status == 200 and pdf.startswith(b"%PDF-") and headers["Content-Type"] == "application/pdf"
    path = folder / "preview.pdf"
    path.write_bytes(pdf)
    assert "二〇二六年二月二十八日" in judges.text(path)
    assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True).returncode == 0
    status, headers, page = heqi.raw("POST", "/api/v1/template/HTML-1/preview", json.dumps({"format": "HTML", "variables": VALUES}).encode())
    html = page.decode()
    assert status == 200 and headers["Content-Type"].startswith("text/html")
    assert "A-{{amount}}&lt;b&gt;&amp;" in html and "prefers-color-scheme:dark" in html and "--accent:#ff9a9a" in html
    images = heqi.post("/api/v1/template/HTML-1/preview", {"format": "IMAGE", "width": 400})
    assert images["pages"] == len(images["images"]) >= 2
    assert all(base64.b64decode(image["data"]).startswith(b"\x89PNG") for image in images["images"])
    # A key on a preview is no harm: nothing is stored and nothing is damaged.
    for _ in range(2):
        status, _, again = heqi.raw("POST", "/api/v1/template/HTML-1/preview", json.dumps({"variables": VALUES}).encode(), {"Idempotency-Key": "preview-1"})
        assert status == 200 and again.startswith(b"%PDF-")


def test_html_preview_in_a_browser(heqi, windows, folder):
    """The page stands by itself, in light and dark, and runs nothing that a value brings."""
    body = {"format": "HTML", "variables": {**VALUES, "orderNo": "<img src=x onerror=alert(1)>"}}
    _, _, page = heqi.raw("POST", "/api/v1/template/HTML-1/preview", json.dumps(body).encode())
    path = folder / "preview.html"
    path.write_bytes(page)
    window = windows()
    alerts = []
    window.page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    colours = []
    for scheme in ("light", "dark"):
        window.page.emulate_media(color_scheme=scheme)
        window.page.goto(path.as_uri())
        assert window.page.locator("strong, span").first.is_visible() and window.page.locator("img").count() == 0
        colours.append(window.page.evaluate("getComputedStyle(document.querySelector('p span')).color"))
    assert colours == ["rgb(138, 28, 28)", "rgb(255, 154, 154)"] and alerts == []


def test_versions_never_change(heqi):
    first = heqi.post("/api/v1/template", template("V-1", version="1.0"))
    again = heqi.post("/api/v1/template", template("V-1", version="1.0"))
    assert again["duplicate"] and again["code"] == 40002 and again["digest"] == first["digest"]
    assert refusal(heqi, "/api/v1/template", template("V-1", version="1.0", name="别名"))[:3] == (409, 40002, "version")
    second = heqi.post("/api/v1/template", template("V-1", active=False, name="新名"))
    assert second["version"] == "2" and not second["active"] and heqi.get("/api/v1/template/V-1")["version"] == "1.0"
    heqi.post("/api/v1/template/V-1/activate", {"version": "2"})
    assert heqi.get("/api/v1/template/V-1")["version"] == "2"
    assert [one["version"] for one in heqi.get("/api/v1/template/V-1/versions")["items"]] == ["2", "1.0"]
    contract = heqi.post("/api/v1/contract/initiate", order("TPL-V", "V-1", signers()))
    assert heqi.get(f"/api/v1/contract/{contract['contractId']}")["templateVersion"] == "2"
    heqi.post("/api/v1/template/V-1/activate", {"version": "2", "active": False})
    assert refusal(heqi, "/api/v1/contract/initiate", order("TPL-W", "V-1", signers()))[:3] == (400, 40003, "templateId")
    listed = heqi.get("/api/v1/template", category="FUNDS")["items"]
    assert all(one["active"] for one in listed) and "V-1" not in {one["templateId"] for one in listed}
    assert "V-1" in {one["templateId"] for one in heqi.get("/api/v1/template", limit=100)["items"]}


def test_approval_by_another_client(server):
    """Where the operator asks for it, a changed template is used only after another client approved it (J-011, B-18)."""
    author = business.client(server, "业务线", "--tenant", "bank", "--scope", "template.write", "--scope", "template.read",
                             "--scope", "template.approve", "--scope", "contract.write", "--scope", "contract.read")
    lawyer = business.client(server, "法务", "--tenant", "bank", "--scope", "template.approve")
    server.run("client", "approval", author.client_id, "on", "--data", str(server.data))
    made = author.post("/api/v1/template", template("L-1"))
    assert made["approval"] == {"status": "PENDING"} and not made["active"]
    assert refusal(author, "/api/v1/template/L-1/activate", {"version": "1"})[:2] == (409, 40901)
    assert refusal(author, "/api/v1/contract/initiate", order("TPL-L", "L-1", signers()))[:2] == (400, 40003)
    assert refusal(author, "/api/v1/template/L-1/approve", {"version": "1", "approved": True})[:2] == (403, 40301)
    assert refusal(lawyer, "/api/v1/template", template("L-2"))[:2] == (403, 40301)
    assert refusal(lawyer, "/api/v1/template/L-1/approve", {"version": "1", "approved": False})[:3] == (400, 40001, "reason")
    approved = lawyer.post("/api/v1/template/L-1/approve", {"version": "1", "approved": True})
    assert approved["approval"]["status"] == "APPROVED" and approved["approval"]["by"] == lawyer.client_id
    assert author.post("/api/v1/template/L-1/activate", {"version": "1"})["active"]
    author.post("/api/v1/contract/initiate", order("TPL-L", "L-1", signers()))
    author.post("/api/v1/template", template("L-1", name="改动"))
    rejected = lawyer.post("/api/v1/template/L-1/approve", {"version": "2", "approved": False, "reason": "条款有误"})
    assert rejected["approval"]["reason"] == "条款有误"
    assert refusal(author, "/api/v1/template/L-1/activate", {"version": "2"})[:2] == (409, 40901)
    assert author.get("/api/v1/template/L-1")["version"] == "1"


def test_faults_name_their_place(server, heqi):
    faults = [
        (template("F-1", content="<p>a</p>\n<script>x</script>", contentType="HTML"), "content", "第 2 行"),
        (template("F-1", content={"components": [{"type": "paragraph", "text": "{{nobody}}"}]}), "content", "nobody"),
        (template("F-1", variableDefinitions=[{"key": "a", "type": "blob"}]), "variableDefinitions[0].type", "money"),
        (template("F-1", signerConfig={"minSigners": 0}), "signerConfig.minSigners", "1"),
        (template("F/1"), "templateId", "64"),
        (template("F-1", contentType="DOCX"), "contentType", "HTML"),
        (template("F-1", content="<img src=\"data:image/png;base64,AAAA\">", contentType="HTML", variableDefinitions=[]), "content", "图片"),
    ]
    for body, field, word in faults:
        status, code, named, problem = refusal(heqi, "/api/v1/template", body)
        assert (status, code, named) == (400, 40001, field) and word in problem["detail"], problem
    heqi.post("/api/v1/template", template("F-2"))
    uses = {
        "variables.amount": {**VALUES, "amount": "12.345"},
        "variables.extra": {**VALUES, "extra": "x"},
        "variables.orderNo": {key: value for key, value in VALUES.items() if key != "orderNo"},
        "variables.items[0].count": {**VALUES, "items": [{"name": "x", "count": "y", "price": "1"}]},
    }
    for field, values in uses.items():
        status, code, named, problem = refusal(heqi, "/api/v1/contract/initiate", order("TPL-F", "F-2", signers(), variables=values))
        assert (status, code, named) == (400, 40001, field), problem
    assert refusal(heqi, "/api/v1/contract/initiate", order("TPL-F", "F-2", signers()[:1]))[:3] == (400, 40001, "signers"), "the payer's place has nobody"
    assert refusal(heqi, "/api/v1/contract/initiate", order("TPL-F", "NONE", signers()))[:3] == (400, 40003, "templateId")
    assert refusal(heqi, "/api/v1/contract/initiate", order("TPL-F", "F-2", signers(), fileId="x"))[:3] == (400, 40001, "fileId")
    other = business.client(server, "另一家模板")
    assert other.raw("GET", "/api/v1/template/F-2")[0] == 404
    assert refusal(other, "/api/v1/contract/initiate", order("TPL-F", "F-2", signers()))[:2] == (400, 40003)
