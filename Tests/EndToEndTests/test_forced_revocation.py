"""Two operators end an order of a business system; one alone cannot (M-026, B-22)."""
from __future__ import annotations

from journeys import business, office
from journeys.business import LI
from journeys.people import Person
from tools.pages import Window
from tools.server import Server


def operator(server: Server, folder, name: str, mobile: str) -> Person:
    person = Person(name, mobile=mobile, password="operator's long password 1")
    secret = folder / f"password-{mobile}"
    secret.write_text(person.password + "\n")
    server.run("create-admin", "--data", str(server.data), "--name", person.name, "--email", person.email,
               "--mobile", person.mobile, "--password-file", str(secret))
    return person


def open_page(window: Window, person: Person):
    office.log_in_reviewer(window, person)
    return window.open("/office/revocations")


def test_one_proposes_another_confirms(server, windows, folder):
    heqi = business.client(server, "停用的系统")
    made = heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "FORCED-1", [business.signer(LI, 1)]))
    first, second = windows(), windows(view="phone")
    page = open_page(first, operator(server, folder, "甲运营", "13900000021"))
    first.examine("revocations-first")
    page.locator("form button.warn").click()
    page.locator(".field-error").first.wait_for()
    page.fill("[name=contract]", made["contractId"])
    page.fill("[name=reason]", "客户系统已停用")
    page.locator("form button.warn").first.click()
    page.locator("li.row", has_text=made["transactionNo"]).wait_for()
    row = page.locator("li.row", has_text=made["transactionNo"])
    assert row.locator("form[action$='/confirmation']").count() == 0, "whoever proposes does not confirm"
    assert heqi.get(f"/api/v1/contract/{made['contractId']}")["status"] == "CREATED"

    page = open_page(second, operator(server, folder, "乙运营", "13900000022"))
    row = page.locator("li.row", has_text=made["transactionNo"])
    assert "客户系统已停用" in row.inner_text() and "甲运营" in row.inner_text()
    second.examine("revocations")
    row.locator("form[action$='/confirmation'] button").click()
    page.locator("li.row", has_text="乙运营").wait_for()
    seen = heqi.get(f"/api/v1/contract/{made['contractId']}")
    assert seen["status"] == "REVOKED" and "客户系统已停用" in seen["revokeReason"]
