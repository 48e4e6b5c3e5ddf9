"""Drill 1 on the pages: what people see when the process dies, at one step of signing and one of completing.

test_kill_rounds.py has every step, hundreds of times; `HEQI_DRILL=all` takes every step here too.
"""
from __future__ import annotations

import os
import time

import pytest
from playwright.sync_api import Error as BrowserError

from journeys import contracts, samples
from journeys.contracts import Order
from tools import documents, failpoints, judges
from tools.pages import Window
from tools.server import BINARY, Server

#: Two seconds for a release build; a debug build is several times slower.
RESTART_SECONDS_MAX = 2 if BINARY.parent.name == "release" else 10
KILLED = 137


def steps(prefix: str, shown: str) -> list[str]:
    """The one step whose pages matter most, or all of them."""
    return failpoints.names(prefix) if os.environ.get("HEQI_DRILL") == "all" else [shown]


@pytest.fixture(scope="module")
def town(browser, tmp_path_factory):
    """A server of its own with two people, because it is killed again and again."""
    folder = tmp_path_factory.mktemp("drill")
    server = Server(folder)
    server.start()
    anna, bert = samples.pair()
    for person in (anna, bert):
        window = Window(browser, server)
        samples.log_in(window, person)
        window.close()
    yield server, anna, bert, folder
    server.stop()


@pytest.mark.parametrize("step", steps("sign.", "sign.6.committed"))
def test_killed_while_signing(browser, town, step):
    server, anna, bert, folder = town
    window = Window(browser, server, state=anna.state)
    file = documents.contract(folder / "drill.pdf")
    contract = contracts.start(window, file, receiver=bert, order=Order.SIGN_THEN_SEND, title=f"断电 {step}")
    window.close()

    server.stop()
    server.start(environment={"HEQI_FAILPOINT": step})
    window = Window(browser, server, state=anna.state)
    acknowledged = False
    try:
        contracts.sign(window, contract, anna)
        acknowledged = True
    except (BrowserError, AssertionError):
        pass
    window.close()
    assert server.wait_for_death() == KILLED, f"the step {step} was never passed"

    begin = time.monotonic()
    server.start()
    assert time.monotonic() - begin <= RESTART_SECONDS_MAX, "it serves again soon"

    window, other = Window(browser, server, state=anna.state), Window(browser, server, state=bert.state)
    if contracts.can_sign(window, contract):
        assert not acknowledged, "a signature that was acknowledged is there after the restart"
        contracts.sign(window, contract, anna)
    judges.judge(contracts.download(window, contract, folder), signatures=1, root=server.root)
    contracts.receive(other, contract)
    contracts.sign(other, contract, bert)
    contracts.wait_for_completion(other, contract)
    judges.judge(contracts.download(other, contract, folder), signatures=2, root=server.root)
    window.close()
    other.close()


@pytest.mark.parametrize("step", steps("complete.", "complete.3.stored"))
def test_killed_while_completing(browser, town, step):
    """After the last signature report and letter are made in the background; they come exactly once all the same."""
    server, anna, bert, folder = town
    window, other = Window(browser, server, state=anna.state), Window(browser, server, state=bert.state)
    file = documents.contract(folder / "drill.pdf")
    contract = contracts.start(window, file, receiver=bert, order=Order.SEND_THEN_SIGN, title=f"断电 {step}")
    contracts.receive(other, contract)
    contracts.sign(other, contract, bert)
    server.stop()
    server.start(environment={"HEQI_FAILPOINT": step})
    try:
        contracts.sign(window, contract, anna)
    except (BrowserError, AssertionError):
        pass  # the process may be gone before its answer arrives
    assert server.wait_for_death() == KILLED, f"the step {step} was never passed"
    server.start()
    contracts.wait_for_completion(window, contract)
    judges.judge(contracts.download(window, contract, folder), signatures=2, root=server.root)
    for kind in ("report", "confirmation"):
        judges.judge(contracts.attachment(window, contract, kind, folder), signatures=1, root=server.root)
    window.close()
    other.close()
