"""Places are set by mouse, keys, words and numbers, and the signed file has them exactly there."""
from __future__ import annotations

import pytest

from journeys import contracts, places
from journeys.contracts import Order
from journeys.places import Place
from tools import documents, judges

UPRIGHT, TURNED, CROPPED = 1, 2, 3
#: Size of each page as readers show it, in points.
SIZES = {UPRIGHT: (595, 842), TURNED: (842, 595), CROPPED: (495, 742)}
#: Half a pixel of the mouse on a page that is shown at about two thirds of its size.
POINTS_MAX = 1.0
MILLIMETRE = 72 / 25.4


def user_rectangle(place: Place) -> list[float]:
    """Where a box of the shown page lies in user space (ISO 32000-2 §7.7.3.3, §8.3.2.3), worked out by hand."""
    x, y, width, height = place.box
    if place.page == TURNED:
        # Turned clockwise: the top of the shown page is the left edge of the paper.
        top = SIZES[TURNED][1] - y
        return [top - height, x, top, x + width]
    left, bottom = (40, 60) if place.page == CROPPED else (0, 0)
    return [left + x, bottom + y, left + x + width, bottom + y + height]


def near(one, other, tolerance: float = POINTS_MAX) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= tolerance for a, b in zip(one, other))


@pytest.fixture
def draft(windows, alice, bob, folder):
    """Stands on the place editor of a file with one upright, one turned and one cropped page."""
    window = windows(alice)
    contracts.upload(window, documents.odd_pages(folder / "odd-pages.pdf"))
    window.page.wait_for_url(contracts.CONTRACT)
    contracts.walk_to(window, "form#places", receiver=bob)
    return window


def test_every_page_is_offered_as_large_as_readers_show_it(draft):
    for page, (width, height) in SIZES.items():
        sheet = draft.page.locator(f"#page-{page}")
        assert near((float(sheet.get_attribute("data-width")), float(sheet.get_attribute("data-height"))), (width, height), 0.01)


def test_places_moved_by_mouse_and_keys_stay_and_are_signed_there(draft, windows, server, alice, bob, folder):
    before = places.all_of(draft)
    assert [place.kind for place in before] == ["signature", "date"] * 2, "both sides have a mark and a date to begin with"
    mine, its_date, theirs, their_date = range(4)

    # Mouse, on the page that lies on its side.
    places.type_numbers(draft, mine, page=TURNED, x=100, y=60)
    start = places.all_of(draft)[mine]
    points = places.scale(draft, TURNED)
    places.drag(draft, mine, right=60, down=-45)
    moved = places.all_of(draft)[mine]
    assert moved.page == TURNED
    assert near((moved.x - start.x, moved.y - start.y), (60 * points, 45 * points)), (start, moved)
    places.resize(draft, mine, right=30, down=20)
    sized = places.all_of(draft)[mine]
    assert near((sized.width - moved.width, sized.height - moved.height), (30 * points, 20 * points)), (moved, sized)
    assert near((sized.x, sized.y + sized.height), (moved.x, moved.y + moved.height)), "the upper left corner stays"

    # Keys, on the cropped page: 5 points a step, half a point with Alt, size with Shift.
    places.type_numbers(draft, theirs, page=CROPPED, x=30, y=40)
    start = places.all_of(draft)[theirs]
    places.press(draft, theirs, *["ArrowRight"] * 4, *["ArrowUp"] * 3, "Alt+ArrowLeft", "Shift+ArrowRight")
    keyed = places.all_of(draft)[theirs]
    assert near(keyed.box, (start.x + 19.5, start.y + 15, start.width + 5, start.height), 0.02), (start, keyed)
    places.press(draft, their_date, "PageUp")
    assert places.all_of(draft)[their_date].page == before[their_date].page - 1

    # A new one from the tools, dropped on the first page; another taken away by key.
    places.put(draft, places.parties(draft)[1], "text", UPRIGHT, at=(0.5, 0.25))
    dropped = places.all_of(draft)[-1]
    middle = (dropped.x + dropped.width / 2, dropped.y + dropped.height / 2)
    assert (dropped.page, dropped.kind) == (UPRIGHT, "text") and near(middle, (595 * 0.5, 842 * 0.75), 2 * POINTS_MAX)
    places.wait_until_saved(draft)
    places.press(draft, its_date, "Delete")
    draft.until(lambda: len(places.all_of(draft)) == 4, "the place is taken away")

    places.wait_until_saved(draft)
    shown = places.all_of(draft)
    draft.examine("places-moved")
    draft.page.reload()
    kept = places.all_of(draft)
    assert all(place.id for place in kept)
    order = lambda place: (place.party, place.kind, place.page)  # noqa: E731
    assert [(order(place), place.box) for place in sorted(kept, key=order)] == [
        (order(place), place.box) for place in sorted(shown, key=order)], "what was shown is what was saved"

    contracts.finish_draft(draft, order=Order.SIGN_THEN_SEND, title="位置")
    contract = contracts.read(draft)
    contracts.sign(draft, contract, alice)
    other = windows(bob)
    contracts.receive(other, contract)
    contracts.sign(other, contract, bob)
    contracts.wait_for_completion(other, contract)
    file = contracts.download(other, contract, folder)
    judges.judge(file, signatures=2, root=server.root)
    found = judges.fields(file)
    for place in kept:
        page, rectangle = found[f"heqi-{place.id}"]
        assert page == place.page and near(rectangle, user_rectangle(place), 0.02), (place, rectangle)


