"""The back office: a reviewer compares two images and decides."""
from __future__ import annotations

import re
import time
from pathlib import Path

from tools.pages import Window
from tools.server import Server

from .people import Person

CASE_SECONDS_MAX = 60


def create_reviewer(server: Server, folder: Path) -> Person:
    reviewer = Person("审核员", mobile="13900000001", password="reviewer's long password 1")
    secret = folder / "reviewer-password"
    secret.write_text(reviewer.password + "\n")
    server.run("create-admin", "--data", str(server.data), "--name", reviewer.name, "--email", reviewer.email,
               "--mobile", reviewer.mobile, "--password-file", str(secret))
    return reviewer


def log_in_reviewer(window: Window, reviewer: Person) -> None:
    page = window.open("/login?next=/office/reviews")
    page.fill("[name=login]", reviewer.email)
    page.fill("[name=password]", reviewer.password)
    page.click("button[name=action][value=login]")
    page.wait_for_url(lambda url: "/login" not in url)


def decide(window: Window, person: Person, *, approve: bool, reason: str = "两张图像为同一人", examine: bool = False) -> None:
    """Opens the person's case, whose name stands masked in the queue, and decides it."""
    masked = re.compile(f"^\\s*{person.name[0]}.*{person.name[-1]}\\s*$")
    end = time.monotonic() + CASE_SECONDS_MAX
    while True:
        page = window.open("/office/reviews")
        case = page.locator("table a.title").filter(has_text=masked)
        if case.count():
            break
        # Recognition of the card runs in the background first.
        assert time.monotonic() < end, f"no case of {person.name} after {CASE_SECONDS_MAX} s\n{page.locator('main').inner_text()}"
        time.sleep(0.5)
    if examine:
        window.examine("review-queue")
    case.first.click()
    page.locator(".compare img").first.wait_for()
    if examine:
        window.examine("review")
    page.locator(f"input[name=decision][value={'approve' if approve else 'reject'}]").check(force=True)
    page.fill("[name=reason]", reason)
    page.locator(".decide button.primary").click()
    page.wait_for_load_state("networkidle")


def waiting(window: Window) -> int:
    return window.open("/office/reviews").locator("table a.title").count()
