"""Two people agree on a text before either signs: declined, drawn up anew, compared, agreed to, started (rows 1 to 4)."""
from __future__ import annotations

from journeys import contracts
from journeys.contracts import Order
from tools import documents, judges


def test_text_is_declined_changed_agreed_to_and_signed(windows, server, alice, bob, folder):
    initiator, receiver = windows(alice), windows(bob, view="phone")
    first, second = documents.contract(folder / "text-1.pdf"), documents.contract(folder / "text-2.pdf", title="Changed agreement")
    contracts.upload(initiator, first)
    initiator.page.wait_for_url(contracts.CONTRACT)
    contracts.finish_draft(initiator, receiver=bob, order=Order.SIGN_THEN_SEND, title="商定文本的租赁合同", send=False)
    page = initiator.page
    page.locator(".send-card details summary").click()
    initiator.examine("send-negotiate")
    page.locator("form[action$='/drafting/start'] button").click()
    page.wait_for_load_state("networkidle")
    contract = contracts.read(initiator)
    assert contracts.folder_of(initiator, contract) == "drafting"

    page = receiver.open(contract.path)
    page.locator(".turn .do a[href$='/drafting']").click()
    page.wait_for_load_state("networkidle")
    receiver.examine("drafting-phone")
    page.locator("form[action$='/rejection'] button").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("#reason-error").count() == 1
    page.fill("[name=reason]", "租金应为每月五千元")
    page.locator("form[action$='/rejection'] button").click()
    page.wait_for_url(lambda url: "/rejection" not in url)

    page = initiator.open(contract.path)
    page.locator(".turn .do a[href$='/revision']").click()
    page.wait_for_load_state("networkidle")
    assert "租金应为每月五千元" in page.locator("main").inner_text()
    initiator.examine("redraft")
    page.set_input_files("#file", second)
    page.locator("form[action$='/revision'] button.big").click()
    page.wait_for_url(lambda url: "/revision" not in url)

    page = receiver.open(f"{contract.path}/versions")
    assert "Changed agreement" in page.locator(".diff .added").first.inner_text()
    receiver.examine("versions-phone")
    page = receiver.open(f"{contract.path}/drafting")
    page.locator("form[action$='/agreement'] button").click()
    page.wait_for_url(lambda url: "/agreement" not in url)

    initiator.open(contract.path)
    initiator.page.locator(".turn .do a[href*='/draft']").first.click()
    contracts.finish_draft(initiator, order=Order.SIGN_THEN_SEND)
    contracts.sign(initiator, contract, alice)
    contracts.receive(receiver, contract)
    contracts.sign(receiver, contract, bob)
    contracts.wait_for_completion(initiator, contract)
    judges.judge(contracts.download(initiator, contract, folder), signatures=2, root=server.root)
    assert "确认拟定" in contracts.log_text(initiator, contract)
