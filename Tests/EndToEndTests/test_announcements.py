"""公告: an operator writes and publishes; readers see the badge until they have read; withdrawn is gone (F-044)."""
from __future__ import annotations

import pytest

from journeys import office
from tools.pages import Window


def badge(window: Window, path: str = "/workbench") -> int:
    """The number beside 公告 in the side bar, 0 where there is none."""
    link = window.open(path).locator("nav a[href='/announcements']").first
    digits = "".join(character for character in link.text_content() if character.isdigit())
    return int(digits or 0)


@pytest.mark.parametrize("view", ["desktop", "phone"])
def test_published_read_and_withdrawn(windows, reviewer, alice, bob, view):
    title = f"系统维护 {view}"
    desk, reader, other = windows(view=view), windows(alice, view=view), windows(bob)
    office.log_in_reviewer(desk, reviewer)
    before, before_other = badge(reader), badge(other)

    page = desk.open("/office/announcements")
    page.fill("[name=title]", title)
    page.fill("[name=text]", "周六 22:00 至 24:00 维护，期间不能签署。")
    page.locator("form.card button.primary").first.click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".field-error").count() >= 1, "both languages are asked for"
    desk.examine("announcements-errors")
    page.fill("[name=titleEnglish]", f"Maintenance {view}")
    page.fill("[name=textEnglish]", "No signing on Saturday, 22:00 to 24:00.")
    page.locator("form.card button.primary").first.click()
    page.wait_for_url("**notice=announcementCreated")
    assert badge(reader) == before, "a draft is nobody's"

    row = desk.open("/office/announcements").locator("li.row").filter(has_text=title)
    row.locator("form[action$='/publication'] button").click()
    desk.page.wait_for_url("**notice=announcementPublished")
    desk.examine("announcements-office")
    assert badge(reader) == before + 1
    article = reader.open("/announcements").locator("article").filter(has_text=title)
    assert article.locator(".badge").count() == 1, "new at the first look"
    reader.examine("announcements")
    assert reader.open("/announcements").locator("article").filter(has_text=title).locator(".badge").count() == 0
    assert badge(reader) == 0
    assert badge(other) == before_other + 1, "each reader has a state of their own"

    row = desk.open("/office/announcements").locator("li.row").filter(has_text=title)
    row.locator("form[action$='/withdrawal'] button").click()
    desk.page.wait_for_url("**notice=announcementWithdrawn")
    assert reader.open("/announcements").locator("article").filter(has_text=title).count() == 0
    assert badge(other) == before_other
    refused = reader.page.goto("/office/announcements")
    assert refused.status == 404, "nobody else learns that there is such a page"
