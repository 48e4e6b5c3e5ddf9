"""催签: the initiator asks again, half an hour after the request and then every ten minutes, and is told when it is too soon (F-091)."""
from __future__ import annotations

import pytest

from journeys import contracts, samples
from journeys.contracts import Order
from tools import documents
from tools.pages import Window
from tools.server import Server, is_same

FIRST_SECONDS = 30 * 60 + 60
AGAIN_SECONDS = 10 * 60 + 60


@pytest.fixture
def own_server(tmp_path):
    """A server of its own, because its clock is moved."""
    server = Server(tmp_path / "urging")
    server.folder.mkdir()
    server.start()
    yield server
    server.stop()


def reminders(server: Server, mobile: str) -> int:
    return sum("催您办理" in message["body"] for message in server.messages() if is_same(message["to"], mobile))


def urge_anyway(window: Window, contract: contracts.Contract):
    """Sends what the button sends, though there is none."""
    token = window.open(contract.path).locator("input[name=csrf]").first.input_value()
    return window.context.request.post(
        f"{contract.path}/urging", form={"csrf": token}, headers={"Origin": window.server.url, "Sec-Fetch-Site": "same-origin"})


def assert_too_soon(window: Window, contract: contracts.Contract) -> None:
    page = window.open(contract.path)
    assert page.locator("form[action$='/urging']").count() == 0
    assert "起可以催签" in page.locator("section.turn").inner_text()
    answer = urge_anyway(window, contract)
    assert answer.status == 429 and "首次须间隔 30 分钟，之后每 10 分钟一次" in answer.text()


def test_urging_has_a_floor_and_reaches_the_one_whose_turn_it_is(browser, own_server, tmp_path):
    server = own_server
    anna, bert = samples.pair()
    first, second = Window(browser, server), Window(browser, server, "phone")
    samples.log_in(first, anna)
    samples.log_in(second, bert)
    file = documents.contract(tmp_path / "urged.pdf")
    contract = contracts.start(first, file, receiver=bert, order=Order.SEND_THEN_SIGN, title="请尽快签署")
    assert_too_soon(first, contract)
    assert reminders(server, bert.mobile) == 0

    for ahead, count in [(FIRST_SECONDS, 1), (FIRST_SECONDS + AGAIN_SECONDS, 2)]:
        for window in (first, second):
            window.page.goto("about:blank")
        server.stop()
        server.start(seconds_ahead=ahead)
        page = first.open(contract.path)
        first.examine("contract-to-urge")
        page.locator("form[action$='/urging'] button").click()
        page.wait_for_url("**notice=contractUrged")
        assert "已再次通知对方" in page.locator("body").inner_text()
        first.until(lambda: reminders(server, bert.mobile) == count, f"{count} reminders reach the receiver")
        assert reminders(server, anna.mobile) == 0, "only the one whose turn it is"
        assert_too_soon(first, contract)

    page = second.open("/workbench")
    row = page.locator("li.request").filter(has_text="请尽快签署")
    assert "催签" in row.inner_text()
    second.examine("workbench-urged")
    assert contracts.log_text(first, contract).count("催签") == 2
    first.close()
    second.close()
