"""Somebody without an account is invited, becomes a person who can sign, and finds the contract waiting (F-012, F-050)."""
from __future__ import annotations

import re
import time

import pytest

from conftest import make_verified
from journeys import contracts, people
from journeys.contracts import Order
from tools import documents, judges
from tools.server import MESSAGE_SECONDS_MAX, Server, is_same


def invitation(server: Server, recipient: str, title: str) -> str:
    """Path of the contract in the message that invites."""
    end = time.monotonic() + MESSAGE_SECONDS_MAX
    while time.monotonic() < end:
        for message in server.messages():
            if is_same(message["to"], recipient) and title in message["body"]:
                assert "注册" in message["body"], "it says what somebody without an account does"
                return re.search(r"https?://[^/\s]+(/\S+)", message["body"]).group(1)
        time.sleep(0.2)
    raise AssertionError(f"no invitation reached the receiver:\n{server.tail()}")


@pytest.mark.parametrize("by", ["mobile", "email"])
def test_an_invited_stranger_registers_verifies_and_signs(windows, browser, server, reviewer, folder, alice, by):
    title = f"邀请 {by}"
    guest = people.Person("罗新来" if by == "mobile" else "郭初至")
    first = windows(alice)
    file = documents.contract(folder / f"invited-{by}.pdf")
    contract = contracts.start(first, file, receiver=guest, by=by, order=Order.SIGN_THEN_SEND, title=title)
    contracts.sign(first, contract, alice)

    # The link of the message asks who is there, and says nothing of the contract.
    path = invitation(server, getattr(guest, by), title)
    assert path == contract.path
    stranger = windows()
    page = stranger.open(path)
    assert "/login" in page.url and title not in page.locator("body").inner_text()
    page.locator("main a[href*='/register']").first.click()
    page.wait_for_url(lambda url: "/register" in url)

    guest = make_verified(browser, server, reviewer, folder, guest.name, person=guest)
    second = windows(guest)
    if by == "email":
        # An address is nobody's until it is proved.
        assert second.page.goto(contract.path).status == 404
        assert title not in second.open("/workbench").locator("main").inner_text()
        confirm_email(second, guest)
    assert title in second.open("/workbench").locator("main").inner_text(), "it waits on the workbench"
    contracts.receive(second, contract)
    contracts.sign(second, contract, guest)
    contracts.wait_for_completion(second, contract)
    judges.judge(contracts.download(second, contract, folder), signatures=2, root=server.root)


def confirm_email(window, person: people.Person) -> None:
    page = window.open("/account")
    before = window.server.codes_sent(person.email)
    form = page.locator("form[action='/account/email']")
    form.locator("button[value=code]").click()
    form.locator("[name=code]").fill(window.server.code(person.email, after=before))
    form.locator("button[value=confirm]").click()
    page.locator(".badge.ok").first.wait_for()


def test_an_invited_name_that_is_not_the_verified_one_cannot_receive(windows, alice, bob, folder):
    namesake = people.Person("周名远", mobile=bob.mobile)
    first, second = windows(alice), windows(bob)
    file = documents.contract(folder / "namesake.pdf")
    contract = contracts.start(first, file, receiver=namesake, order=Order.SEND_THEN_SIGN, title="姓名不符")
    page = second.open(contract.path)
    page.locator(".turn .do .primary").first.click()
    page.wait_for_load_state("networkidle")
    contracts.confirm_if_asked(second)
    assert page.locator(".note.error, .flash.error, [role=alert]").count(), "it says why"
    assert not contracts.can_sign(second, contract)
    contracts.return_contract(second, contract, "姓名写错了")
    assert contracts.folder_of(first, contract) == "invalid"
