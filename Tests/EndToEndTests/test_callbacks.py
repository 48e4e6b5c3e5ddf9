"""Business systems are called back on every change of their contracts (M-011, M-021, M-032, M-033)."""
from __future__ import annotations

import json
import random
import threading
import time

import pytest

from journeys import business, office
from journeys.business import LI, ZHANG
from tools.server import Server, free_port

from webhook_receiver import Inbox, serve

ARRIVAL_SECONDS_MAX = 60
#: Longer than the lease of a delivery: what a dead process held is free again once so much time has passed.
LEASE_SECONDS = 30
HOLD_SECONDS_MAX = 60
#: Longer than the wait after two attempts in vain: five minutes, and a tenth.
SECOND_RETRY_SECONDS = 400


class Receiver:
    """The example receiver, which may be told to fail first, or to take an event and keep its answer back."""

    def __init__(self, secret: str, port: int = 0):
        self.inbox = Inbox(secret)
        self.fail: list[int] = []
        self.attempts: list[str] = []
        self.ids: list[str] = []
        self.taken = threading.Event()
        self.free = threading.Event()
        self.free.set()
        take = self.inbox.take

        def take_or_fail(headers, body):
            self.attempts.append(headers.get("x-heqi-attempt"))
            self.ids.append(headers.get("webhook-id"))
            self.own = headers.get("x-shop")
            status = self.fail.pop(0) if self.fail else take(headers, body)
            self.taken.set()
            self.free.wait(HOLD_SECONDS_MAX)
            return status

        self.inbox.take = take_or_fail
        self.server = serve(self.inbox, port)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def hold(self) -> None:
        self.taken.clear()
        self.free.clear()

    def close(self) -> None:
        self.free.set()
        self.server.shutdown()
        self.server.server_close()

    def wait(self, count: int) -> list[dict]:
        end = time.monotonic() + ARRIVAL_SECONDS_MAX
        while len(self.inbox.events) < count and time.monotonic() < end:
            time.sleep(0.1)
        assert len(self.inbox.events) >= count, (self.inbox.events, self.attempts)
        return self.inbox.events


@pytest.fixture(scope="module")
def heqi(server):
    return business.client(server, "回调商户")


@pytest.fixture
def receiver(heqi):
    receiver = Receiver(heqi.secret)
    yield receiver
    receiver.close()


def hook(receiver: Receiver) -> dict:
    return {"callbackUrl": receiver.url, "webhookConfig": {"headers": {"X-Shop": "42"}}}


def test_every_change_arrives_signed_and_in_order(heqi, receiver, windows, folder):
    """From CREATED to SIGNED each change arrives once and in order, though the receiver fails at first."""
    receiver.fail = [500]
    signers = [business.signer(ZHANG, 1), business.signer(LI, 2)]
    contract = heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "CB-1", signers, **hook(receiver)))
    business.sign(windows(), business.task(contract, ZHANG), ZHANG)
    business.sign(windows(view="phone"), business.task(contract, LI), LI)
    business.wait_until(heqi, contract["contractId"], "SIGNED")
    data = [event["data"] for event in receiver.wait(4)]
    assert [one["sequence"] for one in data] == [1, 2, 3, 4]
    assert [one["status"] for one in data] == ["CREATED", "PARTIAL_SIGNED", "PARTIAL_SIGNED", "SIGNED"]
    assert [[signer["signStatus"] for signer in one["signers"]] for one in data] == [
        ["PENDING", "PENDING"], ["SIGNED", "PENDING"], ["SIGNED", "SIGNED"], ["SIGNED", "SIGNED"]]
    assert {one["bizId"] for one in data} == {"CB-1"} and receiver.inbox.refused == 0
    assert receiver.own == "42" and receiver.attempts[:2] == ["1", "2"]
    assert "张三" not in json.dumps(receiver.inbox.events, ensure_ascii=False)


