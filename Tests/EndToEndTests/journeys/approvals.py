"""A company's reviews: who decides, who receives, who is asked."""
from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tools.pages import Window
from tools.server import Server

from . import companies, contracts, office, samples
from .contracts import Contract, Order
from .people import Person

PASSWORD = "Heqi-Evaluation-1"


@dataclass
class Staff:
    handler: Person
    legal: Person
    finance: Person
    keeper: Person
    receiver: Person
    representative: Person


def colleague(browser: Browser, server: Server, company: str | None, name: str, number: int) -> Person:
    """Someone of the sample, in the mode of a company or in their own name."""
    someone = Person(name, password=PASSWORD, mobile=f"1380000000{number}")
    window = Window(browser, server)
    samples.log_in(window, someone)
    if company:
        wait_for_company(window, company)
        companies.company_mode(window, company)
        someone.state = window.context.storage_state()
    window.close()
    return someone


def town(browser: Browser, server: Server, company: str) -> Staff:
    def person(name: str, number: int, in_company: bool = True) -> Person:
        return colleague(browser, server, company if in_company else None, name, number)

    return Staff(
        handler=person("周经办", 3), legal=person("吴审批", 4), finance=person("钱财务", 6), keeper=person("郑用章", 5),
        receiver=person("陈例", 2, in_company=False), representative=person("林晓示", 1))


def wait_for_company(window: Window, company: str) -> None:
    """The sample is made in the background after the first start."""
    end = time.monotonic() + samples.SAMPLE_SECONDS_MAX
    while window.open("/mode").locator("button.mode-card").filter(has_text=company).count() == 0:
        assert time.monotonic() < end, f"no {company}:\n{window.server.tail()}"
        time.sleep(0.5)


def decide(window: Window, contract: Contract, outcome: str, opinion: str, *, examine: bool = False) -> None:
    page = window.open(contract.path)
    page.locator(".turn .do a[href$='/approval']").first.click()
    page.wait_for_load_state("networkidle")
    if examine:
        window.examine("approval")
        page.locator(f"button[name=outcome][value={outcome}]").click()
        page.wait_for_load_state("networkidle")
        assert page.locator("#opinion-error").count() == 1, "an opinion is asked for"
    page.fill("[name=opinion]", opinion)
    page.locator(f"button[name=outcome][value={outcome}]").click()
    page.wait_for_url(lambda url: url.split("?")[0].endswith("/progress"))
    page.wait_for_load_state("networkidle")
    assert opinion in page.locator("main").inner_text()


def refused_decision(window: Window, contract: Contract) -> None:
    page = window.open(contract.path)
    assert page.locator(".turn .do a[href$='/approval']").count() == 0, "nobody is asked after a rejection"
    answer = window.page.goto(f"{window.server.url}{contract.path}/approval")
    assert answer.status == 409


def receive(window: Window, contract: Contract, business_type: str) -> None:
    page = window.open(contract.path)
    page.locator(".turn .do .primary").first.click()
    page.wait_for_load_state("networkidle")
    window.examine("company-receipt")
    page.select_option("[name=businessType]", label=business_type)
    page.locator("form.card button.big").click()
    page.wait_for_url(lambda url: "/receipt" not in url)
    page.wait_for_load_state("networkidle")


def start_company(window: Window, file: Path, *, company: str, handler: Person, title: str, business_type: str,
                  order: Order = Order.SIGN_THEN_SEND) -> Contract:
    contracts.upload(window, file)
    window.page.wait_for_url(contracts.CONTRACT)
    page = window.page
    page.wait_for_load_state("networkidle")
    if page.locator(".file-now a.primary").count():
        page.locator(".file-now a.primary").click()
        page.wait_for_load_state("networkidle")
    page.select_option("[name=kind]", "company")
    page.fill("input[name=name]", company)
    page.fill("input[name=mobile]", handler.mobile)
    page.locator(".form-end button[value=next]").click()
    page.wait_for_load_state("networkidle")
    contracts.finish_draft(window, order=order, title=title, business_type=business_type)
    return contracts.read(window)


def name_signers(window: Window, contract_path: str, *names: str, examine: bool = False) -> None:
    """或签: any one of these people signs."""
    page = window.open(f"{contract_path}/signers")
    for name in names:
        page.locator("label.check").filter(has_text=name).locator("input").check()
    if examine:
        window.examine("signers")
    here = page.url
    page.locator("form.card button.big").click()
    page.wait_for_url(lambda url: url != here)
    page.wait_for_load_state("networkidle")


def make_company(owner: Window, desk: Window, reviewer: Person, name: str, code: str, representative: Person, folder: Path) -> None:
    picture = companies.licence(
        folder / "licence-other.jpg", ["营业执照", f"统一社会信用代码  {code}", f"名称  {name}", f"法定代表人  {representative.name}"])
    companies.submit(owner, name, code, representative.name, picture)
    owner.page.locator("#voucher").set_input_files(picture)
    owner.page.locator("form[action$='/voucher'] button").click()
    owner.page.wait_for_load_state("networkidle")
    office.log_in_reviewer(desk, reviewer)
    queue = desk.open("/office/reviews")
    queue.locator("table a.title").filter(has_text=name).first.click()
    queue.locator(".compare img").first.wait_for()
    queue.locator("input[name=decision][value=approve]").check(force=True)
    queue.fill("[name=reason]", "凭证与执照一致")
    queue.locator(".decide form[action^='/office/companies/'] button.primary").last.click()
    queue.wait_for_load_state("networkidle")


def make_type(window: Window, handler: str) -> None:
    """A business type without reviews, handled by the one named."""
    page = window.open("/business-types/new")
    page.fill("[name=name]", "销售合同")
    page.fill("[name=code]", "XS")
    page.locator("label.check[for^='handlers-'], label.check[for^='handler-']").filter(has_text=handler).first.click()
    page.locator("button[name=action][value=save]").click()
    page.wait_for_load_state("networkidle")
    assert "/new" not in page.url, page.locator("main").inner_text()[:600]