def test_places_are_set_by_word_and_by_number(draft):
    first, second = places.parties(draft)
    count = len(places.all_of(draft))
    places.add_by_numbers(draft, second, "seal", page=TURNED, left=25.4, bottom=50.8)
    added = places.all_of(draft)[count]
    assert (added.party, added.kind, added.page) == (second, "seal", TURNED) and near((added.x, added.y), (72, 144), 0.02)
    places.add_by_keyword(draft, first, "signature", "PARTY-A-SIGN")
    found = places.all_of(draft)[count + 1:]
    assert [place.page for place in found] == [UPRIGHT, TURNED, CROPPED], "the word stands once on each page"
    for place in found:
        # The word ends at (150, 144) of the paper; the mark covers its end.
        left, bottom, right, top = user_rectangle(place)
        assert left <= 150 <= right and bottom <= 144 <= top, place
    draft.page.reload()
    assert len(places.all_of(draft)) == count + 4


def test_a_word_that_is_not_there_is_said_and_nothing_is_lost(draft):
    places.type_numbers(draft, 0, page=UPRIGHT, x=20, y=20)
    moved = places.all_of(draft)[0]
    places.add_by_keyword(draft, places.parties(draft)[0], "seal", "NO-SUCH-WORD")
    assert draft.page.locator("#keyword-error").inner_text()
    assert draft.page.input_value("#keyword") == "NO-SUCH-WORD"
    assert near(places.all_of(draft)[0].box, moved.box, 0.02), "what was moved before is still there"


def test_a_box_cannot_leave_its_page(draft):
    places.type_numbers(draft, 0, page=CROPPED, x=9999, y=-50)
    width, height = SIZES[CROPPED]
    place = places.all_of(draft)[0]
    assert near((place.x + place.width, place.y), (width, 0), 0.02)
    places.press(draft, 0, "ArrowRight", "ArrowDown")
    assert places.all_of(draft)[0].box == place.box


def test_places_move_under_a_finger_on_a_phone(windows, alice, bob, folder):
    window = windows(alice, view="phone")
    contracts.upload(window, documents.odd_pages(folder / "odd-pages-phone.pdf"))
    window.page.wait_for_url(contracts.CONTRACT)
    contracts.walk_to(window, "form#places", receiver=bob)
    start = places.all_of(window)[0]
    points = places.scale(window, start.page)
    places.drag(window, 0, right=20, down=-25)
    moved = places.all_of(window)[0]
    assert near((moved.x - start.x, moved.y - start.y), (20 * points, 25 * points), 2 * POINTS_MAX), (start, moved)
    window.examine("places")
