"""Registration, login and identity verification."""
from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path

from tools import drawing
from tools.pages import Window

_numbers = itertools.count(1)


@dataclass
class Person:
    name: str
    password: str = "correct horse 契约"
    mobile: str = field(default_factory=lambda: f"135{next(_numbers):08d}")
    id_number: str = field(default_factory=drawing.id_number)
    #: Cookies of a signed-in browser, to open further windows with.
    state: dict | None = None

    @property
    def email(self) -> str:
        return f"p{self.mobile}@example.com"


def register(window: Window, person: Person, *, examine: bool = False) -> None:
    page = window.open("/register")
    page.fill("[name=name]", person.name)
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", person.password)
    confirm_agreement(window)
    page.fill("[name=mobile]", person.mobile)
    page.fill("[name=code]", ask_for_code(window, person.mobile))
    if examine:
        window.examine("register")
    page.click("button[name=action][value=register]")
    page.wait_for_url(lambda url: "/register" not in url)
    person.state = window.context.storage_state()


def confirm_agreement(window: Window) -> None:
    """Reads to the end, as the page asks, then ticks."""
    page = window.page
    text = page.locator(".agreement .text")
    if text.count():
        text.evaluate("element => element.scrollTo(0, element.scrollHeight)")
    page.locator("#agreement").check()


def ask_for_code(window: Window, mobile: str) -> str:
    before = window.server.codes_sent(mobile)
    window.page.locator("button[name=action][value=code]").click()
    return window.server.code(mobile, after=before)


def log_in(window: Window, person: Person) -> None:
    page = window.open("/login")
    page.fill("[name=login]", person.mobile)
    page.fill("[name=password]", person.password)
    page.click("button[name=action][value=login]")
    page.wait_for_url(lambda url: "/login" not in url)
    person.state = window.context.storage_state()


def submit_identity(window: Window, person: Person, folder: Path, *, examine: bool = False) -> None:
    """Typed data, both card images, a live photo, both consents."""
    page = window.open("/account/verification")
    page.fill("[name=name]", person.name)
    page.fill("[name=idCardNumber]", person.id_number)
    cards = page.locator("[aria-labelledby=step-two] input[type=file]")
    cards.nth(0).set_input_files(drawing.card_front(folder / f"{person.mobile}-front.jpg", person.name, person.id_number))
    cards.nth(1).set_input_files(drawing.card_back(folder / f"{person.mobile}-back.jpg"))
    page.locator("#consentFace").check()
    page.locator("#consentShow").check()
    page.locator("[aria-labelledby=step-three] input[type=file]").set_input_files(
        drawing.live_photo(folder / f"{person.mobile}-live.jpg", person.id_number))
    if examine:
        window.examine("verification")
    page.locator("form[action='/account/verification'] button.primary").click()
    # The script sends the images and then shows the answer in place.
    form, fault = page.locator("[aria-labelledby=step-two]"), page.locator(".field-error, .note.error")
    window.until(lambda: form.count() == 0 or fault.count() > 0, "the identity data were sent")
    problems = page.locator(".field-error, [role=alert].note.error")
    assert problems.count() == 0, "identity refused: " + " / ".join(problems.all_inner_texts())


def ask_for_review(window: Window) -> None:
    """Only needed where the checks did not already hand the case to a reviewer."""
    page = window.open("/account/verification")
    button = page.locator("form[action='/account/verification/review'] button")
    if button.count():
        button.first.click()
        page.wait_for_load_state("networkidle")


def is_verified(window: Window) -> bool:
    page = window.open("/account/verification")
    return page.locator("#certificate-title").count() == 1
