"""Opens pages at desktop and phone width, and looks at each one as a careful reader would."""
from __future__ import annotations

import os
import shutil
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PageError

from .server import CHECKOUT, Server

OUTPUT = CHECKOUT / "Tests/EndToEndTests/output"
SCREENSHOTS = CHECKOUT / "docs/screenshots"
#: The pictures that the README shows; kept only when asked, so that a test run leaves the checkout clean.
KEPT = {"register-desktop", "review-desktop", "workbench-desktop", "sign-phone", "verify-desktop", "contract-desktop"}
KEEP = os.environ.get("HEQI_UPDATE_SCREENSHOTS") == "1"
#: Pictures are for people who look at them: HEQI_PICTURES=1 leaves one of every page examined in `output`.
PICTURES = KEEP or os.environ.get("HEQI_PICTURES") == "1"

VIEWS = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True},
}
SERIOUS = {"serious", "critical"}
#: A debug build on a busy machine takes seconds for one password hash.
ACTION_MILLISECONDS_MAX = 60_000
PICTURE_MILLISECONDS_MAX = 20_000
SHOWN = "[...document.images].every(i => i.complete || i.loading === 'lazy' && i.getBoundingClientRect().top > innerHeight)"


class Window:
    """One person's browser window: a context, a page, and what went wrong in it."""

    def __init__(self, browser: Browser, server: Server, view: str = "desktop", *, state: dict | None = None,
                 language: str = "zh-CN", scripts: bool = True):
        self.server = server
        self.view = view
        self.context: BrowserContext = browser.new_context(
            **VIEWS[view], base_url=server.url, locale=language, timezone_id="Asia/Shanghai", storage_state=state,
            accept_downloads=True, java_script_enabled=scripts, reduced_motion="reduce")
        self.context.set_default_timeout(ACTION_MILLISECONDS_MAX)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._console)

    def _console(self, message) -> None:
        # A refused form answers 4xx, which Chromium also prints; everything else is a fault of the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")

    def open(self, path: str) -> Page:
        answer = self.page.goto(path)
        assert answer is not None and answer.status < 400, f"{path} answered {answer and answer.status}\n{self.server.tail(15)}"
        return self.page

    def examine(self, name: str) -> None:
        """Fails on serious accessibility faults, sideways scrolling and script errors; keeps a picture."""
        # What is on the screen has to be there; pictures further down load when they come near.
        self.until(self._shown, "pictures load")
        results = self._judged()
        serious = [fault for fault in results.response["violations"] if fault["impact"] in SERIOUS]
        assert not serious, f"{name} ({self.view}, {self.page.url}):\n" + "\n".join(describe(fault) for fault in serious)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{name} ({self.view}) is {wide} px wider than the screen"
        assert not self.faults, f"{name} ({self.view}):\n" + "\n".join(self.faults)
        if PICTURES:
            self.picture(name)

    def _judged(self):
        """A page that follows others may just be reloading itself: then the one that comes is judged."""
        for _ in range(4):
            try:
                return Axe().run(self.page)
            except PageError as error:
                if "context was destroyed" not in str(error):
                    raise
                self.page.wait_for_load_state("load")
        return Axe().run(self.page)

    def picture(self, name: str) -> None:
        """Keeps a picture for people to look at. It is no verdict: those stand in `examine`."""
        OUTPUT.mkdir(parents=True, exist_ok=True)
        file = OUTPUT / f"{name}-{self.view}.png"
        whole = self.view == "desktop" and name not in {"sign"}
        if not any(self._photograph(file, whole) for _ in range(2)):
            warnings.warn(f"no picture of {name} ({self.view}): Chromium drew nothing in time", stacklevel=2)
        elif KEEP and file.stem in KEPT:
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, SCREENSHOTS / file.name)

    def _photograph(self, file: Path, whole: bool) -> bool:
        """Chromium without a screen sometimes never draws the frame of a window that stands behind others."""
        try:
            self.page.bring_to_front()
            self.page.screenshot(path=file, full_page=whole, timeout=PICTURE_MILLISECONDS_MAX)
            return True
        except PageError:
            return False

    def _shown(self) -> bool:
        try:
            return self.page.evaluate(SHOWN)
        except PageError:
            return False  # The page is just being left for the next one.

    def until(self, condition: Callable[[], object], what: str, seconds: float = ACTION_MILLISECONDS_MAX / 1000) -> None:
        """Waits for something that no single element shows; the strict policy of the pages forbids waiting by script."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"{what}, still not after {seconds:.0f} s at {self.page.url}"
            self.page.wait_for_timeout(100)

    def download(self, selector: str, folder: Path, name: str) -> Path:
        """Clicks a link that gives a file, and keeps the file."""
        with self.page.expect_download() as event:
            self.page.locator(selector).first.click()
        target = folder / name
        event.value.save_as(target)
        return target

    def fetch(self, path: str) -> bytes:
        """A file behind the person's session."""
        answer = self.context.request.get(path)
        assert answer.ok, f"{path} answered {answer.status}"
        return answer.body()

    def close(self) -> None:
        self.context.close()


def describe(fault: dict) -> str:
    places = "\n".join(f"    {node['html'][:160]}\n      {node.get('failureSummary', '')}" for node in fault["nodes"][:4])
    return f"  {fault['impact']} {fault['id']}: {fault['help']}\n{places}"
