"""Clients of the open API in the back office, and what the API refuses before it reads (M-017, M-028, M-034)."""
from __future__ import annotations

import json
import socket
import time

import pytest

from journeys import business, office
from journeys.business import Heqi


@pytest.fixture
def operator(windows, reviewer):
    """The first member of staff has every role."""
    window = windows()
    office.log_in_reviewer(window, reviewer)
    return window


def ask(server, lines: list[str], seconds: float = 10) -> tuple[int, str]:
    """Sends a head that promises 50 MB and no byte of them; returns the status of the answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as connection:
        head = ["PUT /api/v1/file HTTP/1.1", "Host: h", "Content-Type: application/pdf", f"Content-Length: {50 * 1048576}", *lines]
        connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n")
        answer = ""
        while "requestId" not in answer:  # head and body may come apart
            part = connection.recv(65536).decode()
            assert part, f"the connection ended: {answer}"
            answer += part
        return int(answer.split()[1]), answer


def head(client_id: str, seconds: int = 0, nonce: str = "n" * 24) -> list[str]:
    return [f"X-Client-Id: {client_id}", f"X-Timestamp: {int(time.time()) + seconds}", f"X-Nonce: {nonce}", f"X-Signature: {'0' * 64}"]


def test_a_stranger_is_refused_before_a_byte_of_the_body(server):
    known = business.client(server, "别处的商户", "--ip", "10.9.8.0/24")
    here = business.client(server, "此处的商户")
    unknown = "01a00000-0000-7000-8000-000000000000"
    for lines in [[], head(unknown), head(here.client_id, seconds=-301), head(here.client_id, nonce="short"), head(known.client_id)]:
        status, answer = ask(server, lines)
        assert status == 401 and '"code":40101' in answer and "ratelimit" in answer.lower(), answer


def test_every_answer_tells_the_rate(server):
    """Also refusals; beyond the limit 429 with Retry-After (each client has its own)."""
    heqi = business.client(server, "限速的商户", "--rate", "4", "--scope", "contract.read")
    while time.time() % 60 > 50:  # all within one minute
        time.sleep(0.2)
    expected = [("GET", "/api/v1/contract", 200), ("GET", "/api/v1/contract?limit=0", 400), ("GET", "/api/v1/template", 403),
                ("GET", "/api/v1/contract/01a00000-0000-7000-8000-000000000000", 404), ("GET", "/api/v1/contract", 429)]
    for left, (method, path, status) in zip([3, 2, 1, 0, 0], expected):
        answer = heqi.raw(method, path)
        headers = {name.lower(): value for name, value in answer[1].items()}
        assert answer[0] == status, answer[2]
        assert headers["ratelimit-policy"] == '"client";q=4;w=60' and headers["ratelimit"].startswith(f'"client";r={left};t=')
    assert json.loads(answer[2])["code"] == 42901 and 0 < int(headers["retry-after"]) <= 60
    status, headers, _ = heqi.raw("DELETE", "/api/v1/contract")
    assert status == 405 and {name.lower(): value for name, value in headers.items()}["allow"] == "GET"
    assert business.client(server, "另一个商户").raw("GET", "/api/v1/contract")[0] == 200


def test_a_client_from_creation_to_its_end(server, operator):
    page = operator.open("/office/clients")
    operator.examine("clients")
    page.locator("a[href='/office/clients/new']").click()
    page.locator("input[name=scope]").first.wait_for()
    operator.examine("client-new")
    page.fill("#name", "示例银行")
    page.fill("#addresses", "10.0.0.0/99")
    page.locator("main form button.primary").click()
    page.locator("#addresses-error").wait_for()
    assert page.input_value("#name") == "示例银行"
    page.fill("#addresses", "127.0.0.1")
    page.locator("main form button.primary").click()
    client_id = page.locator("[data-client]").inner_text()
    first = Heqi(server.url, client_id, page.locator("[data-secret]").inner_text())
    operator.examine("client-secret")
    page.locator("main a.button.primary").click()
    page.get_by_role("heading", name="示例银行").wait_for()
    assert page.locator("[data-request]").count() == 0 and first.secret not in page.content()
    operator.examine("client-empty")

    # Use and refusals are seen with their reasons.
    assert first.raw("GET", "/api/v1/contract", nonce="a" * 20)[0] == 200
    assert first.raw("GET", "/api/v1/contract", nonce="a" * 20)[0] == 401
    assert Heqi(server.url, client_id, "wrong").raw("GET", "/api/v1/contract")[0] == 401
    assert first.raw("POST", "/api/v1/contract/initiate", b"{}")[0] == 400
    address = f"/office/clients/{client_id}"
    operator.until(lambda: operator.open(address).locator("svg.plot").count() == 1, "use by day is drawn", seconds=20)
    log = page.locator("[data-request]").all_inner_texts()
    assert any("随机数已使用过" in line for line in log) and any("签名与内容或密钥不符" in line for line in log), log
    assert any("40001" in line and "signers" in line for line in log), log
    operator.examine("client")

    # Two secrets while it rotates; the old one can be ended at once.
    page.locator(f"a[href='{address}/rotation']").click()
    operator.examine("client-rotation")
    page.locator("main form button.primary").click()
    second = Heqi(server.url, client_id, page.locator("[data-secret]").inner_text())
    assert first.raw("GET", "/api/v1/contract")[0] == second.raw("GET", "/api/v1/contract")[0] == 200
    operator.open(address)
    assert page.locator("[data-secret-row]").count() == 2
    page.locator("[data-secret-row] button").first.click()
    page.locator("[data-secret-row]").nth(1).wait_for(state="detached")
    assert first.raw("GET", "/api/v1/contract")[0] == 401 and second.raw("GET", "/api/v1/contract")[0] == 200

    # Changed terms count at once; so does its end.
    page.locator(f"a[href='{address}/settings']").click()
    page.fill("#addresses", "10.0.0.0/8")
    page.locator("main form button.primary").click()
    page.get_by_role("heading", name="示例银行").wait_for()
    assert second.raw("GET", "/api/v1/contract")[0] == 401
    page.locator(f"a[href='{address}/revocation']").click()
    operator.examine("client-revocation")
    page.locator("main form button.warn").click()
    page.get_by_text("客户端已停用。").wait_for()
    assert page.locator(f"a[href='{address}/rotation']").count() == 0
    assert second.raw("GET", "/api/v1/contract")[0] == 401
    operator.examine("client-revoked")


def test_on_the_phone_and_in_english(windows, reviewer):
    window = windows(view="phone", language="en")
    office.log_in_reviewer(window, reviewer)
    page = window.open("/office/clients")
    window.examine("clients")
    page.locator("a.title").first.click()
    page.get_by_role("heading", name="Secrets").wait_for()
    window.examine("client")


def test_nobody_else_sees_clients(windows, alice):
    window = windows(alice)
    answer = window.page.goto("/office/clients")
    assert answer is not None and answer.status == 404
