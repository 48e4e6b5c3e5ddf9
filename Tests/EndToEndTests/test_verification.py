"""Anybody drops a file and learns who signed it and whether it is intact."""
from __future__ import annotations

import pytest

from journeys import contracts, verification
from journeys.contracts import Order
from tools import documents, judges


@pytest.fixture(scope="module")
def signed(browser, server, alice, bob, folder):
    """A completed contract's file."""
    from tools.pages import Window

    first, second = Window(browser, server, state=alice.state), Window(browser, server, state=bob.state)
    file = documents.contract(folder / "to-verify.pdf")
    contract = contracts.start(first, file, receiver=bob, order=Order.SEND_THEN_SIGN, title="验签样例")
    contracts.receive(second, contract)
    contracts.sign(second, contract, bob)
    contracts.sign(first, contract, alice)
    contracts.wait_for_completion(first, contract)
    path = contracts.download(first, contract, folder)
    first.close()
    second.close()
    return path


@pytest.mark.parametrize("view", ["desktop", "phone"])
def test_an_original_is_recognised(windows, signed, view):
    window = windows(view=view)
    result = verification.verify(window, signed)
    assert result.signatures == 3, "two people and the archive time stamp"
    assert result.is_good
    window.examine("verify")


def test_a_changed_file_is_refused(windows, signed, folder):
    window = windows()
    result = verification.verify(window, documents.changed(signed, folder / "changed.pdf"))
    assert not result.is_good
    window.examine("verify-changed")


def test_a_file_without_signatures_is_said_to_have_none(windows, folder):
    window = windows()
    result = verification.verify(window, documents.contract(folder / "unsigned.pdf"))
    assert result.signatures == 0
    window.examine("verify-unsigned")


def test_what_is_no_pdf_gets_a_sentence(windows, folder):
    window = windows()
    verification.verify(window, documents.broken(folder / "nonsense.pdf"))
    assert window.page.locator("main").inner_text().strip()
    window.examine("verify-broken")


def test_the_command_line_agrees_with_the_page(server, signed, folder):
    good = server.run("verify", "--data", str(server.data), str(signed), check=False)
    assert good.returncode == 0, good.stdout + good.stderr
    bad = server.run("verify", "--data", str(server.data), str(documents.changed(signed, folder / "changed-too.pdf")), check=False)
    assert bad.returncode in (1, 2), bad.stdout + bad.stderr
    judges.judge(signed, signatures=2, root=server.root)
