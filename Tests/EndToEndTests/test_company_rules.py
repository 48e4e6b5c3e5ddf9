"""A company's own rules on its pages: the number of the next contract, reviews up the reporting line, people from a workbook."""
from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from journeys import approvals, companies, contracts
from journeys.contracts import Order
from journeys.people import Person
from tools import documents
from tools.pages import Window
from tools.server import Server

COMPANY = "示例科技有限公司"
HEADS = ["企业", "部门", "上级部门", "姓名", "手机", "邮箱"]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A server of its own: superiors change, and other journeys count on the sample's."""
    server = Server(tmp_path_factory.mktemp("rules"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def representative(browser, town):
    return approvals.colleague(browser, town, COMPANY, "林晓示", 1)


def press(window: Window, selector: str) -> None:
    with window.page.expect_navigation():
        window.page.locator(selector).click()
    window.page.wait_for_load_state("networkidle")


def set_superior(owner: Window, name: str, superior: str) -> None:
    companies.open_member(owner, name)
    label = next(text for text in owner.page.locator("#manager option").all_inner_texts() if text.startswith(superior))
    owner.page.select_option("#manager", label=label)
    press(owner, "main form button.primary")
    assert "notice=memberSaved" in owner.page.url


def year() -> str:
    return str(datetime.now(ZoneInfo("Asia/Shanghai")).year)


def test_the_next_number_is_shown_and_superiors_decide_one_after_the_other(windows, town, browser, representative, folder):
    busy, superior = (approvals.colleague(browser, town, COMPANY, *who) for who in (("周经办", 3), ("钱财务", 6)))
    receiver = Person("陈例", mobile="13800000002")
    owner, handler = windows(representative, server=town), windows(busy, server=town)
    set_superior(owner, busy.name, superior.name)
    page = owner.open("/business-types/new")
    page.fill("[name=name]", "逐级采购")
    page.fill("[name=code]", "ZJ")
    preview = "button[name=action][value=preview]"

    page.fill("[name=pattern]", "{type}-{yyyy}")
    press(owner, preview)
    assert page.locator("#pattern-error").count() == 1, "a rule without a running number cannot tell contracts apart"
    owner.examine("business-type-rule-refused")
    page.fill("[name=pattern]", "{type}-{yyyy}-{seq:4}")
    press(owner, preview)
    assert "月" in page.locator("#pattern-error").inner_text(), "numbers that begin anew each month would come twice in a year"
    page.select_option("#reset", "yearly")
    years = {year()}
    shown = []
    for _ in range(2):
        press(owner, preview)
        shown.append(page.locator("p[role=status] .number").inner_text())
    assert shown[0] == shown[1] and shown[0] in {f"ZJ-{each}-0001" for each in years | {year()}}, "looking uses no number up"
    assert page.input_value("[name=name]") == "逐级采购", "what was typed is still there"

    page.locator("label.check[for^='handler']").filter(has_text=busy.name).first.click()
    page.fill("[name='initiationPlan.0.title']", "上级审批")
    page.fill("[name='initiationPlan.0.levels']", "2")
    owner.examine("business-type-numbered")
    press(owner, "button[name=action][value=save]")
    assert "经办人的上级，2 级" in page.locator("main").inner_text()

    contracts.upload(handler, documents.contract(folder / "levels.pdf"))
    handler.page.wait_for_url(contracts.CONTRACT)
    contracts.finish_draft(handler, receiver=receiver, order=Order.SIGN_THEN_SEND, title="逐级合同", business_type="逐级采购")
    contract = contracts.read(handler)
    text = contracts.page_text(handler, contract)
    assert shown[0] in text, "the contract has the number that was shown"
    assert superior.name in text and contracts.folder_of(handler, contract) == "sendReview"
    assert owner.open(contract.path).locator(".turn .do a[href$='/approval']").count() == 0, "the nearest superior is first"
    approvals.decide(windows(superior, server=town), contract, "approved", "直接上级同意")
    assert representative.name in contracts.page_text(handler, contract)
    approvals.decide(owner, contract, "approved", "再上一级同意")
    assert contracts.folder_of(handler, contract) == "awaitingInitiatorSign"

    owner.open("/business-types")
    press(owner, "article.use a:has-text('逐级采购')")
    assert shown[0] in owner.page.locator("section[aria-labelledby=numbers-title]").inner_text()


def workbook(path: Path, rows: list[list]) -> Path:
    """Saved as spreadsheet programs save: shared strings, numbers as numbers, an empty row in between."""
    book = Workbook()
    for row in [HEADS, *rows]:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("view", ["desktop", "phone"])
def test_people_come_from_a_workbook_or_nobody_does(windows, town, representative, folder, view):
    window = windows(representative, view=view, server=town)
    prefix = {"desktop": "1391000", "phone": "1392000"}[view]
    first, second = (f"{name}{'甲' if view == 'desktop' else '乙'}" for name in ("白露", "谷雨"))
    unit = f"表格部{view}"

    def send(rows: list[list]) -> str:
        window.open("/organization/import").locator("#file").set_input_files(workbook(folder / f"roster-{view}.xlsx", rows))
        press(window, "form[enctype] button.primary")
        return window.page.locator("main").inner_text()

    good = [COMPANY, unit, None, first, int(f"{prefix}0001"), "bailu@example.com"]
    text = send([good, [None] * 6, [COMPANY, unit, None, second, "139", None]])
    assert "第 4 行" in text and second in text and "没有导入任何内容" in text, text
    assert "第 2 行" not in text, "the good row is not blamed"
    assert window.page.locator("form[action$='/confirmation']").count() == 0
    window.examine("roster-refused")
    people = window.open("/organization?status=invited").locator("main").inner_text()
    assert first not in people and unit not in people, "one bad row and nothing is imported"

    send([good, [None] * 6, [COMPANY, unit, None, second, f"{prefix}0002", None]])
    window.examine("roster-ready")
    assert first not in windows(representative, server=town).open("/organization?status=invited").locator("main").inner_text()
    press(window, "form[action$='/confirmation'] button")
    assert "notice=rosterImported" in window.page.url
    people = window.open("/organization?status=invited").locator("main").inner_text()
    assert first in people and second in people and unit in people
