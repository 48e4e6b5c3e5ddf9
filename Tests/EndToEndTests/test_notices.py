"""A person chooses what to be told, how, and when not (F-091)."""
from __future__ import annotations

import pytest

from journeys import contracts
from journeys.contracts import Order
from tools import documents
from tools.server import is_same


@pytest.mark.parametrize("view", ["desktop", "phone"])
def test_kinds_channels_and_quiet_hours(windows, bob, view):
    window = windows(bob, view=view)
    page = window.open("/account/notices")
    window.examine("notices")
    assert "不能关闭" in page.locator("main").inner_text()
    page.locator("#progress-sms").uncheck()
    page.locator("#quiet").check()
    page.fill("#quietFrom", "22:00")
    page.fill("#quietUntil", "22:00")
    page.locator("main form button.primary").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("#quietFrom-error").count() == 1
    assert not page.locator("#progress-sms").is_checked(), "the choice is kept"
    window.examine("notices-refused")
    page.fill("#quietUntil", "08:00")
    page.select_option("#zone", "480")
    page.locator("main form button.primary").click()
    page.wait_for_url("**notice=noticesSaved")
    page = window.open("/account/notices")
    assert page.input_value("#quietUntil") == "08:00" and not page.locator("#progress-sms").is_checked()
    page.locator("#progress-sms").check()
    page.locator("#quiet").uncheck()
    page.locator("main form button.primary").click()
    page.wait_for_url("**notice=noticesSaved")
    assert "修改通知设置" in window.open("/account/log").locator("main").inner_text()


def test_completion_is_told_to_both_parties_and_to_nobody_else(windows, server, alice, bob, folder):
    title = "完成通知合同"
    first, second = windows(alice), windows(bob, view="phone")
    contract = contracts.start(
        first, documents.contract(folder / "told.pdf"), receiver=bob, order=Order.SIGN_THEN_SEND, title=title)

    def letters(words: str) -> list[dict]:
        return [each for each in server.messages() if title in each["body"] and words in each["body"] and not each.get("code")]

    def recipients(words: str) -> set[str]:
        people = {"alice": (alice.mobile, alice.email), "bob": (bob.mobile, bob.email)}
        return {
            next((name for name, ways in people.items() if any(is_same(each["to"], way) for way in ways)), each["to"])
            for each in letters(words)}

    first.until(lambda: recipients("等待您") == {"alice"}, "the initiator is asked to sign, and nobody else")
    contracts.sign(first, contract, alice)
    first.until(lambda: recipients("等待您接收") == {"bob"}, "the receiver is asked once it is their turn")
    contracts.receive(second, contract)
    contracts.sign(second, contract, bob)
    contracts.wait_for_completion(first, contract)
    first.until(lambda: recipients("签署完成") == {"alice", "bob"}, "both are told, and nobody else")
    assert all(contract.path in each["body"] for each in letters("签署完成"))

    news = second.open("/workbench").locator("section:has(#news-title) li").filter(has_text=title)
    assert "签署完成" in news.first.inner_text() and news.first.locator(".badge").count() == 1
    second.examine("workbench-news")
    news.first.locator("a.title").click()
    second.page.locator(".contract-head").wait_for()
    news = second.open("/workbench").locator("section:has(#news-title) li").filter(has_text=title)
    assert news.first.locator(".badge").count() == 0, "opened is read"
    reading = second.page.locator("form[action='/workbench/notices/reading'] button")
    if reading.count():
        reading.click()
        second.page.wait_for_load_state("networkidle")
        assert second.page.locator("section:has(#news-title) .badge").count() == 0


@pytest.mark.parametrize("view", ["desktop", "phone"])
def test_the_personal_log_by_topic_and_time(windows, alice, view):
    window = windows(alice, view=view)
    page = window.open("/account/log")
    everything = page.locator("ol.log li").count()
    page.select_option("#topic", "account")
    page.locator("form.log-filter button").click()
    page.wait_for_url("**topic=account**")
    lines = page.locator("ol.log li").all_inner_texts()
    assert lines and not any(word in line for line in lines for word in ("发起合同", "签署合同", "接收合同"))
    window.examine("personal-log-filtered")
    page.fill("#from", "2000-01-01")
    page.fill("#to", "2000-01-02")
    page.locator("form.log-filter button").click()
    page.wait_for_url("**to=2000-01-02**")
    assert page.locator("ol.log li").count() == 0
    page.locator("form.log-filter a").click()
    page.wait_for_url("**/account/log")
    assert page.locator("ol.log li").count() >= min(everything, 1)


def test_a_newcomer_is_led_step_by_step(windows, browser, server, folder):
    from journeys import people

    person = people.Person("新来的")
    window = windows(view="phone")
    people.register(window, person)
    page = window.open("/workbench")
    card = page.locator("details.onboarding")
    if card.get_attribute("open") is None:
        card.locator("summary").click()
    states = [each.get_attribute("class") for each in card.locator("ol.guide > li").all()]
    assert states == ["current", "later", "later", "later"], states
    window.examine("onboarding")
    card.locator("li.current a").click()
    page.wait_for_url("**/account/verification**")
