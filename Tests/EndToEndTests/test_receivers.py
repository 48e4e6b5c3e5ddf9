"""Three receivers in mixed order: one first, then two at the same time; every party with a seal across the edges of the
pages (F-069, T-011, E-23)."""
from __future__ import annotations

import pytest

from journeys import contracts, samples
from journeys.contracts import Order
from tools import documents, judges
from tools.pages import Window


@pytest.fixture(scope="module")
def pair(browser, server):
    """The two sample people, who sign second."""
    people = samples.pair()
    for person in people:
        window = Window(browser, server)
        samples.log_in(window, person)
        window.close()
    return people


@pytest.mark.parametrize("order", list(Order))
def test_one_receiver_then_two_at_once_with_seams(windows, server, alice, bob, pair, folder, order):
    initiator = windows(alice)
    contracts.upload(initiator, documents.contract(folder / f"three-{order.value}.pdf", pages=3))
    initiator.page.wait_for_url(contracts.CONTRACT)
    contracts.walk_to(initiator, "fieldset.receiver", receiver=bob)
    contracts.fill_receivers(initiator, [(bob, 1), (pair[0], 2), (pair[1], 2)])
    initiator.examine("receivers-three")
    contracts.go_on(initiator)
    for index in range(4):
        contracts.add_seam(initiator, index, top=40 + 50 * index)
    contracts.go_on(initiator)
    contracts.fill_settings(initiator, order, f"四方合同 {order.value}", 30)
    initiator.page.locator("#sequential").check(force=True)
    contracts.go_on(initiator)
    contracts.finish_draft(initiator)
    contract = contracts.read(initiator)
    first, second, third = windows(bob), windows(pair[0], view="phone"), windows(pair[1])
    signed = 0

    def sign(window: Window, person, *, receives: bool) -> None:
        nonlocal signed
        if receives:
            contracts.receive(window, contract)
        contracts.sign(window, contract, person)
        signed += 1
        judges.judge(contracts.download(window, contract, folder), signatures=signed, root=server.root)

    if order == Order.SIGN_THEN_SEND:
        sign(initiator, alice, receives=False)
    assert contracts.status_of(second, contract) == 404, "the second group sees nothing before its turn"
    sign(first, bob, receives=True)
    contracts.receive(second, contract)
    contracts.receive(third, contract)
    sign(third, pair[1], receives=False)
    assert "等待" in contracts.page_text(first, contract)
    sign(second, pair[0], receives=False)
    if order == Order.SEND_THEN_SIGN:
        sign(initiator, alice, receives=False)
    contracts.wait_for_completion(initiator, contract)
    final = contracts.download(initiator, contract, folder)
    judges.judge(final, signatures=4, root=server.root)
    strips = [name for name in judges.fields(final) if "seam" in name.lower()]
    assert len(strips) == 12, f"four seams on three pages: {sorted(judges.fields(final))}"
