"""Word, Excel and PowerPoint files as the text of a contract; the person sees what they became before going on (F-067,
F-070)."""
from __future__ import annotations

import subprocess

import pytest

from journeys import contracts
from journeys.contracts import Order
from tools import judges, offices


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
def test_office_file_is_shown_as_pdf_before_it_goes_on(windows, alice, folder, kind):
    window = windows(alice, view="phone" if kind == "xlsx" else "desktop")
    contracts.upload(window, offices.make(folder / f"lease.{kind}", "房屋租赁合同 7788"))
    window.page.wait_for_url("**/draft/converted")
    window.page.wait_for_load_state("networkidle")
    window.examine(f"converted-{kind}")
    sheet = window.page.locator(".sheet img").first
    window.until(lambda: sheet.evaluate("image => image.complete && image.naturalWidth > 0"), "the page is shown")
    window.page.locator("a.primary.big").click()
    window.page.wait_for_url("**/draft/receivers**")
    file = contracts.CONTRACT.search(window.page.url).group(0) + "/file.pdf"
    answer = window.context.request.get(f"{window.server.url}{file}")
    path = folder / f"converted-{kind}.pdf"
    path.write_bytes(answer.body())
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, timeout=60).stdout
    assert "房屋租赁合同" in text and "7788" in text


def test_word_file_is_signed_by_both(windows, server, alice, bob, folder):
    initiator, receiver = windows(alice), windows(bob)
    contracts.upload(initiator, offices.make(folder / "sale.docx", "买卖合同"))
    initiator.page.wait_for_url("**/draft/converted")
    initiator.page.locator("a.primary.big").click()
    contracts.finish_draft(initiator, receiver=bob, order=Order.SIGN_THEN_SEND, title="由 Word 转成的合同")
    contract = contracts.read(initiator)
    contracts.sign(initiator, contract, alice)
    contracts.receive(receiver, contract)
    contracts.sign(receiver, contract, bob)
    contracts.wait_for_completion(initiator, contract)
    judges.judge(contracts.download(initiator, contract, folder), signatures=2, root=server.root)


def test_what_cannot_be_converted_is_refused_in_plain_words(windows, alice, folder):
    window = windows(alice)
    linked = offices.make(folder / "linked.docx", "x", linked_picture="file:///etc/passwd")
    assert "外部" in contracts.upload_refused(window, linked)
    old = folder / "old.doc"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    assert "另存为" in contracts.upload_refused(window, old)
