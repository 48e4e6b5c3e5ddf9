"""A company contracts under its own rules: business type, two reviews, seal review, signature, and the ways back
(rows 6 to 9, 13 to 17, 20, 23; F-029 to F-040, F-060, F-083, F-084)."""
from __future__ import annotations

import pytest

from journeys import approvals, companies, contracts
from journeys.contracts import Order
from tools import documents, judges
from tools.pages import Window
from tools.server import is_same

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

    def told() -> set[str]:
        people = [staff.handler, staff.legal, staff.finance, staff.keeper, staff.receiver, staff.representative]
        return {
            next((who.name for who in people if is_same(each["to"], who.mobile)), each["to"])
            for each in server.messages()
            if each["channel"] == "sms" and title in each["body"] and "签署完成" in each["body"]}

    # 吴审批 is on the business type's list of those copied.
    expected = {staff.handler.name, staff.legal.name, staff.receiver.name}
    handler.until(lambda: told() == expected, f"{expected} are told of the completion, and nobody else: {told()}")
    assert title in windows(staff.legal).open("/workbench").locator("section:has(#news-title)").inner_text()


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


@pytest.fixture(scope="module")
def partner(browser, server, staff, reviewer, folder):
    """A verified company of 陈例 with a business type without reviews; its name."""
    name = "对方贸易有限公司"
    window, desk = Window(browser, server, state=staff.receiver.state), Window(browser, server)
    approvals.make_company(window, desk, reviewer, name, companies.credit_code(31000177), staff.receiver, folder)
    companies.company_mode(window, name)
    approvals.make_type(window, staff.receiver.name)
    companies.personal_mode(window)
    window.close()
    desk.close()
    return name


@pytest.fixture
def other(windows, staff, partner):
    """陈例 acting for the other company; in their own name again afterwards."""
    window = windows(staff.receiver)
    companies.company_mode(window, partner)
    yield window
    companies.personal_mode(window)


def test_company_receives_from_a_company(windows, server, staff, other, folder):
    """The receiving company's handler links a business type, its people review, its seal signs."""
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


@pytest.mark.parametrize("order", list(Order))
def test_company_to_company_with_two_reviews_and_a_seal_review(windows, server, staff, other, partner, folder, order):
    handler = windows(staff.handler)
    file = documents.contract(folder / f"partners-{order.value}.pdf")
    contract = approvals.start_company(
        handler, file, company=partner, handler=staff.receiver, title=f"框架合同 {order.value}",
        business_type="采购合同", order=order)
    # Rejected first: withdrawn, started again under the same number, and reviewed from the beginning.
    approvals.decide(windows(staff.legal), contract, "rejected", "付款条件不可接受")
    approvals.refused_decision(windows(staff.finance), contract)
    contracts.withdraw(handler, contract, "修改后再发起")
    assert contracts.folder_of(handler, contract) == "invalid"
    again = contracts.reinitiate(handler, contract)
    assert again.transaction_no == contract.transaction_no and again.path == contract.path
    approvals.decide(windows(staff.legal), contract, "approved", "条款可以")
    approvals.decide(windows(staff.finance), contract, "approved", "预算可以")

    def seal_and_sign(signatures: int) -> None:
        approvals.decide(windows(staff.keeper), contract, "approved", "可以用章")
        contracts.sign(handler, contract, staff.handler)
        judges.judge(contracts.download(handler, contract, folder), signatures=signatures, root=server.root)

    def receive_and_sign(signatures: int) -> None:
        approvals.receive(other, contract, "销售合同")
        contracts.sign(other, contract, staff.receiver)
        judges.judge(contracts.download(other, contract, folder), signatures=signatures, root=server.root)

    steps = [seal_and_sign, receive_and_sign]
    for signatures, step in enumerate(steps if order == Order.SIGN_THEN_SEND else reversed(steps), start=1):
        step(signatures)
    contracts.wait_for_completion(handler, contract)
    text = contracts.page_text(handler, contract)
    for word in ("合同类型", "采购合同", "合同签署月份", "履约状态", "履行中", "是否已开票", "合同文件夹位置", "审批状态"):
        assert word in text, f"{word} is missing on the page of the contract"
    handler.page.locator(".more-actions form[action$='/invoicing/on'] button").click()
    handler.page.wait_for_load_state("networkidle")
    assert handler.page.locator(".more-actions form[action$='/invoicing/off']").count() == 1


def test_any_one_of_two_signers_signs_for_the_company(windows, server, staff, folder):
    handler, representative = windows(staff.handler), windows(staff.representative)
    contracts.upload(handler, documents.contract(folder / "signers.pdf"))
    handler.page.wait_for_url(contracts.CONTRACT)
    contracts.finish_draft(
        handler, receiver=staff.receiver, order=Order.SIGN_THEN_SEND, title="或签采购合同", send=False)
    draft = contracts.CONTRACT.search(handler.page.url).group(0)
    approvals.name_signers(handler, draft, staff.handler.name, staff.representative.name, examine=True)
    assert "任一人" in handler.page.locator("main").inner_text()
    contracts.finish_draft(handler)
    contract = contracts.read(handler)
    for person in (staff.legal, staff.finance, staff.keeper):
        approvals.decide(windows(person), contract, "approved", "同意")
    text = contracts.page_text(handler, contract)
    assert "任一人" in text and staff.representative.name in text, text[:400]
    assert contracts.can_sign(handler, contract) and contracts.can_sign(representative, contract)

    contracts.sign(representative, contract, staff.representative)
    assert not contracts.can_sign(handler, contract), "the colleague is not asked any more"
    assert staff.representative.name in contracts.page_text(handler, contract)
    judges.judge(contracts.download(handler, contract, folder), signatures=1, root=server.root)
    receiver = windows(staff.receiver)
    contracts.receive(receiver, contract)
    contracts.sign(receiver, contract, staff.receiver)
    contracts.wait_for_completion(handler, contract)
    judges.judge(contracts.download(handler, contract, folder), signatures=2, root=server.root)
    assert "指定签署人" in contracts.log_text(handler, contract)


def test_lists_of_a_company_by_whom_they_concern(windows, staff):
    page = windows(staff.representative).open("/contracts")
    scopes = page.locator("nav.views").first
    assert "全公司" in scopes.inner_text() and "我参与的" in scopes.inner_text()
    everything = page.locator("li.contract-row").count()
    scopes.get_by_text("我参与的").click()
    page.wait_for_load_state("networkidle")
    assert 0 < page.locator("li.contract-row").count() <= everything
    assert page.get_by_text("或签采购合同").count() > 0, "one that the representative may sign"
    assert page.locator("nav.views .current").first.inner_text().strip() == "我参与的"
    assert windows(staff.legal).open("/contracts").get_by_text("全公司").count() == 0


def test_lists_by_the_part_that_one_has(windows, staff):
    for person, part, other in [
        (staff.legal, "businessApprover", "handler"), (staff.keeper, "sealApprover", "businessApprover"),
        (staff.handler, "handler", "ccViewer"),
    ]:
        window = windows(person, view="phone")
        page = window.open("/contracts")
        page.locator("details.filters summary").click()
        page.select_option("#role", part)
        page.locator("details.filters form button").first.click()
        page.wait_for_url(f"**role={part}**")
        assert page.locator("li.contract-row").count() > 0, f"{person.name} as {part}"
        window.examine(f"contracts-as-{part}")
        window.open(f"/contracts?role={other}")
        assert page.locator("li.contract-row").count() == 0, f"{person.name} as {other}"
