"""A company contracts under its own rules: business type, two reviews, seal review, signature, and the ways back
(rows 6 to 9, 13 to 17, 20, 23; F-029 to F-040, F-060, F-083, F-084)."""
from __future__ import annotations

import pytest

from journeys import approvals, companies, contracts
from journeys.contracts import Order
from tools import documents, judges

COMPANY = "示例科技有限公司"


@pytest.fixture(scope="module")
def staff(browser, server):
    """The people of the sample company, each in company mode, and 陈例 on the other side."""
    return approvals.town(browser, server, COMPANY)


@pytest.mark.parametrize("order", list(Order))
def test_company_to_person_with_two_reviews_and_a_seal_review(windows, server, staff, folder, order):
    handler, receiver = windows(staff.handler), windows(staff.receiver)
    file = documents.contract(folder / f"company-{order.value}.pdf")
    title = f"设备采购合同 {order.value}"
    contract = contracts.start(handler, file, receiver=staff.receiver, order=order, title=title, examine=True)
    assert contracts.folder_of(handler, contract) == "sendReview"
    assert "等待" in contracts.page_text(handler, contract)

    for number, (person, folder_after) in enumerate([(staff.legal, "sendReview"), (staff.finance, None)]):
        window = windows(person)
        approvals.decide(window, contract, "approved", f"同意 {number}", examine=number == 0)
        if folder_after:
            assert contracts.folder_of(handler, contract) == folder_after

    def seal_and_sign(signatures: int) -> None:
        assert contracts.folder_of(handler, contract) == "initiatorSeal"
        approvals.decide(windows(staff.keeper), contract, "approved", "可以用章")
        contracts.sign(handler, contract, staff.handler)
        judges.judge(contracts.download(handler, contract, folder), signatures=signatures, root=server.root)

    def receive_and_sign(signatures: int) -> None:
        contracts.receive(receiver, contract)
        contracts.sign(receiver, contract, staff.receiver)
        judges.judge(contracts.download(receiver, contract, folder), signatures=signatures, root=server.root)

    if order == Order.SIGN_THEN_SEND:
        seal_and_sign(1)
        receive_and_sign(2)
    else:
        receive_and_sign(1)
        seal_and_sign(2)
    contracts.wait_for_completion(handler, contract)
    contracts.tab(handler, contract, 1)
    handler.examine(f"company-progress-{order.value}")
    text = handler.page.locator("main").inner_text()
    assert "同意 0" in text and "可以用章" in text and "钱财务" in text
    judges.judge(contracts.attachment(handler, contract, "report", folder), signatures=1, root=server.root)
    handler.open(contract.path)
    report = handler.download("a[href$='/approvals.pdf']", folder, f"{contract.transaction_no}-approvals.pdf")
    judges.judge(report, signatures=1, root=server.root)


def test_rejected_withdrawn_and_started_again(windows, staff, folder):
    handler, legal = windows(staff.handler), windows(staff.legal)
    file = documents.contract(folder / "rejected.pdf")
    contract = contracts.start(handler, file, receiver=staff.receiver, order=Order.SIGN_THEN_SEND, title="服务合同")
    approvals.decide(legal, contract, "rejected", "付款条件不可接受")
    text = contracts.page_text(handler, contract)
    assert "审批" in text
    approvals.refused_decision(windows(staff.finance), contract)
    contracts.withdraw(handler, contract, "修改后再发起")
    assert contracts.folder_of(handler, contract) == "invalid"
    again = contracts.reinitiate(handler, contract)
    assert again.transaction_no == contract.transaction_no
    approvals.decide(legal, again, "approved", "已修改")
    assert "审批合同" in contracts.log_text(handler, again)


def test_company_to_company(windows, server, staff, reviewer, folder):
    """The receiver is a company too: its handler links a business type, its people review, its seal signs."""
    name, code = "对方贸易有限公司", companies.credit_code(31000177)
    other = windows(staff.receiver)
    approvals.make_company(other, windows(), reviewer, name, code, staff.receiver, folder)
    companies.company_mode(other, name)
    approvals.make_type(other, staff.receiver.name)

    file = documents.contract(folder / "companies.pdf")
    contract = approvals.start_company(
        other, file, company=COMPANY, handler=staff.handler, title="供货合同", business_type="销售合同")
    contracts.sign(other, contract, staff.receiver)
    judges.judge(contracts.download(other, contract, folder), signatures=1, root=server.root)

    handler = windows(staff.handler)
    approvals.receive(handler, contract, "采购合同")
    assert contracts.folder_of(handler, contract) == "receiveReview"
    approvals.decide(windows(staff.legal), contract, "approved", "同意接收")
    approvals.decide(windows(staff.keeper), contract, "approved", "可以用章")
    contracts.sign(handler, contract, staff.handler)
    contracts.wait_for_completion(handler, contract)
    judges.judge(contracts.download(handler, contract, folder), signatures=2, root=server.root)
    companies.personal_mode(other)
