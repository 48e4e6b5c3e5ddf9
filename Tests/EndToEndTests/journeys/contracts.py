"""From a file to a signed contract, and the ways out."""
from __future__ import annotations

import datetime
import enum
import re
import time
from dataclasses import dataclass
from pathlib import Path

from tools.pages import Window

from .people import Person

COMPLETION_SECONDS_MAX = 90
SWEEP_SECONDS_MAX = 90
CONTRACT = re.compile(r"/contracts/([0-9a-f]{8}-[0-9a-f-]{27})")
DRAFT_STEPS_MAX = 8


class Order(enum.Enum):
    """签发顺序."""

    SIGN_THEN_SEND = "signThenSend"
    SEND_THEN_SIGN = "sendThenSign"


@dataclass
class Contract:
    path: str
    transaction_no: str


# Making one.


def upload(window: Window, file: Path) -> None:
    page = window.open("/contracts/new")
    page.set_input_files("input[type=file][name=file]", file)


def upload_refused(window: Window, file: Path) -> str:
    """The sentence that says why the file was not taken."""
    upload(window, file)
    fault = window.page.locator("#file-error, .note.error").first
    fault.wait_for()
    return fault.inner_text().strip()


def start(window: Window, file: Path, *, receiver: Person, order: Order, title: str, deadline_days: int = 30,
          by: str = "mobile", examine: bool = False) -> Contract:
    """Upload, receiver, places as proposed, settings, send."""
    if examine:
        window.open("/contracts/new")
        window.examine("start")
    upload(window, file)
    window.page.wait_for_url(CONTRACT)
    finish_draft(window, receiver=receiver, by=by, order=order, title=title, deadline_days=deadline_days, examine=examine)
    return read(window)


def finish_draft(window: Window, *, receiver: Person | None = None, by: str = "mobile", order: Order | None = None,
                 title: str | None = None, deadline_days: int = 30, examine: bool = False,
                 business_type: str = "采购合同", send: bool = True) -> None:
    """Goes through whatever steps the draft still has, in the order the pages lead, and sends."""
    page = window.page
    for _ in range(DRAFT_STEPS_MAX):
        page.wait_for_load_state("networkidle")
        here = page.url
        if page.locator(".send-card").count():
            if examine:
                window.examine("send")
            if not send:
                return
            page.locator(".send-card form button.primary").click()
            page.wait_for_url(lambda url: url != here)
            page.wait_for_load_state("networkidle")
            return
        if page.locator("#declared").count():
            fill_settings(window, order, title, deadline_days)
            if page.locator("select[name=businessType]").count():
                page.select_option("[name=businessType]", label=business_type)
            if examine:
                window.examine("settings")
            page.locator(".form-end button.primary").click()
        elif page.locator("form#places").count():
            if examine:
                window.examine("places")
            page.locator(".form-end button[value=next]").click()
        elif page.locator("fieldset.receiver").count():
            if receiver:
                fill_receiver(window, receiver, by=by)
            if examine:
                window.examine("receivers")
            page.locator(".form-end button[value=next]").click()
        elif page.locator(".file-now a.primary").count():
            page.locator(".file-now a.primary").click()
        else:
            raise AssertionError(f"not a step of a draft: {page.url}\n{page.locator('main').inner_text()[:400]}")
        page.wait_for_url(lambda url: url != here)
    raise AssertionError(f"the draft never came to its end: {page.url}")


def walk_to(window: Window, selector: str, *, receiver: Person) -> None:
    """Goes on through a draft until a step shows `selector`."""
    page = window.page
    for _ in range(DRAFT_STEPS_MAX):
        page.wait_for_load_state("networkidle")
        if page.locator(selector).count():
            return
        here = page.url
        if page.locator("fieldset.receiver").count():
            fill_receiver(window, receiver)
            page.locator(".form-end button[value=next]").click()
        else:
            page.locator(".file-now a.primary").click()
        page.wait_for_url(lambda url: url != here)
    raise AssertionError(f"the draft never showed {selector}: {page.url}")


def fill_receiver(window: Window, receiver: Person, *, by: str = "mobile") -> None:
    """`by` says how the receiver is found or invited: mobile or email."""
    window.page.locator("input[name=name]").first.fill(receiver.name)
    window.page.locator(f"input[name={by}]").first.fill(getattr(receiver, by))


def fill_receivers(window: Window, people: list[tuple[Person, int]]) -> None:
    """Each with the number of their turn; equal numbers sign at the same time."""
    page = window.page
    while page.locator("fieldset.receiver").count() < len(people):
        page.locator("button[name=action][value=add]").click()
        page.wait_for_load_state("networkidle")
    for index, (person, turn) in enumerate(people):
        row = page.locator("fieldset.receiver").nth(index)
        row.locator("input[name=name]").fill(person.name)
        row.locator("input[name=mobile]").fill(person.mobile)
        row.locator("input[name=turn]").fill(str(turn))


