"""Papers beside a contract: added, seen by the other side, saved, removed, and marked once all have signed (F-078, F-079)."""
from __future__ import annotations

import pytest

from journeys import contracts
from journeys.contracts import Order
from tools import documents


def send(window, contract, file) -> None:
    contracts.tab(window, contract, 3)
    window.page.set_input_files("#file", file)
    window.page.locator(".attachment-form button.primary").click()


def added(window, contract, file) -> None:
    send(window, contract, file)
    window.page.wait_for_url("**notice=attachmentAdded")


def row(window, name: str):
    return window.page.locator("li.attachment").filter(has_text=name)


@pytest.mark.parametrize("view", ["desktop", "phone"])
def test_papers_from_the_first_to_one_after_completion(windows, alice, bob, folder, view):
    first, second = windows(alice, view=view), windows(bob, view=view)
    contract = contracts.start(
        first, documents.contract(folder / f"papers-{view}.pdf"), receiver=bob, order=Order.SIGN_THEN_SEND,
        title=f"附件合同 {view}")
    plan = documents.contract(folder / f"floor-plan-{view}.pdf", title="Floor plan")
    added(first, contract, plan)
    send(first, contract, documents.scripted(folder / f"scripted-{view}.pdf"))
    first.page.locator("#file-error").wait_for()
    assert "脚本" in first.page.locator("#file-error").inner_text()
    first.examine("attachments-refused")
    contracts.sign(first, contract, alice)

    contracts.receive(second, contract)
    contracts.tab(second, contract, 3)
    assert alice.name not in row(second, plan.name).inner_text(), "the other side's people stand masked"
    assert row(second, plan.name).locator("a[href$='/removal']").count() == 0
    saved = second.download(f"li.attachment:has-text('{plan.name}') a[download]", folder, f"saved-{view}.pdf")
    assert saved.read_bytes() == plan.read_bytes()

    note = documents.contract(folder / f"note-{view}.pdf", title="Note")
    added(second, contract, note)
    row(second, note.name).locator("a[href$='/removal']").click()
    second.page.locator("form.card button.big").wait_for()
    second.examine("attachment-removal")
    second.page.locator("form.card button.big").click()
    second.page.wait_for_url("**notice=attachmentRemoved")
    assert row(second, note.name).count() == 0

    contracts.sign(second, contract, bob)
    contracts.wait_for_completion(first, contract)
    receipt = documents.contract(folder / f"receipt-{view}.pdf", title="Receipt")
    added(first, contract, receipt)
    assert "签署完成后补充" in row(first, receipt.name).inner_text()
    assert first.page.locator("a[href$='/removal']").count() == 0, "what is there stays"
    first.examine("attachments")
    log = contracts.log_text(first, contract)
    for word in ("添加附件", "移除附件", "下载附件", plan.name, note.name, receipt.name):
        assert word in log, word
    address = row_address(second, contract, plan.name)
    answer = second.context.request.get(address)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    stranger = windows()
    assert stranger.context.request.get(address, max_redirects=0).status == 303


def row_address(window, contract, name: str) -> str:
    contracts.tab(window, contract, 3)
    return row(window, name).locator("a[download]").get_attribute("href")