def test_the_delivery_log_and_its_replay(server, heqi, receiver, folder):
    """410 stops a contract's callbacks; its dead letters are listed and replayed; another client sees none of it."""
    receiver.fail = [410]
    contract = heqi.post("/api/v1/contract/initiate", business.order(heqi, folder, "CB-2", [business.signer(ZHANG, 1)], **hook(receiver)))
    listed = lambda **query: heqi.get("/api/v1/webhook/delivery", contractId=contract["contractId"], **query)["items"]
    end = time.monotonic() + ARRIVAL_SECONDS_MAX
    while not listed(state="dead") and time.monotonic() < end:
        time.sleep(0.1)
    heqi.post(f"/api/v1/contract/{contract['contractId']}/revoke", {"reason": "用户要求取消"})
    dead = listed(state="dead")
    assert [(one["sequence"], one["lastError"], one["code"]) for one in dead] == [(2, "410 gone", 50002), (1, "410 gone", 50002)]
    other = business.client(server, "另一家回调")
    assert other.raw("POST", f"/api/v1/webhook/delivery/{dead[0]['id']}/replay")[0] == 404
    assert other.get("/api/v1/webhook/delivery")["items"] == []
    attempts = heqi.get(f"/api/v1/webhook/delivery/{dead[1]['id']}")["log"]
    assert [(one["attempt"], one["status"], one["error"]) for one in attempts] == [(1, 410, "410 gone")]
    span = {"from": dead[1]["createdAt"], "to": "2099-01-01T00:00:00Z", "contractId": contract["contractId"]}
    assert other.post("/api/v1/webhook/delivery/replay", span) == {"count": 0}
    assert heqi.raw("POST", "/api/v1/webhook/delivery/replay", json.dumps({"from": span["from"]}).encode())[0] == 400
    assert heqi.post("/api/v1/webhook/delivery/replay", span) == {"count": 2}
    assert sorted(event["data"]["status"] for event in receiver.wait(2)) == ["CREATED", "REVOKED"]
    assert receiver.inbox.newest[contract["contractId"]]["status"] == "REVOKED"


def test_faults_of_callback_settings_name_their_field(heqi, folder):
    body = business.order(heqi, folder, "CB-3", [business.signer(ZHANG, 1)])
    faults = {
        "callbackUrl": {**body, "callbackUrl": "file:///etc/passwd"},
        "webhookConfig.headers.webhook-id": {**body, "callbackUrl": "https://a.example/", "webhookConfig": {"headers": {"webhook-id": "x"}}},
        "webhookConfig.headers.Connection": {**body, "callbackUrl": "https://a.example/", "webhookConfig": {"headers": {"Connection": "x"}}},
        "webhookConfig.headers.A": {**body, "callbackUrl": "https://a.example/", "webhookConfig": {"headers": {"A": "x\r\nB: y"}}},
    }
    for field, wrong in faults.items():
        status, _, answer = heqi.raw("POST", "/api/v1/contract/initiate", json.dumps(wrong).encode())
        assert (status, json.loads(answer).get("field")) == (400, field), answer


# The process dies (M-033).


class Dying:
    """A server that is killed and started again, each time a lease later, as if it had stood still so long.

    Its clock starts `back` seconds in the past, so that nobody is shown a time that has not come.
    """

    def __init__(self, folder, back: int, **settings: str):
        self.offset = -back
        self.server = Server(folder, settings={**settings, "clock-offset-seconds": str(self.offset)})
        self.server.start()

    def restart(self, seconds: int = LEASE_SECONDS) -> None:
        self.offset += seconds
        self.server.settings["clock-offset-seconds"] = str(self.offset)
        self.server.start()

    def client(self, name: str):
        """A business system whose clock is the server's."""
        heqi = business.client(self.server, name)
        sent = heqi.raw
        heqi.raw = lambda *arguments, **more: sent(*arguments, **{"timestamp": int(time.time()) + self.offset, **more})
        return heqi


def in_order(receiver: Receiver, contract: str) -> list[int]:
    """Sequences of one contract as they first arrived."""
    return [event["data"]["sequence"] for event in receiver.inbox.events if event["data"]["contractId"] == contract]


def wait_for_order(receiver: Receiver, contract: str, wanted: list[int]) -> None:
    end = time.monotonic() + ARRIVAL_SECONDS_MAX
    while in_order(receiver, contract) != wanted and time.monotonic() < end:
        time.sleep(0.1)
    assert in_order(receiver, contract) == wanted, (receiver.inbox.events, receiver.attempts)


def test_killed_in_the_middle_of_an_attempt(tmp_path, folder):
    """The receiver has the event and the process dies before it hears so: it comes again under the same id, and the next one after it."""
    dying = Dying(tmp_path, 2 * LEASE_SECONDS)
    heqi = dying.client("断电商户")
    receiver = Receiver(heqi.secret)
    try:
        receiver.hold()
        contract = heqi.post("/api/v1/contract/initiate", business.order(
            heqi, folder, "KILL-1", [business.signer(ZHANG, 1)], **hook(receiver)))["contractId"]
        assert receiver.taken.wait(ARRIVAL_SECONDS_MAX), "the attempt is under way"
        heqi.post(f"/api/v1/contract/{contract}/revoke", {"reason": "用户要求取消"})
        dying.server.kill()
        receiver.free.set()
        dying.restart()
        wait_for_order(receiver, contract, [1, 2])
        assert [event["data"]["status"] for event in receiver.inbox.events] == ["CREATED", "REVOKED"]
        assert receiver.inbox.repeats == 1 and receiver.ids[0] == receiver.ids[1] != receiver.ids[2], receiver.ids
        assert receiver.attempts == ["1", "2", "1"] and receiver.inbox.refused == 0
        wait_for_states(heqi, contract, ["done", "done"])
    finally:
        dying.server.stop()
        receiver.close()