def add_seam(window: Window, party: int, *, top: int) -> None:
    """A seal across the edges of all pages for the party at this place of the list."""
    page = window.page
    panel = page.locator("#seams")
    if panel.get_attribute("open") is None:
        panel.locator("summary").click()
    page.locator("#seamParty").select_option(index=party)
    page.fill("[name=seamTop]", str(top))
    page.locator("button[name=action][value=seam]").click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".seam-row").count() == party + 1, page.locator("main").inner_text()[:400]


def go_on(window: Window) -> None:
    """Presses the button that leads to the next step of a draft."""
    page = window.page
    here = page.url
    page.locator(".form-end button.primary").click()
    page.wait_for_url(lambda url: url != here)
    page.wait_for_load_state("networkidle")


def fill_settings(window: Window, order: Order | None, title: str | None, deadline_days: int) -> None:
    page = window.page
    if title:
        page.fill("[name=title]", title)
    if order:
        page.locator(f"#{order.value}").check(force=True)
    last = datetime.date.today() + datetime.timedelta(days=deadline_days)
    page.fill("[name=signDate]", last.isoformat())
    if not page.input_value("[name=signTime]"):
        page.fill("[name=signTime]", "18:00")
    page.locator("#declared").check()


def read(window: Window) -> Contract:
    """The contract on whose page the window stands."""
    found = CONTRACT.search(window.page.url)
    assert found, f"no contract at {window.page.url}"
    path = found.group(0)
    page = window.open(path)
    return Contract(path, page.locator(".contract-head code").first.inner_text().strip())


# Acting on one.


def receive(window: Window, contract: Contract, *, examine: bool = False) -> None:
    page = window.open(contract.path)
    if examine:
        window.examine("contract-to-receive")
    page.locator(".turn .do .primary").first.click()
    page.wait_for_load_state("networkidle")
    confirm_if_asked(window)
    assert can_sign(window, contract) or "/sign" in page.url, f"not received: {page.url}"


def confirm_if_asked(window: Window, reason: str | None = None, *, name: str | None = None) -> None:
    """Some actions have a page that says what becomes of it; presses on there."""
    page = window.page
    form = page.locator("form.card:has(button.big)")
    if page.locator("form.card .actions a.quiet").count() == 0 or form.count() == 0:
        return
    if reason:
        page.fill("[name=reason]", reason)
    if name:
        window.examine(name)
    here = page.url
    form.locator("button.big").click()
    page.wait_for_url(lambda url: url != here)
    page.wait_for_load_state("networkidle")


def can_sign(window: Window, contract: Contract) -> bool:
    return window.open(contract.path).locator(".turn .do a[href*='/sign']").count() > 0


def sign(window: Window, contract: Contract, person: Person, *, by_hand: bool = False, clicks: int = 1,
         examine: bool = False, seal: str | None = None, pin: str | None = None) -> None:
    """Reads every page, rates the other side, confirms, chooses a mark, enters the code, presses once."""
    get_ready_to_sign(window, contract, person, by_hand=by_hand, seal=seal, pin=pin)
    page = window.page
    if examine:
        window.examine("sign")
    button = page.locator("button[name=action][value=sign]")
    button.click(click_count=clicks, no_wait_after=clicks > 1)
    page.locator(".done-mark").wait_for()
    if examine:
        window.examine("signed")


def get_ready_to_sign(window: Window, contract: Contract, person: Person, *, by_hand: bool = False,
                      seal: str | None = None, pin: str | None = None) -> None:
    """Everything but the last press."""
    page = window.open(contract.path)
    page.locator(".turn .do a[href*='/sign']").first.click()
    page.wait_for_load_state("networkidle")
    rate_everybody(window)
    read_every_page(window)
    if by_hand:
        write_name(window)
    if seal:
        page.locator(f"input[name=mark][value='{seal}']").check(force=True)
    if pin:
        page.fill("[name=pin]", pin)
    page.locator("#confirmed").check()
    before = window.server.codes_sent(person.mobile)
    page.locator("button[name=action][value=code]").click()
    page.fill("[name=code]", window.server.code(person.mobile, after=before))


def rate_everybody(window: Window) -> None:
    while window.page.locator(".rate-buttons").count():
        window.page.locator(".rate-buttons button[value=accepted]").first.click()
        window.page.wait_for_load_state("networkidle")


def read_every_page(window: Window) -> None:
    sheets = window.page.locator(".sheet")
    for index in range(sheets.count()):
        sheet = sheets.nth(index)
        sheet.scroll_into_view_if_needed()
        window.until(lambda: sheet.locator("img").evaluate("image => image.complete"), f"page {index + 1} is shown")
    # Forced reading: the server measures the seconds, the page opens the confirmation.
    window.until(lambda: window.page.locator("#confirmed").is_enabled(), "the content can be confirmed")


