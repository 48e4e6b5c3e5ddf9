"""Seals are made, looked at, stopped, uploaded, granted and used (F-045 to F-048, F-062, B-16, E-22)."""
from __future__ import annotations

import re
import subprocess

import pytest

from journeys import approvals, companies, contracts, samples, seals
from journeys.contracts import Order
from journeys.people import Person
from tools import documents, judges
from tools.pages import Window

COMPANY = "示例科技有限公司"
PIN = "274950"


@pytest.fixture(scope="module")
def staff(browser, server):
    return approvals.town(browser, server, COMPANY)


@pytest.fixture(scope="module")
def chief(browser, server, staff):
    """The legal representative, in company mode."""
    person = Person("林晓示", password=approvals.PASSWORD, mobile="13800000001")
    window = Window(browser, server)
    samples.log_in(window, person)
    companies.company_mode(window, COMPANY)
    person.state = window.context.storage_state()
    window.close()
    return person


def picture(folder, name, ground):
    file = folder / name
    subprocess.run(
        ["gm", "convert", "-size", "700x700", f"xc:{ground}", "-stroke", "#d3201a", "-strokewidth", "24", "-fill", "none",
         "-draw", "circle 350,350 350,40", "-draw", "line 200,350 500,350", str(file)], check=True)
    return file


def send(page, file):
    page.set_input_files("#file", str(file))
    page.locator("main form button.primary").click()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("view", ["desktop", "phone"])
def test_a_picture_with_a_white_ground_is_offered_without_it(windows, alice, folder, view):
    window = windows(alice, view=view)
    page = window.open("/account/seals")
    page.locator("a[href='/account/seals/upload']").click()
    window.examine("seal-upload")
    page.locator("main form button.primary").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("#file-error").count() == 1, "no file was chosen"
    script = folder / "script.svg"
    script.write_text("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script>alert(1)</script></svg>")
    send(page, script)
    assert "脚本" in page.locator("#file-error").inner_text()

    send(page, picture(folder, "white.png", "white"))
    page.wait_for_url("**/account/seals/uploads/*")
    window.examine("seal-uploaded-opaque")
    assert page.locator("button[value=make]").count() == 0, "an opaque picture cannot become a seal"
    page.locator("a[href$='ground=removed']").click()
    page.wait_for_load_state("networkidle")
    window.examine("seal-uploaded-removed")
    shown = page.locator(".paper img")
    assert shown.evaluate("image => image.complete && image.naturalWidth > 300")
    page.locator(".actions a.smaller").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("button[value=make]").count() == 0, "the original is back"
    page.locator("a[href$='ground=removed']").click()
    page.wait_for_load_state("networkidle")

    page.fill("[name=width]", "42")
    page.locator("button[value=make]").click()
    page.wait_for_load_state("networkidle")
    assert "10 至 25 mm" in page.locator("#width-error").inner_text()
    page.fill("[name=width]", "18")
    page.locator("button[value=preview]").click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".paper img").get_attribute("width") == "68", "18 mm at 96 dpi"
    page.locator("button[value=make]").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("#declared-error").count() == 1, "the declaration is asked for"
    page.locator("#declared").check()
    page.locator("button[value=make]").click()
    page.wait_for_url("**notice=sealMade")
    text = page.locator("main").inner_text()
    assert "上传图片" in text and "18 × 18 mm" in text and "有权使用该印章" in text
    window.examine("seal-from-picture")


def test_a_dark_ground_is_refused_and_says_why(windows, alice, folder):
    window = windows(alice)
    page = window.open("/account/seals/upload")
    send(page, picture(folder, "dark.png", "#224466"))
    window.examine("seal-uploaded-dark")
    assert page.locator("a[href$='ground=removed']").count() == 0 and page.locator("button[value=make]").count() == 0
    assert "无法自动去除" in page.locator("main").inner_text()


def test_the_pages_of_uploads_in_english_without_scripts(windows, alice, folder):
    window = windows(alice, language="en", scripts=False)
    page = window.open("/account/seals/upload")
    send(page, picture(folder, "white-en.png", "white"))
    page.locator("a[href$='ground=removed']").click()
    page.wait_for_load_state()
    assert page.locator("button[value=make]").count() == 1


