"""Every page of a company and of the back office on a telephone: nothing scrolls sideways, nothing is out of reach (390 px)."""
from __future__ import annotations

import pytest

from journeys import approvals, companies, contracts, office, samples
from journeys.contracts import Order
from journeys.people import Person
from tools import documents
from tools.pages import Window

COMPANY = "示例科技有限公司"

#: What the legal representative of a company opens, by a name for its picture.
PAGES = {
    "workbench": "/workbench", "dashboard": "/dashboard", "announcements": "/announcements", "mode": "/mode",
    "organization": "/organization", "roster-import": "/organization/import", "member-new": "/organization/people/new",
    "companies": "/companies", "company-form": "/companies/new",
    "business-types": "/business-types", "business-type-new": "/business-types/new", "seals": "/account/seals",
    "seal-upload": "/account/seals/upload", "powers": "/powers", "templates": "/templates", "template-new": "/templates/new",
    "contacts": "/contacts", "contact-new": "/contacts/new", "contracts": "/contracts", "tags": "/contracts/tags",
    "contract-new": "/contracts/new", "account": "/account", "sessions": "/account/sessions", "personal-log": "/account/log",
    "notices": "/account/notices", "verification": "/account/verification", "verify": "/verify",
}
#: One of the things on a list, by the list and the link that leads to it.
DETAILS = {
    "member": ("/organization", "a[href^='/organization/people/']:not([href$='/new'])"),
    "company-verification": ("/companies", "a[href^='/companies/verifications/']"),
    "business-type": ("/business-types", "a[href^='/business-types/']:not([href$='/new'])"),
    "company-seal": ("/account/seals", "a[href^='/account/seals/']:not([href$='/new']):not([href$='/upload'])"),
    "seal-maker": ("/account/seals", "a[href$='/account/seals/new']"),
    "power-new": ("/powers", "a[href^='/powers/new']"),
    "template": ("/templates", "a[href^='/templates/']:not([href$='/new'])"),
}
FOLDERS = ["drafting", "draft", "sendReview", "initiatorSeal", "awaitingInitiatorSign", "awaitingReceipt", "receiveReview",
           "receiverSeal", "awaitingReceiverSign", "completed", "invalid"]
OFFICE = {
    "review-queue": "/office/reviews", "review-overdue": "/office/reviews/overdue", "jobs": "/office/jobs",
    "callbacks": "/office/callbacks", "archives": "/office/archives", "clients": "/office/clients", "client-new": "/office/clients/new",
    "announcements-office": "/office/announcements",
}


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


def test_the_pages_of_a_company(windows, chief):
    window = windows(chief, view="phone")
    for name, path in PAGES.items():
        window.open(path)
        window.examine(f"width-{name}")
    for name, (path, link) in DETAILS.items():
        page = window.open(path)
        found = page.locator(f"main {link}").first
        assert found.count(), f"{path} leads to no {name}"
        window.open(found.get_attribute("href"))
        window.examine(f"width-{name}")
    page = window.open("/business-types")
    first = page.locator(f"main {DETAILS['business-type'][1]}").first.get_attribute("href")
    window.open(f"{first.split('?')[0]}/edit")
    window.examine("width-business-type-edit")
    for folder in FOLDERS:
        window.open(f"/folders/{folder}")
        window.examine(f"width-folder-{folder}")


def test_a_contract_of_a_company_from_draft_to_review(windows, staff, folder):
    handler = windows(staff.handler, view="phone")
    file = documents.contract(folder / "narrow.pdf")
    contract = contracts.start(
        handler, file, receiver=staff.receiver, order=Order.SIGN_THEN_SEND, title="手机上发起的采购合同", examine=True)
    handler.open(f"{contract.path}/approval/people")
    handler.examine("width-approval-people")
    handler.open(f"{contract.path}/signers")
    handler.examine("width-signers")
    approvals.decide(windows(staff.legal, view="phone"), contract, "approved", "手机上审批", examine=True)
    contracts.examine_tabs(handler, contract)
    approver = windows(staff.legal, view="phone")
    approver.open("/organization/stand-in")
    approver.examine("width-stand-in")
    handler.open(f"{contract.path}/withdrawal")
    handler.examine("width-withdrawal")


def test_a_company_receives_on_a_telephone(windows, staff, folder):
    sender, handler = windows(staff.receiver), windows(staff.handler, view="phone")
    file = documents.contract(folder / "narrow-received.pdf")
    contract = approvals.start_company(
        sender, file, company=COMPANY, handler=staff.handler, title="手机上接收的合同", business_type="", order=Order.SEND_THEN_SIGN)
    approvals.receive(handler, contract, "采购合同")
    assert contracts.folder_of(handler, contract) == "receiveReview"
    contracts.examine_tabs(handler, contract)


def test_the_pages_of_the_back_office(windows, reviewer):
    window = windows(view="phone")
    office.log_in_reviewer(window, reviewer)
    for name, path in OFFICE.items():
        window.open(path)
        window.examine(f"width-{name}")


def test_everything_is_within_reach_of_a_telephone(windows, chief, reviewer):
    """What stands in the sidebar of a wide screen is opened under 我的, for people of a company and of the back office."""
    window, desk = windows(chief, view="phone"), windows(view="phone")
    office.log_in_reviewer(desk, reviewer)
    for name, each, place in (("company", window, "/organization"), ("office", desk, "/office/callbacks")):
        page = each.open("/account")
        page.locator("details.all-places summary").click()
        wide = {link.get_attribute("href") for link in page.locator(".sidebar nav a").all()}
        links = page.locator("details.all-places nav a:visible")
        assert place in wide and {link.get_attribute("href") for link in links.all()} == wide
        each.examine(f"width-everything-{name}")
        links.locator(f"xpath=self::*[@href='{place}']").click()
        page.wait_for_url(f"**{place}")
