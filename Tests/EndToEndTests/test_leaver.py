"""Somebody leaves a company in the middle of a task: the next press is refused with a clear page, every right is gone, and
the task is with a colleague or on the list of what is to be taken over (F-057, F-058)."""
from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from journeys import approvals, companies, contracts, seals
from journeys.contracts import Contract, Order
from journeys.people import Person
from tools import documents
from tools.pages import Window
from tools.server import Server

COMPANY = "示例科技有限公司"
CODE = "91350100M000100Y43"
#: The job that hands tasks over runs after the commit; a busy machine takes its time.
MOVED_SECONDS_MAX = 60


class Directory(ThreadingHTTPServer):
    """A personnel system; `people` is what it answers next."""

    def __init__(self) -> None:
        self.people: list[dict] = []
        super().__init__(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/roster"


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        roster = {"企业": [COMPANY], f"{COMPANY}部门结构": [{"部门": "采购部", "上级部门": "", "人员": self.server.people}]}
        body = json.dumps(roster, ensure_ascii=False).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_) -> None:
        pass


@pytest.fixture(scope="module")
def directory():
    directory = Directory()
    yield directory
    directory.shutdown()
    directory.server_close()


@pytest.fixture(scope="module")
def town(tmp_path_factory, directory):
    """A server of its own, because people leave for good."""
    server = Server(tmp_path_factory.mktemp("leaver"), settings={"org-directories": f"{CODE}={directory.url}"})
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def staff(browser, town):
    return approvals.town(browser, town, COMPANY)


@pytest.fixture
def rooms(windows, town):
    """Windows on the server of this file."""
    return lambda person, view="desktop": windows(person, view=view, server=town)


def start(window: Window, folder, receiver: Person, title: str, business_type: str = "采购合同") -> Contract:
    contracts.upload(window, documents.contract(folder / f"{title}.pdf"))
    window.page.wait_for_url(contracts.CONTRACT)
    contracts.finish_draft(
        window, receiver=receiver, order=Order.SIGN_THEN_SEND, title=title, business_type=business_type)
    return contracts.read(window)


def open_review(window: Window, contract: Contract) -> None:
    page = window.open(contract.path)
    page.locator(".turn .do a[href$='/approval']").first.click()
    page.wait_for_load_state("networkidle")
    page.fill("[name=opinion]", "同意")


def refused(window: Window, contract: Contract, answer) -> None:
    """The press was answered by the page that says why, and nothing of the company is left to this session."""
    assert answer.status in (403, 404), f"{answer.url} answered {answer.status}"
    page = window.page
    page.locator("main h1, h1").first.wait_for()
    text = page.locator("body").inner_text()
    assert f"您已不能代表“{COMPANY}”操作" in text and "没有执行" in text, text[:600]
    window.examine("company-ended")
    for path in (contract.path, f"{contract.path}/approval", "/business-types"):
        answer = page.goto(f"{window.server.url}{path}")
        assert answer.status in (403, 404) or "/mode" in page.url, f"{path} answered {answer.status}"
        assert contract.transaction_no not in page.locator("body").inner_text()
    page = window.open("/mode")
    assert page.locator("button.mode-card").filter(has_text=COMPANY).count() == 0
    assert contract.transaction_no not in window.open("/workbench").locator("body").inner_text()


def wait_until(window: Window, path: str, text: str, selector: str = "main") -> str:
    """Opens the page again until it shows the text."""
    end = time.monotonic() + MOVED_SECONDS_MAX
    while text not in (shown := window.open(path).locator(selector).inner_text()):
        assert time.monotonic() < end, f"{path} never showed {text}:\n{shown[:800]}\n{window.server.tail(15)}"
        time.sleep(0.3)
    return shown