def design(window):
    """Draws a contract seal; the picture follows every choice. Returns the seal's id."""
    page = window.open("/account/seals/new?kind=contractSeal")
    page.wait_for_load_state("networkidle")
    window.examine("seal-maker")
    shown = page.locator("[data-preview]").get_attribute("src")
    page.locator("#colour-blue").check(force=True)
    window.until(lambda: page.locator("[data-preview]").get_attribute("src") != shown, "the preview follows the colour")
    assert b"#1f3f93" in window.fetch(page.locator("[data-preview]").get_attribute("src"))
    shown = page.locator("[data-preview]").get_attribute("src")
    page.fill("#purpose", "采购合同专用章")
    window.until(lambda: page.locator("[data-preview]").get_attribute("src") != shown, "the preview follows the text")
    page.locator("button[value=make]").click()
    page.wait_for_url("**notice=sealMade")
    return re.sub(r"\?.*", "", page.url).split("/")[-1]


def new_draft(window, staff, file, title):
    contracts.upload(window, file)
    window.page.wait_for_url(contracts.CONTRACT)
    contracts.finish_draft(
        window, receiver=staff.receiver, order=Order.SIGN_THEN_SEND, title=title, business_type="销售合同")
    return contracts.read(window)


def offered(window, contract):
    """Values of the marks that the signing page offers."""
    page = window.open(contract.path)
    page.locator(".turn .do a[href*='/sign']").first.click()
    page.wait_for_load_state("networkidle")
    return page.locator("input[name=mark]").evaluate_all("marks => marks.map(mark => mark.value)")


def test_a_company_seal_from_design_to_use(windows, server, staff, chief, folder):
    """A delegate draws it and it waits; the legal representative activates it, locks it by a PIN and grants it by an
    online-signed paper; the handler uses it and the use is shown; stopped or cancelled, nobody can use it any more."""
    window = windows(chief)
    seals.sign_power(window, chief, staff.keeper, "制作合同专用章、维护采购业务规则", kind="businessRules")
    delegate = windows(staff.keeper)
    seal = design(delegate)
    assert seals.state(delegate, seal) == "待启用"
    delegate.examine("company-seal-pending")
    assert delegate.page.locator("button[name=command]").count() == 0, "a delegate cannot activate"
    page = window.open("/powers/new?kind=sealUse")
    assert page.locator(f"[name=seal] option[value='{seal}']").count() == 0, "a seal that waits cannot be granted"
    seals.change(window, seal, "activate")
    assert seals.state(window, seal) == "启用"
    window.examine("company-seal")

    page.fill("[name=pin]", PIN)
    page.fill("[name=again]", PIN)
    page.locator("form[action$='/pin'] button").click()
    page.wait_for_url("**notice=sealPIN")
    approvals.make_type(window, staff.handler.name)
    handler = windows(staff.handler)
    contract = new_draft(handler, staff, documents.contract(folder / "granted.pdf"), "用印试验合同")
    assert seal not in offered(handler, contract), "nobody uses it without a paper"

    paper = seals.sign_power(window, chief, staff.keeper, "保管", seal=seal)
    assert seal not in offered(handler, contract), "another's paper gives no right"
    paper = seals.sign_power(window, chief, staff.handler, "签署采购合同", seal=seal, examine="power")
    signed = folder / "power.pdf"
    signed.write_bytes(window.fetch(f"{paper}/file.pdf"))
    judges.judge(signed, signatures=1, root=server.root)
    assert staff.handler.name in window.open(f"/account/seals/{seal}").locator("main").inner_text()

    contracts.sign(handler, contract, staff.handler, seal=seal, pin=PIN)
    judges.judge(contracts.download(handler, contract, folder), signatures=1, root=server.root)
    page = window.open(f"/account/seals/{seal}")
    uses = page.locator("section[aria-labelledby=use-title]").inner_text()
    assert "用印试验合同" in uses and contract.transaction_no in uses, "the use is shown on the seal's page"

    stopped = new_draft(handler, staff, documents.contract(folder / "stopped.pdf"), "停用后的合同")
    assert seal in offered(handler, stopped)
    seals.change(window, seal, "suspend")
    window.examine("company-seal-suspended")
    assert seal not in offered(handler, stopped), "a stopped seal is offered to nobody"
    seals.change(window, seal, "resume")
    assert seal not in offered(handler, stopped), "a stop has ended every paper"
    seals.change(window, seal, "cancel")
    assert seals.state(window, seal) == "已注销"
    window.examine("company-seal-cancelled")
    assert window.page.locator("button[name=command]").count() == 0, "cancelled is for good"
    text = window.page.locator("main").inner_text()
    assert "用印试验合同" in text, "its uses stay on record"
    contracts.withdraw(handler, stopped, "印章已注销")
    companies.personal_mode(window)
    companies.personal_mode(handler)
    companies.personal_mode(delegate)
