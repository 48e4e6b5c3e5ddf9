"""A company among the signers of an API order: it signs on the platform, under its own approvals and seals (B-19)."""
from __future__ import annotations

import json

import pytest

from journeys import approvals, business, contracts
from journeys.business import LI
from tools import judges

COMPANY = {"name": "示例科技有限公司", "uscc": "91350100M000100Y43"}
HANDLER = {"partyId": "SUPPLIER", "partyType": "PAYER", "name": "周经办", "idCardNo": "350203199003150014", "mobile": "13800000003",
           "organization": COMPANY, "sealKind": "CONTRACT_SEAL"}


@pytest.fixture(scope="module")
def heqi(server):
    return business.client(server, "企业采购系统", "--tenant", "main")


@pytest.fixture(scope="module")
def staff(browser, server):
    return approvals.town(browser, server, COMPANY["name"])


def without(fields: dict, *names: str) -> dict:
    return {name: value for name, value in fields.items() if name not in names}


def test_a_wrong_company_is_refused_by_field(heqi, staff, folder):
    """Nothing is made, and nobody learns who works where: one refusal for an unknown company, another name and a stranger."""
    unknown = "没有这样一家已在本平台认证的企业"
    table = [
        ({**HANDLER, "organization": {**COMPANY, "uscc": "91310000MA1FL0000X"}}, "signers[0].organization.uscc", ""),
        ({**HANDLER, "organization": without(COMPANY, "uscc")}, "signers[0].organization.uscc", ""),
        ({**HANDLER, "organization": {**COMPANY, "name": "另一家有限公司"}}, "signers[0].organization", unknown),
        ({**HANDLER, "mobile": LI["mobile"]}, "signers[0].organization", unknown),
        ({**HANDLER, "name": "吴审批"}, "signers[0].organization", unknown),
        ({**HANDLER, "idCardNo": LI["idCardNo"]}, "signers[0].organization", unknown),
        ({**HANDLER, "sealKind": "STAR"}, "signers[0].sealKind", "CONTRACT_SEAL"),
        (without(HANDLER, "organization"), "signers[0].sealKind", "organization"),
        ({**HANDLER, "signMethod": "FACE_AND_SMS"}, "signers[0].signMethod", "CA_CERT"),
        ({**HANDLER, "idType": "PASSPORT"}, "signers[0].idType", ""),
        ({**HANDLER, "partyRole": "WITNESS"}, "signers[0].partyRole", ""),
        ({**HANDLER, "email": "nobody"}, "signers[0].email", ""),
    ]
    for number, (signer, field, words) in enumerate(table):
        order = business.order(heqi, folder, f"COMPANY-BAD-{number}", [signer])
        status, _, answer = heqi.raw("POST", "/api/v1/contract/initiate", json.dumps(order).encode())
        problem = json.loads(answer)
        assert (status, problem.get("field")) == (400, field), problem
        assert words in problem["detail"], problem


def test_a_client_with_a_namespace_of_its_own_is_told(server, folder):
    stranger = business.client(server, "外部系统")
    order = business.order(stranger, folder, "COMPANY-OWN", [HANDLER])
    status, _, answer = stranger.raw("POST", "/api/v1/contract/initiate", json.dumps(order).encode())
    assert (status, json.loads(answer)["field"]) == (400, "signers[0].organization")
    assert "--tenant main" in json.loads(answer)["detail"]


def test_a_company_and_a_person_sign_one_order(server, heqi, staff, windows, folder):
    """The company's handler receives, its people review, the seal asked for is the only one offered; the person signs by link."""
    person = {**LI, "signMethod": "CA_CERT", "notifyType": "SMS", "sequence": 2, "email": "li@example.com", "idType": "ID_CARD", "partyRole": "SIGNER"}
    order = business.order(heqi, folder, "COMPANY-1", [{**HANDLER, "sequence": 1}, person])
    made = heqi.post("/api/v1/contract/initiate", order)
    path = f"/contracts/{made['contractId']}"
    assert business.task(made, HANDLER) == server.url + path, "a company has no link that signs"
    again = heqi.post(f"/api/v1/contract/{made['contractId']}/sign-url", {"partyId": "SUPPLIER"})
    assert again["signUrl"] == server.url + path and "shortUrl" not in again
    status, _, answer = heqi.raw("POST", "/api/v1/sign-group", json.dumps(
        {"contracts": [{"contractId": made["contractId"], "partyId": "SUPPLIER"}]}).encode())
    assert (status, json.loads(answer)["field"]) == (400, "contracts[0].partyId")

    contract = contracts.Contract(path, made["transactionNo"])
    handler = windows(staff.handler)
    approvals.receive(handler, contract, "采购合同")
    handler.examine("client-company-contract")
    approvals.decide(windows(staff.legal), contract, "approved", "同意")
    approvals.decide(windows(staff.keeper), contract, "approved", "可以用章")
    page = handler.open(path)
    page.locator(".turn .do a[href*='/sign']").first.click()
    page.wait_for_load_state("networkidle")
    marks = page.locator("form").filter(has=page.locator("#confirmed")).first.inner_html()
    assert "合同专用章" in marks and "公章" not in marks and "财务专用章" not in marks, marks
    contracts.sign(handler, contract, staff.handler)
    seen = business.wait_until(heqi, made["contractId"], "PARTIAL_SIGNED")
    company = seen["signers"][0]
    assert company["organization"] == COMPANY and company["sealKind"] == "CONTRACT_SEAL" and company["signStatus"] == "SIGNED"
    assert "organization" not in seen["signers"][1]

    window = windows()
    window.until(lambda: any(letter["to"] == "li@example.com" for letter in server.messages()), "the link goes to the e-mail as well")
    link = business.fresh(heqi, made, LI, source="H5")
    business.sign(window, link, LI)
    business.wait_until(heqi, made["contractId"], "SIGNED")
    whole = folder / "company-order.pdf"
    whole.write_bytes(heqi.download(f"/api/v1/contract/{made['contractId']}/document"))
    judges.judge(whole, signatures=2, root=server.root)
    contracts.wait_for_completion(handler, contract)
    report = folder / "company-order-report.pdf"
    report.write_bytes(heqi.download(f"/api/v1/contract/{made['contractId']}/evidence"))
    judges.judge(report, signatures=1, root=server.root)
    text = judges.text(report)
    assert COMPANY["name"] in text and "李四" in text