def wait_for_states(heqi, contract: str, wanted: list[str]) -> list[dict]:
    end = time.monotonic() + ARRIVAL_SECONDS_MAX
    while True:
        items = heqi.get("/api/v1/webhook/delivery", contractId=contract)["items"]
        if [one["state"] for one in items] == wanted:
            return items
        assert time.monotonic() < end, items
        time.sleep(0.1)


def test_killed_between_the_change_and_its_delivery(tmp_path, folder):
    """Nobody listens when the changes are acknowledged, and the process dies at once; later everything is there, once and in order."""
    rounds = 3
    dying = Dying(tmp_path, rounds * LEASE_SECONDS + SECOND_RETRY_SECONDS)
    heqi = dying.client("断电商户")
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook"
    chance = random.Random(33)
    contracts = []
    try:
        for number in range(rounds):
            contract = heqi.post("/api/v1/contract/initiate", business.order(
                heqi, folder, f"KILL-2-{number}", [business.signer(ZHANG, 1)], callbackUrl=url))["contractId"]
            heqi.post(f"/api/v1/contract/{contract}/revoke", {"reason": "用户要求取消"})
            time.sleep(chance.random() * 0.4)  # any moment will do: before, in and after an attempt that finds nobody
            dying.server.kill()
            contracts.append(contract)
            if number + 1 < rounds:
                dying.restart()
        receiver = Receiver(heqi.secret, port)
        try:
            dying.restart(SECOND_RETRY_SECONDS)
            for contract in contracts:
                wait_for_order(receiver, contract, [1, 2])
                wait_for_states(heqi, contract, ["done", "done"])
                assert receiver.inbox.newest[contract]["status"] == "REVOKED"
            assert len(receiver.inbox.events) == 2 * rounds and receiver.inbox.refused == 0
        finally:
            receiver.close()
    finally:
        dying.server.stop()


# Back office (M-032, 50002).


def test_a_dead_delivery_alarms_the_operator_who_replays_it(server, heqi, receiver, reviewer, windows, folder):
    """410 kills a contract's deliveries: one alarm for the endpoint, the reason and its attempt in the log, replay, arrival."""
    receiver.fail = [410, 410]
    contracts = [heqi.post("/api/v1/contract/initiate", business.order(
        heqi, folder, f"DEAD-{number}", [business.signer(ZHANG, 1)], **hook(receiver)))["contractId"] for number in range(2)]
    for contract in contracts:
        wait_for_states(heqi, contract, ["dead"])
    endpoint = f"127.0.0.1:{receiver.server.server_port}"

    window = windows()
    office.log_in_reviewer(window, reviewer)
    page = window.open("/office/reviews")
    assert page.locator("a[href='/office/callbacks'] .count.hot").first.is_visible(), \
        "the side bar says on each page that something is wrong"
    page = window.open("/office/callbacks")
    alarm = page.locator("[data-alarms] tbody tr").filter(has_text=endpoint)
    assert alarm.count() == 1, "two dead letters of one endpoint in one hour are one alarm"
    assert "2 条" in alarm.inner_text() and "410 gone" in alarm.inner_text()
    window.examine("callbacks-alarm")
    alarm.locator("a").click()
    page.wait_for_url("**state=dead**")
    row = page.locator("tbody tr").filter(has_text=contracts[0])
    assert "410 gone" in row.inner_text()
    row.locator("a.title").click()
    page.locator("[data-action=replay]").wait_for()
    attempts = page.locator("table tbody tr")
    assert attempts.count() == 1 and "410" in attempts.inner_text() and contracts[0] in page.locator("main").inner_text()
    window.examine("callbacks-delivery")
    page.locator("[data-action=replay]").click()
    page.wait_for_url("**/office/callbacks?**")
    wait_for_order(receiver, contracts[0], [1])
    wait_for_states(heqi, contracts[0], ["done"])
    assert receiver.inbox.newest[contracts[0]]["status"] == "CREATED" and in_order(receiver, contracts[1]) == []

    page = window.open("/office/callbacks")
    page.locator("[data-alarms] tbody tr").filter(has_text=endpoint).locator("[data-action=seen]").click()
    page.wait_for_url("**/office/callbacks?**")
    assert page.locator("[data-alarms] tbody tr").filter(has_text=endpoint).count() == 0, "somebody deals with it"
    phone = windows(view="phone")
    office.log_in_reviewer(phone, reviewer)
    phone.open("/office/callbacks?state=dead")
    phone.examine("callbacks-phone")
