"""Two people sign a contract, in both orders and with every way out."""
from __future__ import annotations

import pytest

from journeys import contracts
from journeys.contracts import Order
from tools import documents, judges

ORDERS = [Order.SIGN_THEN_SEND, Order.SEND_THEN_SIGN]


@pytest.fixture(scope="module")
def file(folder):
    return documents.contract(folder / "agreement.pdf")


def test_broken_and_scripted_files_are_refused_with_the_reason(windows, alice, folder):
    for make, name in [(documents.broken, "broken.pdf"), (documents.scripted, "scripted.pdf")]:
        window = windows(alice)
        reason = contracts.upload_refused(window, make(folder / name))
        assert reason, f"{name} was taken"
        window.examine(f"upload-refused-{name.removesuffix('.pdf')}")


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("receiver_view", ["desktop", "phone"])
def test_from_upload_to_verified_file(windows, server, alice, bob, file, folder, order, receiver_view):
    examine = receiver_view == "desktop" or order is Order.SIGN_THEN_SEND
    first, second = windows(alice), windows(bob, view=receiver_view)
    contract = contracts.start(first, file, receiver=bob, order=order, title=f"服务协议 {order.value} {receiver_view}", examine=examine)

    if order is Order.SIGN_THEN_SEND:
        contracts.sign(first, contract, alice, examine=examine)
        one = contracts.download(first, contract, folder)
        judges.judge(one, signatures=1, root=server.root)
        contracts.receive(second, contract, examine=examine)
        contracts.sign(second, contract, bob, by_hand=receiver_view == "phone", examine=examine)
        last = first
    else:
        contracts.receive(second, contract, examine=examine)
        contracts.sign(second, contract, bob, by_hand=receiver_view == "phone", examine=examine)
        one = contracts.download(second, contract, folder)
        judges.judge(one, signatures=1, root=server.root)
        contracts.sign(first, contract, alice, examine=examine)
        last = second

    contracts.wait_for_completion(last, contract)
    two = contracts.download(last, contract, folder)
    judges.judge(two, signatures=2, root=server.root)
    assert judges.is_prefix(one, two), "the second signature left the first file's bytes as they were"
    for kind in ("report", "confirmation"):
        attachment = contracts.attachment(last, contract, kind, folder)
        judges.judge(attachment, signatures=1, root=server.root)
        words = judges.text(attachment)
        assert contract.transaction_no in words
    if examine:
        contracts.examine_tabs(last, contract)
    log = contracts.log_text(last, contract)
    for word in ("发起合同", "签署合同", contract.transaction_no):
        assert word in log
    for secret in (alice.mobile, bob.mobile, alice.id_number, bob.id_number, alice.name, bob.name):
        assert secret not in log, "personal data stand masked in logs"


@pytest.mark.parametrize("order", ORDERS)
def test_the_initiator_withdraws_and_starts_again(windows, alice, bob, file, order):
    first, second = windows(alice), windows(bob)
    contract = contracts.start(first, file, receiver=bob, order=order, title=f"撤回 {order.value}")
    contracts.withdraw(first, contract, "金额写错了", examine=order is Order.SIGN_THEN_SEND)
    assert contracts.folder_of(first, contract) == "invalid"
    again = contracts.reinitiate(first, contract)
    assert again.transaction_no == contract.transaction_no, "the transaction number stays"
    if order is Order.SEND_THEN_SIGN:
        contracts.receive(second, again)


def test_the_receiver_returns_and_the_reason_is_seen(windows, alice, bob, file):
    first, second = windows(alice), windows(bob)
    contract = contracts.start(first, file, receiver=bob, order=Order.SEND_THEN_SIGN, title="退回")
    contracts.return_contract(second, contract, "第 3 条需要修改", examine=True)
    assert contracts.folder_of(first, contract) == "invalid"
    assert "第 3 条需要修改" in contracts.page_text(first, contract)
    assert contracts.reinitiate(first, contract).transaction_no == contract.transaction_no


def test_a_signed_receiver_withdraws_before_the_initiator_signs(windows, alice, bob, file):
    first, second = windows(alice), windows(bob)
    contract = contracts.start(first, file, receiver=bob, order=Order.SEND_THEN_SIGN, title="接收方撤回")
    contracts.receive(second, contract)
    contracts.sign(second, contract, bob)
    contracts.withdraw(second, contract, "另行商议")
    assert contracts.folder_of(second, contract) == "invalid"
    assert not contracts.can_sign(first, contract)


def test_nobody_else_can_open_a_contract(windows, browser, server, reviewer, folder, alice, bob, file):
    from conftest import make_verified

    stranger = make_verified(browser, server, reviewer, folder, "何路人")
    contract = contracts.start(windows(alice), file, receiver=bob, order=Order.SEND_THEN_SIGN, title="私密")
    window = windows(stranger)
    answer = window.page.goto(contract.path)
    assert answer.status == 404, "it answers as if it did not exist"
    unknown = window.page.goto("/contracts/0198a000-0000-7000-8000-000000000000")
    assert unknown.status == 404


def test_a_double_click_signs_once(windows, server, alice, bob, file, folder):
    first = windows(alice)
    contract = contracts.start(first, file, receiver=bob, order=Order.SIGN_THEN_SEND, title="双击")
    contracts.sign(first, contract, alice, clicks=2)
    judges.judge(contracts.download(first, contract, folder), signatures=1, root=server.root)


def test_the_other_side_sees_at_once_what_waits_for_it(windows, alice, bob, file):
    second = windows(bob)
    page = second.open("/workbench")
    contract = contracts.start(windows(alice), file, receiver=bob, order=Order.SEND_THEN_SIGN, title="即时出现的合同")
    page.get_by_text("即时出现的合同").first.wait_for()
    assert contract.path
