"""A stranger becomes a person who can sign."""
from __future__ import annotations

import pytest

from journeys import office, people


@pytest.mark.parametrize("view", ["desktop", "phone"])
def test_public_pages_are_accessible(windows, view):
    window = windows(view=view)
    for path, name in [("/", "landing"), ("/register", "register-empty"), ("/login", "login"), ("/login?method=code", "login-code"),
                       ("/password/reset", "reset"), ("/agreement", "agreement"), ("/validity", "validity"),
                       ("/dev/outbox", "outbox"), ("/verify", "verify-empty")]:
        window.open(path)
        window.examine(name)


def test_pages_of_others_ask_for_login_first(windows):
    window = windows()
    window.open("/workbench")
    assert "/login" in window.page.url


def test_an_unknown_address_is_a_page_that_helps(windows):
    window = windows()
    answer = window.page.goto("/no/such/page")
    assert answer.status == 404
    window.examine("not-found")
    assert window.page.locator("a[href]").count() > 0


def test_registration_refuses_what_is_missing_and_keeps_what_was_typed(windows):
    window = windows()
    page = window.open("/register")
    page.fill("[name=name]", "王小样")
    page.fill("[name=mobile]", "123")
    page.fill("[name=email]", "not an address")
    people.confirm_agreement(window)
    page.click("button[name=action][value=register]")
    page.wait_for_load_state("networkidle")
    assert page.locator(".field-error").count() >= 2
    assert page.input_value("[name=name]") == "王小样"
    assert page.input_value("[name=password]") == "", "a password is never sent back"
    window.examine("register-errors")


def test_a_wrong_code_does_not_register(windows):
    window = windows()
    person = people.Person("钱多多")
    page = window.open("/register")
    page.fill("[name=name]", person.name)
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", person.password)
    people.confirm_agreement(window)
    page.fill("[name=mobile]", person.mobile)
    right = people.ask_for_code(window, person.mobile)
    page.fill("[name=code]", f"{(int(right) + 1) % 1_000_000:06d}")
    page.click("button[name=action][value=register]")
    page.wait_for_load_state("networkidle")
    assert page.locator("[name=code][aria-invalid=true], .note.error").count() >= 1
    assert "/register" in page.url


@pytest.mark.parametrize("view", ["desktop", "phone"])
def test_from_registration_over_review_to_seal(windows, server, reviewer, folder, view):
    person = people.Person("欧阳晓晴" if view == "phone" else "李建国")
    window = windows(view=view)
    people.register(window, person, examine=True)
    window.examine("after-registration")
    assert not people.is_verified(window)
    people.submit_identity(window, person, folder, examine=True)
    people.ask_for_review(window)
    window.examine("verification-waiting")

    desk = windows()
    office.log_in_reviewer(desk, reviewer)
    office.decide(desk, person, approve=True, examine=view == "desktop")

    assert people.is_verified(window)
    window.examine("verified")
    page = window.open("/account/seals")
    assert page.locator("main img, main svg").count() >= 1, "a name seal was drawn from the verified name"
    window.examine("seals")
    for path, name in [("/workbench", "workbench"), ("/account", "account"), ("/account/sessions", "sessions"), ("/account/log", "personal-log")]:
        window.open(path)
        window.examine(name)


def test_a_refused_identity_says_what_to_correct(windows, reviewer, folder):
    person = people.Person("孙不像")
    window = windows()
    people.register(window, person)
    people.submit_identity(window, person, folder)
    people.ask_for_review(window)
    desk = windows()
    office.log_in_reviewer(desk, reviewer)
    office.decide(desk, person, approve=False, reason="活体照片与证件照不是同一人")
    page = window.open("/account/verification")
    assert "活体照片与证件照不是同一人" in page.locator("main").inner_text()
    assert page.locator("form[action='/account/verification']").count() == 1, "the data can be corrected"
    window.examine("verification-refused")


def test_verification_log_is_masked(windows, reviewer, folder):
    person = people.Person("叶小三")
    window = windows()
    people.register(window, person)
    people.submit_identity(window, person, folder)
    text = window.open("/account/verification").locator(".log").inner_text()
    assert "注册日志" in text and "认证日志" in text
    assert person.mobile not in text and person.id_number not in text, "numbers are masked in logs"


def test_login_answers_alike_for_unknown_account_and_wrong_password(windows, bob):
    answers = []
    for login in (bob.mobile, "13711112222"):
        page = windows().open("/login")
        page.fill("[name=login]", login)
        page.fill("[name=password]", "certainly wrong password")
        page.click("button[name=action][value=login]")
        page.wait_for_load_state("networkidle")
        answers.append(page.locator(".note.error").inner_text())
    assert answers[0] == answers[1]


def test_logging_out_ends_the_session(windows, alice):
    window = windows()
    people.log_in(window, people.Person(alice.name, password=alice.password, mobile=alice.mobile, id_number=alice.id_number))
    cookies = window.context.cookies()
    window.open("/workbench")
    window.page.locator("form[action='/logout'] button").first.click()
    window.page.wait_for_load_state("networkidle")
    window.context.add_cookies(cookies)
    window.open("/workbench")
    assert "/login" in window.page.url, "the old token no longer opens anything"


def test_pages_speak_english_when_asked(windows, alice):
    window = windows(alice)
    page = window.open("/workbench")
    page.locator("form[action='/language'] button[value=en]").first.click()
    page.wait_for_load_state("networkidle")
    assert page.locator("html").get_attribute("lang") == "en"
    window.examine("workbench-english")
    page.locator("form[action='/language'] button[value='zh-CN']").first.click()
