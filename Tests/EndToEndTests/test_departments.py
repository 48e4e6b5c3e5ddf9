"""Group, company and departments are edited on the pages, by mouse, keyboard and phone (F-056, F-059)."""
from __future__ import annotations

import pytest

from journeys import approvals, companies
from tools.pages import Window
from tools.server import Server

COMPANY = "示例科技有限公司"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A server of its own: other journeys look for people where the sample puts them."""
    server = Server(tmp_path_factory.mktemp("departments"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def staff(browser, town):
    return approvals.town(browser, town, COMPANY)


def open_unit(window: Window, name: str) -> None:
    page = window.open("/organization")
    page.locator(f"a[aria-label='编辑{name}']").click()
    page.wait_for_url("**/organization/units/*")
    page.wait_for_load_state("networkidle")


def done(window: Window, notice: str) -> None:
    window.page.wait_for_url(f"**notice={notice}*")
    window.page.wait_for_load_state("networkidle")


def add_below(window: Window, parent: str, name: str) -> None:
    open_unit(window, parent)
    window.page.fill("#child", name)
    window.page.locator("form[action$='/children'] button").click()
    done(window, "unitAdded")


def tree(window: Window) -> list[str]:
    rows = window.open("/organization").locator(".org-tree li a:first-child").all_inner_texts()
    return [" ".join(row.split()) for row in rows[1:]]


@pytest.mark.parametrize("view", ["desktop", "phone"])
def test_a_tree_is_built_changed_and_taken_down(windows, town, staff, view):
    window = windows(staff.representative, view=view, server=town)
    north, group = f"北方区 {view}", f"示例集团 {view}"
    add_below(window, COMPANY, north)
    add_below(window, north, f"京津组 {view}")
    window.page.fill("#child", f"京津组 {view}")
    window.page.locator("form[action$='/children'] button").click()
    window.page.wait_for_load_state("networkidle")
    assert "已有这个名称" in window.page.locator("main").inner_text()
    window.examine(f"unit-refused-{view}")

    # One person in two departments.
    open_unit(window, north)
    page = window.page
    page.fill("#search", staff.handler.name)
    page.locator("form[role=search] button").click()
    page.wait_for_url("**name=*")
    page.locator("label.check").filter(has_text=staff.handler.name).locator("input").check()
    page.locator("form[action$='/people'] button").click()
    done(window, "unitPeople")
    window.examine(f"unit-{view}")
    page = window.open("/organization")
    row = page.locator("table tbody tr").filter(has_text=staff.handler.name).inner_text()
    assert north in row and "销售部" in row, row
    open_unit(window, north)
    window.page.locator("#manager").select_option(label=staff.handler.name)
    window.page.locator("form[action$='/manager'] button").click()
    done(window, "unitLed")

    # Not below itself; elsewhere with what is below it.
    options = window.page.locator("#parent option").all_inner_texts()
    assert not any("京津组" in option for option in options), options
    window.page.locator("#parent").select_option(label=next(option for option in options if option.endswith("法务部")))
    window.page.locator("form[action$='/place'] button").click()
    done(window, "unitMoved")
    assert f"{COMPANY} / 法务部 / {north}" in window.page.locator(".crumbs").inner_text()
    assert "还有下级" in window.page.locator("section[aria-labelledby=remove-title]").inner_text()

    # A group above the company, and the company under it.
    page = window.open("/organization/units/new")
    window.examine(f"unit-new-{view}")
    if view == "desktop":
        page.select_option("#kind", "group")
        page.fill("[name=name]", group)
        page.locator("main form button.primary").click()
        done(window, "unitAdded")
        open_unit(window, COMPANY)
        assert window.page.locator("section[aria-labelledby=remove-title] button").count() == 0, "the verified company stays"
        window.page.locator("#parent").select_option(label=group)
        window.page.locator("form[action$='/place'] button").click()
        done(window, "unitMoved")
        assert tree(window)[0].startswith(group)

    # Order by keyboard.
    open_unit(window, COMPANY)
    names = lambda: [link.split()[0] for link in window.page.locator("section[aria-labelledby=children-title] a.title").all_inner_texts()]  # noqa: E731
    before = names()
    window.page.locator(f"button[aria-label='下移{before[0]}']").focus()
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")
    window.page.wait_for_load_state("networkidle")
    assert names()[:2] == [before[1], before[0]]

    # Down again: its people go where they are sent.
    open_unit(window, f"京津组 {view}")
    window.page.locator("section[aria-labelledby=remove-title] button").click()
    done(window, "unitRemoved")
    open_unit(window, north)
    window.page.locator("section[aria-labelledby=remove-title] button").click()
    if "unitRemoved" not in window.page.url:
        window.page.locator("#heir").select_option(label=next(
            option for option in window.page.locator("#heir option").all_inner_texts() if option.endswith("财务部")))
        window.page.locator("section[aria-labelledby=remove-title] button").click()
    done(window, "unitRemoved")
    assert not any(view in row for row in tree(window) if not row.startswith("示例集团"))
    row = window.open("/organization").locator("table tbody tr").filter(has_text=staff.handler.name).inner_text()
    assert "财务部" in row and north not in row, row


def test_who_only_works_there_looks_and_changes_nothing(windows, town, staff):
    window = windows(staff.handler, server=town)
    page = window.open("/organization")
    assert page.locator(".org-tree a.button").count() == 0
    unit = page.locator(".org-tree a[href*='unit=']").first.get_attribute("href").split("unit=")[1]
    assert window.page.goto(f"{town.url}/organization/units/{unit}").status == 403
    assert window.page.goto(f"{town.url}/organization/units/new").status == 403
    companies.personal_mode(window)