def test_approvers_leave_with_the_review_open(rooms, staff, folder):
    """The review of one goes to a colleague; that of the last seal approver waits until somebody is given it."""
    handler, legal, chief = rooms(staff.handler), rooms(staff.legal), rooms(staff.representative)
    finance, keeper, phone = rooms(staff.finance), rooms(staff.keeper), rooms(staff.representative, "phone")
    for window in (chief, phone):
        assert "没有无人办理的任务" in window.open("/organization/duties").locator("main").inner_text()
        window.examine("duties-none")
    assert handler.page.goto(f"{chief.server.url}/organization/duties").status == 403
    contract = start(handler, folder, staff.receiver, "审批中途离职")
    open_review(legal, contract)
    companies.let_go(chief, staff.legal.name)
    with legal.page.expect_navigation() as pressed:
        legal.page.locator("button[name=outcome][value=approved]").click()
    refused(legal, contract, pressed.value)

    wait_until(finance, "/workbench", contract.transaction_no, "body")
    approvals.decide(finance, contract, "approved", "代为审批")
    approvals.decide(finance, contract, "approved", "预算可以")
    assert contracts.folder_of(handler, contract) == "initiatorSeal"
    log = contracts.log_text(handler, contract)
    assert "自动改派离职人员的任务" in log and "吴*批" in log and "钱*务" in log, log

    open_review(keeper, contract)
    companies.let_go(chief, staff.keeper.name)
    with keeper.page.expect_navigation() as pressed:
        keeper.page.locator("button[name=outcome][value=approved]").click()
    refused(keeper, contract, pressed.value)
    row = f"li.duty:has-text('{contract.transaction_no}')"
    text = wait_until(chief, "/organization/duties", contract.transaction_no)
    assert "郑用章 已离职" in text and "用章审批" in text and "没有人具备所需角色" in text, text
    assert "没有审批人的业务类型" in text, "new contracts would stop there too"
    chief.examine("duties-nobody")
    companies.give_roles(chief, staff.finance.name, "sealApprover")
    page = chief.open("/organization/duties")
    assert page.locator(f"{row} option").all_inner_texts()[1:] == [staff.finance.name]
    chief.examine("duties")
    phone.open("/organization/duties")
    phone.examine("duties")
    page.locator(f"{row} select").select_option(label=staff.finance.name)
    page.locator(f"{row} button").click()
    page.wait_for_url("**notice=dutyTaken*")
    assert page.locator(row).count() == 0

    approvals.decide(finance, contract, "approved", "可以用章")
    assert "改派任务" in contracts.log_text(handler, contract)
    contracts.sign(handler, contract, staff.handler)


def test_the_directory_drops_a_handler_with_the_signing_page_open(rooms, staff, directory, folder):
    """陈例 comes by the personnel system, handles a contract, and is no longer in it at the next pull."""
    chief = rooms(staff.representative)
    directory.people = [{"姓名": staff.receiver.name, "手机": staff.receiver.mobile, "邮箱": ""}]
    pull(chief)
    companies.give_roles(chief, staff.receiver.name, "handler")
    approvals.make_type(chief, staff.receiver.name)
    # Nobody signs for the company without a right to one of its seals, drawn or not.
    face = chief.open("/account/seals").locator(".seal-card h2 a").filter(has_text="合同专用章").first
    seals.sign_power(chief, staff.representative, staff.receiver, "签署销售合同", seal=face.get_attribute("href").split("/")[-1])
    worker = rooms(staff.receiver)
    companies.company_mode(worker, COMPANY)
    outsider = Person("林晓示", mobile=staff.representative.mobile)
    contract = start(worker, folder, outsider, "经办人离职", "销售合同")
    contracts.get_ready_to_sign(worker, contract, staff.receiver)
    directory.people = [{"姓名": "新来的", "手机": "13912340001", "邮箱": ""}]
    pull(chief)
    with worker.page.expect_navigation() as pressed:
        worker.page.locator("button[name=action][value=sign]").click()
    refused(worker, contract, pressed.value)

    wait_until(chief, "/workbench", contract.transaction_no, "body")
    row = f"li.duty:has-text('{contract.transaction_no}')"
    text = wait_until(chief, "/organization/duties", contract.transaction_no)
    assert "陈例 已离职" in text and "经办" in text
    chief.page.locator(f"{row} select").select_option(label=staff.handler.name)
    chief.page.locator(f"{row} button").click()
    chief.page.wait_for_url("**notice=dutyTaken*")
    handler = rooms(staff.handler)
    assert contracts.can_sign(handler, contract), "the new handler is asked to sign"
    log = contracts.log_text(handler, contract)
    assert "经办人已离职" in log and "改派任务" in log, log


def pull(chief: Window) -> None:
    page = chief.open("/organization/import")
    page.locator("form[action='/organization/import/directory'] button").click()
    page.wait_for_url("**notice=directoryPulled*")
