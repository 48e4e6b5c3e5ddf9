"""The public verification page."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tools.pages import Window


@dataclass
class Result:
    """What the page says of a file."""

    signatures: int
    is_good: bool


def verify(window: Window, file: Path) -> Result:
    page = window.open("/verify")
    page.set_input_files("input[type=file][name=file]", file)
    button = page.locator("form[action='/verify'] button")
    page.wait_for_timeout(300)
    if page.locator("[data-verdict]").count() == 0 and button.count() and button.first.is_visible():
        button.first.click()
    page.locator("[data-verdict]").first.wait_for()
    verdict = page.locator("[data-verdict]").first.get_attribute("data-verdict")
    return Result(page.locator("[data-signature]").count(), verdict == "valid")