def write_name(window: Window) -> None:
    """Draws a few strokes on the pad, as a finger would."""
    page = window.page
    page.locator("#mark-hand").check(force=True)
    canvas = page.locator("canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    at = lambda x, y: (box["x"] + box["width"] * x, box["y"] + box["height"] * y)  # noqa: E731
    strokes = [
        [(0.10, 0.30), (0.18, 0.26), (0.27, 0.31), (0.22, 0.52), (0.14, 0.74)],
        [(0.16, 0.50), (0.30, 0.46), (0.38, 0.60), (0.31, 0.78)],
        [(0.46, 0.24), (0.48, 0.48), (0.45, 0.76)],
        [(0.40, 0.40), (0.54, 0.36), (0.62, 0.44)],
        [(0.66, 0.28), (0.78, 0.30), (0.72, 0.55), (0.64, 0.75), (0.83, 0.62), (0.92, 0.76)],
    ]
    for stroke in strokes:
        page.mouse.move(*at(*stroke[0]))
        page.mouse.down()
        for point in stroke[1:]:
            page.mouse.move(*at(*point), steps=8)
        page.mouse.up()


def withdraw(window: Window, contract: Contract, reason: str, *, examine: bool = False) -> None:
    leave(window, contract, "withdraw", reason, "withdraw" if examine else None)


def return_contract(window: Window, contract: Contract, reason: str, *, examine: bool = False) -> None:
    leave(window, contract, "return", reason, "return" if examine else None)


def leave(window: Window, contract: Contract, word: str, reason: str, name: str | None) -> None:
    page = window.open(contract.path)
    page.locator(f".more-actions a[href*='{word}']").first.click()
    page.wait_for_load_state("networkidle")
    confirm_if_asked(window, reason, name=name)


def reinitiate(window: Window, contract: Contract) -> Contract:
    """Begins the next round with everything as it was, and sends it."""
    page = window.open(contract.path)
    way = ".turn .do [href*='reinitiat'], .turn .do [action*='reinitiat'] button, .more-actions [href*='reinitiat'], .more-actions [action*='reinitiat'] button"
    page.locator(way).first.click()
    page.wait_for_load_state("networkidle")
    confirm_if_asked(window)
    finish_draft(window)
    return read(window)


# Looking at one.


def folder_of(window: Window, contract: Contract) -> str:
    link = window.open(contract.path).locator(".crumbs a[href^='/folders/']").first
    return (link.get_attribute("href") or "").rsplit("/", 1)[-1]


def wait_for_folder(window: Window, contract: Contract, folder: str, seconds: float = SWEEP_SECONDS_MAX) -> None:
    end = time.monotonic() + seconds
    while (seen := folder_of(window, contract)) != folder:
        assert time.monotonic() < end, f"{contract.transaction_no} is in {seen}, not {folder}:\n{window.server.tail(15)}"
        time.sleep(0.3)


def wait_for_completion(window: Window, contract: Contract) -> None:
    wait_for_folder(window, contract, "completed", COMPLETION_SECONDS_MAX)


def status_of(window: Window, contract: Contract) -> int:
    answer = window.page.goto(f"{window.server.url}{contract.path}")
    assert answer
    return answer.status


def page_text(window: Window, contract: Contract) -> str:
    return window.open(contract.path).locator("main").inner_text()


def tab(window: Window, contract: Contract, index: int) -> str:
    """Opens a tab: 0 file, 1 progress, 2 log, 3 attachments; returns its path."""
    page = window.open(contract.path)
    path = page.locator(".tabs a").nth(index).get_attribute("href")
    assert path
    window.open(path)
    return path


def log_text(window: Window, contract: Contract) -> str:
    tab(window, contract, 2)
    return window.page.locator(".log").inner_text()


def download(window: Window, contract: Contract, folder: Path) -> Path:
    """The contract as it is now; each call keeps a file of its own."""
    tab(window, contract, 3)
    number = len(list(folder.glob(f"{contract.transaction_no}-*.pdf")))
    return window.download("li.attachment a.primary[download]", folder, f"{contract.transaction_no}-{number}.pdf")


def attachment(window: Window, contract: Contract, kind: str, folder: Path) -> Path:
    tab(window, contract, 3)
    words = {"report": "存证报告", "confirmation": "存证确认函"}[kind]
    row = f"li.attachment:has-text('{words}') a[download]"
    return window.download(row, folder, f"{contract.transaction_no}-{kind}.pdf")


def examine_tabs(window: Window, contract: Contract) -> None:
    for index, name in enumerate(["contract", "contract-progress", "contract-log", "contract-attachments"]):
        tab(window, contract, index)
        window.examine(name)
