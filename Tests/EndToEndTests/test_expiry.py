"""A deadline that passes ends the contract, and the initiator may begin again."""
from __future__ import annotations

import pytest

from conftest import make_verified
from journeys import contracts, office, people
from journeys.contracts import Order
from tools import documents
from tools.pages import Window
from tools.server import Server


@pytest.fixture
def own_server(tmp_path):
    """A server of its own, because its clock is moved."""
    server = Server(tmp_path / "expiry")
    server.folder.mkdir()
    server.start()
    yield server
    server.stop()


def test_a_missed_deadline_ends_the_contract_by_itself(browser, own_server, tmp_path):
    server = own_server
    reviewer = office.create_reviewer(server, tmp_path)
    anna = make_verified(browser, server, reviewer, tmp_path, "安到期")
    bert = make_verified(browser, server, reviewer, tmp_path, "博到期")
    window = Window(browser, server, state=anna.state)
    file = documents.contract(tmp_path / "late.pdf")
    contract = contracts.start(window, file, receiver=bert, order=Order.SEND_THEN_SIGN, title="逾期", deadline_days=2)
    server.stop()
    server.start(days_ahead=4)
    people.log_in(window, anna)
    contracts.wait_for_folder(window, contract, "invalid")
    assert "超期" in contracts.log_text(window, contract) or "过期" in contracts.page_text(window, contract)
    window.examine("expired")
    again = contracts.reinitiate(window, contract)
    assert again.transaction_no == contract.transaction_no
    contracts.wait_for_folder(window, contract, "awaitingReceipt")
    window.close()
