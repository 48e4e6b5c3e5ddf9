"""The two sample people of evaluation mode: verified from the first start, so that drills need not make their own."""
from __future__ import annotations

import time

from tools.pages import Window

from . import people
from .people import Person

#: A person more takes seconds on a busy machine, and the sample makes six before its business type.
SAMPLE_SECONDS_MAX = 120
#: An account is locked after ten failures: before it is made, it is tried this seldom.
TRY_SECONDS = 15


def pair() -> tuple[Person, Person]:
    return (Person("林晓示", password="Heqi-Evaluation-1", mobile="13800000001"),
            Person("陈例", password="Heqi-Evaluation-1", mobile="13800000002"))


def log_in(window: Window, person: Person) -> None:
    """Signs in as soon as the server has made its sample people; the code of their registration tells when to try again."""
    end = time.monotonic() + SAMPLE_SECONDS_MAX
    while True:
        page = window.open("/login")
        page.fill("[name=login]", person.mobile)
        page.fill("[name=password]", person.password)
        page.click("button[name=action][value=login]")
        page.wait_for_load_state("networkidle")
        if "/login" not in page.url:
            person.state = window.context.storage_state()
            if people.is_verified(window):
                return
        assert time.monotonic() < end, f"{person.name} cannot sign in:\n{window.server.tail()}"
        again = time.monotonic() + TRY_SECONDS
        while not window.server.codes_sent(person.mobile) and time.monotonic() < again:
            time.sleep(0.2)
        time.sleep(0.5)
