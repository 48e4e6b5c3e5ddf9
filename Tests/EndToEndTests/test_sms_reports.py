"""Operators see whether text messages arrive, from reports that prove nothing else (H-05)."""
from __future__ import annotations

import pytest

from journeys import office
from tools.server import Server
from tools.sms_service import SMSService, push, report


@pytest.fixture(scope="module")
def service():
    service = SMSService()
    yield service
    service.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory, service):
    """A server of its own, whose messages go to the test's service."""
    server = Server(tmp_path_factory.mktemp("sms"), settings={"sms-vendor-urls": service.setting})
    server.start()
    yield server
    assert server.stop() == 0, server.tail()


def ask_for_code(window, service, mobile: str) -> str:
    taken = len(service.taken)
    page = window.open("/register")
    page.fill("[name=mobile]", mobile)
    page.locator("button[name=action][value=code]").click()
    window.until(lambda: len(service.taken) > taken, "the service has the code")
    return service.taken[-1]


def test_reports_of_messages(server, service, windows, folder):
    first, second = (ask_for_code(windows(server=server), service, mobile) for mobile in ("13512340001", "13512340002"))
    desk = windows(server=server)
    office.log_in_reviewer(desk, office.create_reviewer(server, folder))
    page = desk.open("/office/vendors")
    address = page.locator("section[aria-labelledby=report-addresses] code").inner_text()
    assert "最近 24 小时" not in page.locator("main").inner_text()

    # Nobody without the address is heard; with it, what makes no sense is refused.
    assert push(address[:-1] + ("0" if address[-1] != "0" else "1"), report(first, arrived=False, reason="FORGED"))[0] == 404
    assert push(address, {"sid": 1})[0] == 400
    # A report that comes before the receipt is written down counts nothing, so it is pushed until it does.
    seen = lambda: desk.open("/office/vendors").locator("form[data-port=sms]").inner_text()

    def told(serial: str, words: str, **what) -> bool:
        assert push(address, report(serial, **what)) == (200, '{"result":0,"errmsg":"OK"}')
        return words in seen()

    desk.until(lambda: told(first, "送达 1 条", arrived=True, reason="DELIVRD"), "the first message has arrived")
    desk.until(lambda: told(second, "未送达 1 条，最近一次的原因：MK:0008", arrived=False, reason="MK:0008"), "the second has not")
    # Repeats, forged turns and strange numbers change nothing.
    push(address, report(first, arrived=False, reason="FORGED"), report("SERIAL-99", arrived=False, reason="FORGED"))
    assert "送达 1 条，未送达 1 条" in seen() and "FORGED" not in seen()
    desk.examine("vendors-sms")
    phone = windows(server=server, view="phone")
    office.log_in_reviewer(phone, office.Person("审核员", mobile="13900000001", password="reviewer's long password 1"))
    phone.open("/office/vendors")
    phone.examine("vendors-sms")
