"""Business systems are called back on every change of their contracts (M-011, M-021, M-032, M-033)."""
from __future__ import annotations

import json
import threading
import time

import pytest

from journeys import business
from journeys.business import LI, ZHANG

from webhook_receiver import Inbox, serve

ARRIVAL_SECONDS_MAX = 30


class Receiver:
    """The example receiver, which may be told to fail first."""

    def __init__(self, secret: str):
        self.inbox = Inbox(secret)
        self.fail: list[int] = []
        self.attempts: list[str] = []
        take = self.inbox.take

        def take_or_fail(headers, body):
            self.attempts.append(headers.get("x-heqi-attempt"))
            self.own = headers.get("x-shop")
            return self.fail.pop(0) if self.fail else take(headers, body)

        self.inbox.take = take_or_fail
        self.server = serve(self.inbox)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

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
    receiver.server.shutdown()
    receiver.server.server_close()


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
    for one in reversed(dead):
        heqi.post(f"/api/v1/webhook/delivery/{one['id']}/replay", {})
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
