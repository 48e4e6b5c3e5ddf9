"""A company is verified, its people come and go."""
from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from tools import drawing
from tools.pages import Window

from .people import Person


def credit_code(serial: int) -> str:
    """GB 32100 with the organization code of GB 11714 inside."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    inner = f"{serial:08d}"
    rest = (11 - sum(int(digit) * weight for digit, weight in zip(inner, (3, 7, 9, 10, 5, 8, 4, 2))) % 11) % 11
    code = "91350203" + inner + ("X" if rest == 10 else str(rest))
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    return code + alphabet[(31 - sum(alphabet.index(letter) * weight for letter, weight in zip(code, weights)) % 31) % 31]


def licence(path: Path, lines: list[str]) -> Path:
    picture = Image.new("RGB", (1400, 900), "white")
    pen = ImageDraw.Draw(picture)
    for index, line in enumerate(lines):
        pen.text((90, 120 + index * 120), line, fill="black", font=drawing.font(46))
    picture.save(path, quality=92)
    return path


def submit(window: Window, name: str, code: str, representative: str, picture: Path) -> None:
    page = window.open("/companies/new")
    page.locator("#licence").set_input_files(picture)
    page.fill("[name=name]", name)
    page.fill("[name=code]", code)
    page.fill("[name=legalRepresentative]", representative)
    page.fill("[name=bank]", "示例银行")
    page.fill("[name=account]", "3510000012345678")
    page.locator("form[action='/companies/new'] button.primary").click()
    # The script sends the picture and then shows the answer in place.
    heading, fault = page.locator("#log-title"), page.locator(".field-error, .note.error")
    window.until(lambda: heading.count() > 0 or fault.count() > 0, "the company data were sent")


def personal_mode(window: Window) -> None:
    page = window.open("/mode")
    page.locator("button.mode-card").first.click()
    page.wait_for_load_state("networkidle")


def company_mode(window: Window, name: str) -> None:
    page = window.open("/mode")
    page.locator("button.mode-card").filter(has_text=name).click()
    page.wait_for_load_state("networkidle")


def open_member(owner: Window, name: str) -> None:
    page = owner.open("/organization")
    page.locator("table a.title").filter(has_text=name).first.click()
    page.wait_for_url("**/organization/people/*")
    page.wait_for_load_state("networkidle")


def give_roles(owner: Window, name: str, *roles: str) -> None:
    """On top of what the person has."""
    open_member(owner, name)
    for role in roles:
        owner.page.locator(f"input[name=role-{role}]").check()
    owner.page.locator("main form button.primary").first.click()
    owner.page.wait_for_url("**notice=memberSaved*")


def let_go(owner: Window, name: str) -> None:
    open_member(owner, name)
    owner.page.locator("form[action$='/leaving'] button").click()
    owner.page.wait_for_url("**notice=memberLeft*")
