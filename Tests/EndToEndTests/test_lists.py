"""Lists: the search box, filters, orders, a saved view, tags of one's own, and the same list as a table (F-077, T-014)."""
from __future__ import annotations

import re

import pytest

from journeys import contracts, plain
from journeys.contracts import Order
from tools import documents


@pytest.mark.parametrize("view", ["desktop", "phone"])
def test_found_narrowed_tagged_and_kept(windows, alice, bob, folder, view):
    window, other = windows(alice, view=view), windows(bob)
    file = documents.contract(folder / f"lists-{view}.pdf")
    titles = [f"清单合同{number} {view}" for number in ("甲", "乙")]
    started = [
        contracts.start(window, file, receiver=bob, order=Order.SEND_THEN_SIGN, title=title, deadline_days=10 + index)
        for index, title in enumerate(titles)
    ]

    def rows() -> list[str]:
        found = window.page.locator("li.contract-row a.title").all_inner_texts()
        return [title.strip() for title in found]

    window.open(f"/contracts?q={titles[0]}")
    assert rows() == [titles[0]]
    window.open(f"/contracts?q={started[1].transaction_no}")
    assert rows() == [titles[1]], "a number finds its contract"
    page = window.open("/folders/awaitingReceipt")
    page.locator("details.filters summary").click()
    page.select_option("#sort", "deadline")
    page.select_option("#role", "initiator")
    page.locator("details.filters form button").first.click()
    page.wait_for_url("**sort=deadline**")
    mine = [title for title in rows() if title in titles]
    assert mine == titles, "the nearest deadline first"
    window.open("/contracts?role=receiver")
    assert not set(rows()) & set(titles)

    page = window.open(f"/contracts?q={view}&role=initiator")
    name = f"我的清单 {view}"
    page.fill("#view-name", name)
    page.locator("form.save-view button").click()
    page.wait_for_load_state("networkidle")
    window.open("/contracts").locator("nav.views a").filter(has_text=name).click()
    page.wait_for_load_state("networkidle")
    assert set(titles) <= set(rows())
    window.examine("list-saved-view")

    tag = f"重点 {view}"
    page = window.open("/contracts/tags")
    page.fill("#name", tag)
    page.locator("form[action='/contracts/tags'] button.primary").click()
    page.wait_for_load_state("networkidle")
    page = window.open(f"/contracts?q={titles[0]}")
    page.locator("li.contract-row input[name=contract]").check()
    page.select_option("#bulk-tag", label=tag)
    page.locator("button[name=action][value=add]").click()
    page.wait_for_load_state("networkidle")
    assert tag in page.locator("li.contract-row").first.inner_text()
    page = window.open("/contracts")
    page.locator("details.filters summary").click()
    page.select_option("#tag", label=tag)
    page.locator("details.filters form button").first.click()
    page.wait_for_url("**tag=**")
    assert rows() == [titles[0]]
    window.examine("list-by-tag")
    assert tag not in other.open(f"/contracts?q={titles[0]}").locator("main").inner_text(), "tags are one's own"

    table = window.fetch(f"/contracts/list.csv?q={titles[0]}").decode("utf-8-sig")
    assert titles[0] in table and titles[1] not in table


#: Rows of one page of a list.
PAGE_ROWS = 20


@pytest.mark.parametrize("view", ["desktop", "phone"])
def test_a_long_list_is_turned_over_and_back_while_it_grows(windows, server, alice, folder, view):
    someone = plain.log_in(server, alice)

    def draft(number: int) -> str:
        name = f"翻页{view}-{number:02d}"
        visitor = someone.visitor
        form = visitor.open("/contracts/new").form("/contracts/new")
        assert contracts.CONTRACT.search(visitor.press(form, file=documents.contract(folder / f"{name}.pdf", pages=1)).path)
        return name

    names = [draft(number) for number in range(2 * PAGE_ROWS + 1)]
    window = windows(alice, view=view)
    page = window.open(f"/contracts?q=翻页{view}")

    def rows() -> list[str]:
        titles = [re.sub(r"\.pdf$", "", title.strip()) for title in page.locator("li.contract-row a.title").all_inner_texts()]
        return sorted(titles, reverse=True)

    def turn(rel: str) -> list[str]:
        with page.expect_navigation():
            page.locator(f".pager a[rel={rel}]").click()
        page.wait_for_load_state("networkidle")
        return rows()

    newest = list(reversed(names))
    assert rows() == newest[:PAGE_ROWS] and page.locator(".pager a[rel=prev]").count() == 0
    # A list that grows at its head neither repeats a row nor hides one further on.
    late = draft(2 * PAGE_ROWS + 1)
    assert turn("next") == newest[PAGE_ROWS:2 * PAGE_ROWS]
    window.examine("list-second-page")
    assert turn("next") == newest[2 * PAGE_ROWS:] and page.locator(".pager a[rel=next]").count() == 0
    assert turn("prev") == newest[PAGE_ROWS:2 * PAGE_ROWS]
    page.locator(".pager a[rel=prev]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert set(turned := rows()) <= {late, *newest[:PAGE_ROWS]} and len(turned) == PAGE_ROWS
