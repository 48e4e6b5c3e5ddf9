"""Drill 38: nothing that belongs to a person or opens a door stands in logs, metrics or error pages."""
from __future__ import annotations

import json
import re
import socketserver
import threading
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from conftest import make_verified
from journeys import business, contracts, office, people
from journeys.contracts import Order
from tools import documents
from tools.leaks import Secrets
from tools.pages import Window
from tools.server import Server

#: What strangers try, with everything they know in the address, the query, the form and the headers.
LOST = ["/no/such/{}", "/contracts/{}", "/account/{}", "/verify/{}", "/s/{}", "/s/{}/pages/1", "/office/reviews/{}", "/api/v1/contract/{}"]


class RudePostOffice(socketserver.StreamRequestHandler):
    """A mail server that refuses every recipient and repeats who it was, as many do."""

    def handle(self) -> None:
        self.wfile.write(b"220 rude\r\n")
        for line in self.rfile:
            if line.upper().startswith(b"RCPT"):
                self.wfile.write(b"550 5.1.1 no such user here: " + line)
            else:
                self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")


class Town:
    """One server that says everything it ever says, and what was used in it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.post = socketserver.ThreadingTCPServer(("127.0.0.1", 0), RudePostOffice)
        threading.Thread(target=self.post.serve_forever, daemon=True).start()
        port = self.post.server_address[1]
        self.server = Server(folder, settings={"log-level": "trace", "smtp-url": f"smtp://127.0.0.1:{port}", "mail-from": "heqi@example.com"})
        self.secrets = Secrets()
        #: What refused requests were answered with: where, status, body.
        self.refusals: list[tuple[str, int, str]] = []

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None, headers: dict[str, str] | None = None) -> int:
        """One request without a browser; the body of a refusal is kept."""
        request = urllib.request.Request(self.server.url + path, data=body, method=method, headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            self.refusals.append((f"{method} {path}", error.code, error.read().decode(errors="replace")))
            return error.code

    def know(self, person: people.Person) -> None:
        self.secrets.add("mobile", person.mobile)
        self.secrets.add("identity number", person.id_number)
        self.secrets.add("e-mail", person.email)
        self.secrets.add("password", person.password)
        self.secrets.add("name", person.name)

    def know_browser(self, window: Window) -> None:
        """Cookies and the form token of whoever sits at this window."""
        self.secrets.add("cookie", *(cookie["value"] for cookie in window.context.cookies() if len(cookie["value"]) > 12))
        for field in window.page.locator("input[name=csrf]").all()[:1]:
            self.secrets.add("form token", field.get_attribute("value") or "")

    def know_codes(self) -> None:
        self.secrets.add("code", *(message["code"] for message in self.server.messages() if message.get("code")))


@pytest.fixture(scope="module")
def town(browser, tmp_path_factory):
    """Registration, verification, a whole contract, one that fails, a signature by link, and every kind of refusal."""
    town = Town(tmp_path_factory.mktemp("leaks"))
    town.server.start()
    windows: list[Window] = []
    try:
        live(town, browser, windows)
        yield town
    finally:
        for window in windows:
            window.close()
        town.server.stop()
        town.post.shutdown()


def live(town: Town, browser, windows: list[Window]) -> None:
    server, folder = town.server, town.folder
    reviewer = office.create_reviewer(server, folder)
    anna = make_verified(browser, server, reviewer, folder, "秦安然")
    bert = make_verified(browser, server, reviewer, folder, "白德林")
    for person in (anna, bert, reviewer):
        town.know(person)

    def window(person: people.Person | None = None, view: str = "desktop") -> Window:
        windows.append(Window(browser, server, view, state=person.state if person else None))
        return windows[-1]

    file = documents.contract(folder / "leaks.pdf")
    first, second = window(anna), window(bert)
    contract = contracts.start(first, file, receiver=bert, order=Order.SIGN_THEN_SEND, title="日志扫描")
    contracts.sign(first, contract, anna)
    contracts.receive(second, contract)
    contracts.sign(second, contract, bert, by_hand=True)
    contracts.wait_for_completion(second, contract)
    again = contracts.start(first, file, receiver=bert, order=Order.SEND_THEN_SIGN, title="日志扫描 二")
    contracts.return_contract(second, again, "不同意")
    contracts.upload_refused(first, documents.broken(folder / "leaks-broken.pdf"))
    # Somebody invited by e-mail who never comes.
    guest = people.Person("毛无信")
    town.know(guest)
    contracts.start(first, file, receiver=guest, by="email", order=Order.SEND_THEN_SIGN, title="日志扫描 三")
    first.until(lambda: "answered 550" in server.log.read_text(errors="replace"), "the refused mail is in the log")
    for seen in (first, second):
        seen.open("/account")
        town.know_browser(seen)
    by_link(town, window(view="phone"))
    fail(town, window(), anna, contract)
    town.know_codes()


def by_link(town: Town, window: Window) -> None:
    heqi = business.client(town.server)
    town.secrets.add("client secret", heqi.secret)
    for who in (business.ZHANG, business.LI):
        town.secrets.add("mobile", who["mobile"])
        town.secrets.add("identity number", who["idCardNo"])
    order = business.order(heqi, town.folder, "LEAK-1", [business.signer(business.ZHANG, 1), business.signer(business.LI, 2)])
    contract = heqi.post("/api/v1/contract/initiate", order)
    url = business.task(contract, business.ZHANG)
    token = url.rsplit("/", 1)[-1]
    town.secrets.add("sign token", token, business.task(contract, business.LI).rsplit("/", 1)[-1])
    business.sign(window, url, business.ZHANG)
    # Refusals of the API, each with the data of its signer in the body.
    wrong = {**order, "bizId": "LEAK-2", "signers": [{**order["signers"][0], "idCardNo": order["signers"][0]["idCardNo"][:-1] + "0"}]}
    for body in (wrong, {**order, "bizId": "LEAK-3", "fileId": "none"}, {**order, "title": ""}):
        status, _, answer = heqi.raw("POST", "/api/v1/contract/initiate", json.dumps(body, ensure_ascii=False).encode())
        assert status >= 400, f"{body['bizId']} was taken"
        town.refusals.append(("POST initiate", status, answer.decode()))
    forged = type(heqi)(heqi.base, heqi.client_id, "x" * len(heqi.secret))
    status, _, answer = forged.raw("POST", "/api/v1/contract/initiate", json.dumps(order, ensure_ascii=False).encode())
    assert status == 401
    town.refusals.append(("POST initiate, forged", status, answer.decode()))
    for path in (f"/s/{token}/pages/99", f"/s/{token}/none"):
        assert town.ask(path) >= 400
        assert town.ask(path, headers={"Accept": "application/json"}) >= 400
    assert town.ask(f"/s/{token}/signature", method="POST", body=b"code=000000&confirmed=1") >= 400


def fail(town: Town, window: Window, anna: people.Person, contract: contracts.Contract) -> None:
    """Wrong passwords and codes, addresses that hold secrets, forged forms, bodies that are no forms."""
    page = window.open("/login")
    page.fill("[name=login]", anna.mobile)
    page.fill("[name=password]", anna.password + "!")
    page.click("button[name=action][value=login]")
    page.locator(".note.error").wait_for()
    page = window.open("/login?method=code")
    page.fill("[name=mobile]", anna.mobile)
    people.ask_for_code(window, anna.mobile)
    page.fill("[name=code]", "000000")
    page.click("button[name=action][value=login]")
    page.wait_for_load_state("networkidle")
    window.open("/password/reset")
    town.know_browser(window)
    cookies = {"Cookie": "; ".join(f"{each['name']}={each['value']}" for each in anna.state["cookies"])}
    for template in LOST:
        for value in (anna.mobile, anna.id_number, anna.email):
            for headers in ({}, cookies, {**cookies, "Accept": "application/json"}):
                assert town.ask(f"{template.format(value)}?mobile={value}&code=123456", headers=headers) >= 400 or headers == {}
    form = f"mobile={anna.mobile}&password=correct+horse&idCardNumber={anna.id_number}".encode()
    for path in ("/login", "/register", "/account/verification", f"{contract.path}/withdraw", f"{contract.path}/sign", "/codes"):
        assert town.ask(path, method="POST", body=form) >= 400, "a form without its token is refused"
        assert town.ask(path, method="POST", body=form, headers={**cookies, "Content-Type": "application/json", "Origin": "https://evil.example"}) >= 400
    assert town.ask("/login", method="PATCH", body=form) >= 400
    assert town.ask(f"{contract.path}/file.pdf", headers={"Cookie": f"heqi_session={anna.mobile}"}) in (200, 401, 404)


def test_the_scan_finds_what_is_planted(town):
    """The check can fail: each kind of secret is found in each spelling, in the middle of a real log."""
    log = town.server.log.read_text(errors="replace")
    kinds = {"mobile", "identity number", "e-mail", "password", "name", "cookie", "form token", "code", "client secret", "sign token"}
    assert kinds <= town.secrets.values.keys(), f"never used: {kinds - town.secrets.values.keys()}"
    for kind in kinds:
        value = sorted(town.secrets.values[kind])[0]
        for planted in ([value] if kind == "code" else [value, json.dumps(value).strip('"'), urllib.parse.quote(value), value.encode().hex()]):
            line = json.dumps({"level": "error", "message": "planted"})[:-1] + f', "detail": "{planted}"}}'
            assert kind in town.secrets.found_in(log[:5000] + line + log[5000:]), f"a planted {kind} is not found as {planted}"


def test_no_secret_stands_in_the_log(town):
    log = town.server.log.read_text(errors="replace")
    assert len(log.splitlines()) > 50, "the log says what happens"
    found = [(line, kinds) for line in log.splitlines() if (kinds := town.secrets.found_in(line))]
    assert not found, "\n".join(f"{sorted(kinds)}: {line}" for line, kinds in found[:10])


def test_no_secret_stands_in_the_metrics(town):
    with urllib.request.urlopen(f"{town.server.url}/metrics", timeout=10) as answer:
        metrics = answer.read().decode()
    assert "hb_request" in metrics or "http" in metrics, "requests are counted"
    found = [(line, kinds) for line in metrics.splitlines() if (kinds := town.secrets.found_in(line))]
    assert not found, "\n".join(f"{sorted(kinds)}: {line}" for line, kinds in found[:10])


def test_no_secret_stands_in_an_error_page(town):
    statuses = {status for _, status, _ in town.refusals}
    assert {400, 401, 403, 404, 422} & statuses >= {401, 403, 404}, f"only {statuses} were met"
    found = [(where, status, kinds) for where, status, body in town.refusals if (kinds := town.secrets.found_in(without_own_form(where, body)))]
    assert not found, "\n".join(f"{sorted(kinds)}: {status} {where}" for where, status, kinds in found[:20])


def without_own_form(where: str, body: str) -> str:
    """A page with a form carries the form's token, and a page behind a link the addresses of that link."""
    body = re.sub(r'<input type="hidden" name="csrf" value="[^"]*">', "", body)
    body = re.sub(r'<meta name="csrf" content="[^"]*">', "", body)
    own = re.search(r"/s/[0-9a-f]{32,}", where)
    return body.replace(own.group(0), "") if own and body.lstrip().startswith("<!") else body
