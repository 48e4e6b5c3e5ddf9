"""Several contracts signed after one code: opened first, named in the code's message, each with its own signature (T-011)."""
from __future__ import annotations

from journeys import contracts
from journeys.contracts import Order
from tools import documents, judges


def press(page, action: str) -> None:
    with page.expect_navigation():
        page.locator(f"button[name=action][value={action}]").click()
    page.wait_for_load_state("networkidle")


def test_two_contracts_are_signed_together_and_an_unopened_one_stays(windows, server, alice, bob, folder):
    receiver, initiator = windows(bob, view="phone"), windows(alice)
    started = [
        contracts.start(initiator, documents.contract(folder / f"batch-{number}.pdf"), receiver=bob, order=Order.SEND_THEN_SIGN,
                        title=f"批量合同 {number}")
        for number in range(3)
    ]
    for contract in started:
        contracts.receive(receiver, contract)
    for contract in started[:2]:
        receiver.open(f"{contract.path}/sign")
        contracts.rate_everybody(receiver)
        contracts.read_every_page(receiver)
    page = receiver.open("/signing/batch")
    receiver.examine("batch-phone")
    row = page.locator("li", has_text="批量合同 2")
    assert row.locator("input[name=choice]").is_disabled(), "what was not opened cannot be ticked"
    for extra in page.locator("input[name=choice]:checked").all():
        title = extra.locator("xpath=ancestor::li").inner_text()
        if "批量合同" not in title:
            extra.uncheck()
    assert row.locator(".badge:visible").all_inner_texts() == ["还没有打开", "本次跳过"]
    # Whoever leaves all of them out is told, and nothing is ticked again behind their back.
    ours = [page.locator("li", has_text=contract_title).locator("input[name=choice]") for contract_title in ("批量合同 0", "批量合同 1")]
    for choice in ours:
        choice.uncheck()
    press(page, "code")
    assert "请至少勾选一份" in page.locator("main").inner_text() and page.locator("input[name=choice]:checked").count() == 0
    ours[0].check()
    press(page, "sign")
    assert page.locator("#confirmed-error").count() == 1
    states = [page.locator("li", has_text=f"批量合同 {number}").locator(".badge:visible").all_inner_texts() for number in range(3)]
    assert states == [["已阅读", "本次签署"], ["已阅读", "本次跳过"], ["还没有打开", "本次跳过"]], "the page that asks lists every file"
    receiver.examine("batch-refused-phone")
    ours[1].check()
    before = server.codes_sent(bob.mobile)
    press(page, "code")
    page.fill("[name=code]", server.code(bob.mobile, after=before))
    page.locator("#confirmed").check()
    page.locator("button[name=action][value=sign]").click()
    page.wait_for_load_state("networkidle")
    assert "2 / 2" in page.locator("h1").inner_text()
    receiver.examine("batch-done-phone")
    for contract in started[:2]:
        judges.judge(contracts.download(receiver, contract, folder), signatures=1, root=server.root)
        assert "批量 2 份，清单 SHA-256" in contracts.log_text(receiver, contract)
    assert contracts.can_sign(receiver, started[2])
