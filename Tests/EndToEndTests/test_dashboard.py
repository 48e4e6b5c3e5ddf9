"""The dashboard shows one's own contracts as plots and as tables (F-044)."""
from __future__ import annotations

from journeys import contracts
from journeys.contracts import Order
from tools import documents


def test_a_contract_counts_in_the_plots_of_its_parties_only(windows, folder, alice, bob):
    first, second = windows(alice), windows(bob, "phone")

    def figures(window, path="/dashboard") -> tuple[str, str]:
        page = window.open(path)
        if not page.locator("svg.plot").count():
            return "0", "0"
        for summary in page.locator(".plot-card summary").all():
            summary.click()
        folders, months = page.locator(".plot-card table").all()
        row = folders.locator("tr", has=page.get_by_role("rowheader", name="待接收", exact=True))
        return row.locator("td").inner_text(), months.locator("tbody tr").last.locator("td").first.inner_text()

    received, started = (int(number) for number in figures(first))
    file = documents.contract(folder / "dashboard.pdf")
    contracts.start(first, file, receiver=bob, order=Order.SEND_THEN_SIGN, title="看板")
    assert figures(first) == (str(received + 1), str(started + 1))
    assert first.page.locator("svg.plot").count() == 2
    first.examine("dashboard")
    figures(second)
    second.examine("dashboard-phone")
    first.page.context.clear_cookies()
    assert "/login" in first.open("/dashboard").url
