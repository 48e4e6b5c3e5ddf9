"""Contacts: suggested by a contract, added on both sides, invited by link, chosen as receiver (F-012, F-049, F-050)."""
from __future__ import annotations

import re

import pytest

from conftest import make_verified
from journeys import contracts
from journeys.contracts import Order
from tools import documents


@pytest.fixture(scope="module")
def alice(browser, server, reviewer, folder):
    """Nobody else's contracts suggest contacts to these two."""
    return make_verified(browser, server, reviewer, folder, "林知音")


@pytest.fixture(scope="module")
def bob(browser, server, reviewer, folder):
    return make_verified(browser, server, reviewer, folder, "周知己")


def test_a_contract_makes_contacts_of_both_and_the_next_one_is_addressed_from_the_list(windows, folder, alice, bob):
    file = documents.contract(folder / "contacts.pdf")
    first = windows(alice)
    page = first.open("/contacts")
    assert "还没有联系人" in page.locator("main").inner_text()
    contracts.start(first, file, receiver=bob, order=Order.SEND_THEN_SIGN, title="通讯录 一")

    page = first.open("/contacts")
    suggestion = page.locator("section", has=page.locator("#suggested"))
    assert bob.name in suggestion.inner_text()
    first.examine("contacts-suggested")
    suggestion.get_by_role("button", name=f"添加 {bob.name}", exact=True).click()
    page.wait_for_url(re.compile(r"/contacts\?notice="))
    row = page.locator(".contact-row", has_text=bob.name)
    assert "已认证" in row.inner_text() and re.search(r"合同 [1-9]\d* 份", row.inner_text())
    assert page.locator("#suggested").count() == 0

    # The other side has the initiator at once, without a number.
    second = windows(bob, "phone")
    page = second.open("/contacts")
    assert alice.name in page.locator(".contact-row").inner_text()
    second.examine("contacts-phone")
    page.locator(".contact-row a.title").click()
    assert alice.mobile[-4:] not in page.locator("main").inner_text()
    second.examine("contact-phone")

    # Group and note are the owner's own.
    page = first.open("/contacts")
    page.locator(".contact-row a.title").click()
    page.fill("#group", "客户")
    page.fill("#note", "老朋友")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile("notice=contactChanged"))
    assert "老朋友" in first.open("/contacts?q=老朋友").locator(".contact-row").inner_text()
    assert "老朋友" not in second.open("/contacts").locator("main").inner_text()

    # A contact needs no number to receive a contract.
    contracts.upload(first, file)
    page = first.page
    page.wait_for_url(contracts.CONTRACT)
    page.wait_for_load_state("networkidle")
    draft = contracts.CONTRACT.search(page.url).group(1)
    page = first.open(f"/contracts/{draft}/draft/receivers")
    page.locator("details summary", has_text="从通讯录选择").click()
    page.get_by_role("button", name=f"选择 {bob.name} 为接收方").click()
    assert page.locator("[name=name]").input_value() == bob.name
    first.examine("receivers-contact")
    page.locator("button[value=next]").click()
    page.wait_for_url(re.compile("/draft/places"))
    assert bob.name in page.locator("main").inner_text()


def forget_all(window) -> None:
    """Deletes every contact of the window's person."""
    page = window.open("/contacts")
    while page.locator(".contact-row").count():
        page.locator(".contact-row a.title").first.click()
        page.get_by_role("button", name="删除联系人").click()
        page.wait_for_url(re.compile("notice=contactDeleted"))


def test_an_opened_link_makes_contacts_only_after_consent(windows, alice, bob):
    first, second = windows(alice), windows(bob)
    forget_all(first)
    forget_all(second)
    page = first.open("/contacts/invitation")
    page.locator("button[value=open]").first.click()
    page.locator("#address").wait_for()
    link = page.locator("#address").input_value()
    assert page.locator("img.qr-code").evaluate("image => image.complete && image.naturalWidth > 0")
    first.examine("contact-invitation")

    path = "/" + link.split("/", 3)[3]
    stranger = windows()
    page = stranger.open(path)
    assert "/login" in page.url and alice.name not in page.locator("body").inner_text()

    page = second.open(path)
    assert bob.name not in first.open("/contacts").locator("main").inner_text(), "opening is no consent"
    assert f"{alice.name} 邀请您成为联系人" in page.locator("h1").inner_text()
    second.examine("contact-join")
    page.get_by_role("button", name="同意").click()
    page.wait_for_url(re.compile("notice=contactAdded"))
    assert alice.name in page.locator("main").inner_text()
    assert bob.name in first.open("/contacts").locator("main").inner_text()

    page = first.open("/contacts/invitation")
    page.locator("button[value=end]").click()
    page.wait_for_url(re.compile("notice=invitationEnded"))
    assert second.page.goto(path).status == 404
