"""One server and one browser for each worker of the suite; people who are registered and verified once."""
from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from journeys import business, office, people  # noqa: E402
from tools.pages import OUTPUT, Window  # noqa: E402
from tools.server import Server  # noqa: E402

CHROMIUM = os.environ.get("HEQI_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)


def pytest_collection_modifyitems(items):
    """Generated tests have names of their own, but one id; workers share tests out by their ids, and would run one of them."""
    for item in items:
        if not item.nodeid.endswith(item.name):
            item._id = item.parent.id.child(item.name)
    ids = [item.nodeid for item in items]
    assert len(set(ids)) == len(ids), "two tests have one id"


def pytest_runtest_setup(item):
    business.attempt = getattr(item, "execution_count", 1)


def pytest_runtest_logreport(report):
    """Says why at once: a run that is cut off later has shown its failures."""
    if report.outcome in {"failed", "rerun"} and "PYTEST_XDIST_WORKER" not in os.environ:
        print(f"\n{report.outcome.upper()} {report.nodeid} ({report.when})\n{report.longreprtext[-3000:]}", file=sys.__stdout__, flush=True)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server"))
    server.start()
    yield server
    code = server.stop()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(server.log, OUTPUT / f"heqi-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.log")
    assert code == 0, f"heqi ended with {code} after SIGTERM:\n{server.tail()}"


@pytest.fixture(scope="session")
def browser() -> Browser:
    if CHROMIUM is None:
        pytest.fail("no Chromium: run bin/setup test, or set HEQI_CHROMIUM")
    arguments = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def windows(browser, server):
    """Opens windows and closes them when the test ends; a script error in any of them fails the test."""
    opened: list[Window] = []

    def open_window(person: people.Person | None = None, view: str = "desktop", **options) -> Window:
        window = Window(browser, options.pop("server", server), view, state=person.state if person else None, **options)
        opened.append(window)
        return window

    yield open_window
    faults = [fault for window in opened for fault in window.faults]
    for window in opened:
        window.close()
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="session")
def reviewer(server, folder) -> people.Person:
    return office.create_reviewer(server, folder)


def make_verified(browser: Browser, server: Server, reviewer: people.Person, folder: Path, name: str,
                  person: people.Person | None = None) -> people.Person:
    """A person who went the whole way on the pages."""
    person = person or people.Person(name)
    window = Window(browser, server)
    desk = Window(browser, server)
    people.register(window, person)
    people.submit_identity(window, person, folder)
    people.ask_for_review(window)
    if not people.is_verified(window):
        office.log_in_reviewer(desk, reviewer)
        office.decide(desk, person, approve=True)
    assert people.is_verified(window), f"{name} is not verified:\n{server.tail()}"
    person.state = window.context.storage_state()
    window.close()
    desk.close()
    return person


@pytest.fixture(scope="session")
def alice(browser, server, reviewer, folder) -> people.Person:
    """Initiates contracts."""
    return make_verified(browser, server, reviewer, folder, "林若溪")


@pytest.fixture(scope="session")
def bob(browser, server, reviewer, folder) -> people.Person:
    """Receives contracts."""
    return make_verified(browser, server, reviewer, folder, "周明远")
