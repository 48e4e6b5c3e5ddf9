"""The place editor: boxes under the mouse and the keys."""
from __future__ import annotations

from dataclasses import dataclass

from tools.pages import Window


@dataclass
class Place:
    """One place as its hidden field tells it, in points from the lower left corner of the page as shown."""

    id: str
    party: str
    kind: str
    page: int
    x: float
    y: float
    width: float
    height: float

    @classmethod
    def read(cls, text: str) -> Place:
        id, party, kind, page, *numbers = text.split(";")
        return cls(id, party, kind, int(page), *(float(number) for number in numbers))

    @property
    def box(self) -> tuple[float, float, float, float]:
        return (self.x, self.y, self.width, self.height)


def all_of(window: Window) -> list[Place]:
    """Every place of the page, in the order of the list."""
    fields = window.page.locator("[data-list] input[name=place]")
    return [Place.read(value) for value in fields.evaluate_all("fields => fields.map((field) => field.value)")]


def parties(window: Window) -> list[str]:
    """Ids of the parties, the initiator first."""
    return window.page.locator("#newParty option").evaluate_all("options => options.map((option) => option.value)")


def view(window: Window, index: int):
    """The box on its page that belongs to row `index` of the list."""
    window.page.locator("[data-list] li").nth(index).click(position={"x": 30, "y": 10})
    return window.page.locator(".sheet .place.selected")


def scale(window: Window, page: int) -> float:
    """Points for each pixel of a page as it stands on the screen."""
    sheet = window.page.locator(f"#page-{page}")
    box = sheet.bounding_box()
    assert box
    return float(sheet.get_attribute("data-width") or 0) / box["width"]


def drag(window: Window, index: int, right: float, down: float) -> None:
    """Takes a box by its middle and lets it go so many pixels away."""
    box = settled(window, view(window, index))
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    window.page.mouse.move(*middle)
    window.page.mouse.down()
    window.page.mouse.move(middle[0] + right, middle[1] + down, steps=7)
    window.page.mouse.up()


def resize(window: Window, index: int, right: float, down: float) -> None:
    """Pulls the lower right corner."""
    box = settled(window, view(window, index).locator("i"))
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    window.page.mouse.move(*middle)
    window.page.mouse.down()
    window.page.mouse.move(middle[0] + right, middle[1] + down, steps=7)
    window.page.mouse.up()


def settled(window: Window, element) -> dict:
    """Where an element stands once the page has scrolled to it."""
    element.scroll_into_view_if_needed()
    seen = [None]

    def rests() -> bool:
        before, seen[0] = seen[0], element.bounding_box()
        return before is not None and before == seen[0]

    window.until(rests, "the place stands still")
    assert seen[0]
    return seen[0]


def put(window: Window, party: str, kind: str, page: int, at: tuple[float, float]) -> None:
    """Drags a new place from the tools onto a page; `at` are shares of its width and height."""
    button = window.page.locator(f"[data-add={kind}][data-party='{party}']")
    sheet = window.page.locator(f"#page-{page}")
    box = settled(window, sheet)
    button.drag_to(sheet, target_position={"x": box["width"] * at[0], "y": box["height"] * at[1]})


def press(window: Window, index: int, *keys: str) -> None:
    """Keys on a box that has the focus."""
    settled(window, view(window, index))
    for key in keys:
        window.page.keyboard.press(key)


def type_numbers(window: Window, index: int, **numbers: float) -> None:
    """Types into the numbers beside the list: the page, or millimetres."""
    view(window, index)
    for name, value in numbers.items():
        field = window.page.locator(f"[data-number={name}]")
        field.fill(f"{value:g}")
        field.press("Tab")


def wait_until_saved(window: Window) -> None:
    status = window.page.locator("[data-status]")
    saved = window.page.locator("form#places").get_attribute("data-saved")
    window.until(lambda: status.inner_text() == saved, "the places were saved by themselves")


def add_by_numbers(window: Window, party: str, kind: str, *, page: int, left: float, bottom: float) -> None:
    open_exact(window, party, kind)
    for name, value in (("newPage", page), ("newX", left), ("newY", bottom)):
        window.page.fill(f"[name={name}]", f"{value:g}")
    press_and_wait(window, "add")


def add_by_keyword(window: Window, party: str, kind: str, keyword: str) -> None:
    open_exact(window, party, kind)
    window.page.fill("#keyword", keyword)
    press_and_wait(window, "keyword")


def open_exact(window: Window, party: str, kind: str) -> None:
    details = window.page.locator("details:has(#newParty)")
    if not details.evaluate("element => element.open"):
        details.locator("summary").click()
    window.page.select_option("#newParty", party)
    window.page.select_option("#newKind", kind)


def press_and_wait(window: Window, action: str) -> None:
    with window.page.expect_navigation(wait_until="networkidle"):
        window.page.locator(f"form#places button[name=action][value={action}]:visible").click()
