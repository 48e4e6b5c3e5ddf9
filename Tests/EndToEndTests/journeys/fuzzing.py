"""What a generator of requests must know that no schema can say: real objects, real files, and rules across members."""
from __future__ import annotations

import base64
import secrets
import urllib.parse
import uuid
from dataclasses import dataclass
from datetime import datetime

import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis import GenerationMode

from .business import Heqi

RESERVED = {"host", "content-length", "content-type", "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
            "expect", "user-agent", "x-heqi-attempt"}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass
class World:
    """Objects that exist on the server under test."""

    file_id: str
    contract_id: str
    party_id: str
    template_id: str
    face_id: str


class Signed(requests.auth.AuthBase):
    """Signs each request as it goes out; a space in a query is sent as %20, because a bare + is refused."""

    def __init__(self, heqi: Heqi):
        self.heqi = heqi

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        parts = urllib.parse.urlsplit(request.url)
        request.url = urllib.parse.urlunsplit(parts._replace(query=parts.query.replace("+", "%20"), fragment=""))
        parts = urllib.parse.urlsplit(request.url)
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        now, nonce = int(datetime.now().timestamp()), secrets.token_urlsafe(24)
        request.headers.update({
            "X-Client-Id": self.heqi.client_id, "X-Timestamp": str(now), "X-Nonce": nonce,
            "X-Signature": self.heqi.sign(request.method, parts.path, parts.query, body, now, nonce),
        })
        return request


def id_card(serial: int) -> str:
    """A number whose check digit is right (GB 11643)."""
    body = f"310101{1950 + serial % 50}0101{serial % 1000:03d}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS)) % 11]


def register(pdf: bytes) -> None:
    """Formats and media types of openapi.yaml that a pattern cannot express."""
    schemathesis.openapi.format("cn-id-card", st.integers(0, 9999).map(id_card))
    schemathesis.openapi.format("cn-mobile", st.integers(0, 99_999_999).map(lambda number: f"138{number:08d}"))
    schemathesis.openapi.format("cn-uscc", st.just("91350100M000100Y43"))
    schemathesis.openapi.format("signer-email", st.integers(0, 9999).map(lambda number: f"signer{number}@example.com"))
    schemathesis.openapi.format("contract-title", st.text(alphabet="合同协议购销授权书ABCabc123 ()（）-_", min_size=1, max_size=99).map(lambda text: "约" + text))
    schemathesis.openapi.format("callback-url", st.integers(1, 9999).map(lambda number: f"http://127.0.0.1:9/callbacks/{number}"))
    schemathesis.openapi.format("logo-url", st.integers(1, 9999).map(lambda number: f"https://127.0.0.1:9/logo/{number}.png"))
    schemathesis.openapi.format("return-url", st.just(""))
    schemathesis.openapi.format("base64-file", st.just(base64.b64encode(pdf).decode()))
    schemathesis.openapi.format("utc-time", st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ")))
    schemathesis.openapi.media_type("application/pdf", st.just(pdf))


def shape(case: schemathesis.Case, world: World) -> None:
    """Makes a well-formed request a possible one. Malformed ones stay as they were generated."""
    headers = case.headers or {}
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    if "Idempotency-Key" in headers:  # the same key for another request is refused by design
        headers["Idempotency-Key"] = str(uuid.uuid4())
    operation = case.operation.definition.raw["operationId"]
    query = case.query or {}
    query.pop("after", None)  # a cursor must come from the page before
    if "category" in query and query.get("active") == "false":
        query.pop("category")
    for name in ("from", "to"):
        if name in query and not is_date(str(query[name])):
            query[name] = "2026-01-31T08:00:00Z"
    if case.path_parameters and "id" in case.path_parameters and "/contract/" in case.path:
        case.path_parameters["id"] = world.contract_id
    if case.path_parameters and "id" in case.path_parameters and "/template/" in case.path:
        case.path_parameters["id"] = world.template_id
    if operation == "readFaceCheck":
        case.path_parameters["id"] = world.face_id
    if isinstance(case.body, dict):
        case.body = possible(operation, dict(case.body), world)


def possible(operation: str, body: dict, world: World) -> dict:
    drop_reserved(body)
    if operation == "initiateContract":
        body.update(fileId=world.file_id, files=None, templateId=None, variables=None, signFields=None, assuranceLevel="SIMPLE")
        body["signers"] = [
            {**signer, "partyId": f"{index}{signer['partyId']}"[:64], "mobile": f"1390000{index:04d}",
             "organization": None, "sealKind": None}
            for index, signer in enumerate(body["signers"][:20])
        ]
    elif operation == "createTemplate":
        markup = body["contentType"] == "HTML"
        body["content"] = "<h1>约定</h1><p>双方同意。</p>" if markup else {"components": [{"type": "title", "text": "约定"}]}
        body.update(variableDefinitions=None, signerConfig=None)
    elif operation == "initiateFaceCheck":
        body["bizId"] = str(uuid.uuid4())  # one business number is one person
    elif operation == "makeSignGroup":
        body.update(contracts=[{"contractId": world.contract_id, "partyId": world.party_id}], returnUrl=None)
    elif operation == "makeSignURL":
        body.update(partyId=world.party_id, returnUrl=None)
    elif operation in {"activateTemplate", "decideTemplate"}:
        body["version"] = "1"
        if body.get("approved") is False and not body.get("reason"):
            body["reason"] = "不符合范本"
    elif operation == "previewTemplate":
        body.update(version=None, variables=None, page=1)
    elif operation == "replayDeliveries":
        body.update({"contractId": world.contract_id} | {name: body[name] if is_date(str(body[name])) else "2026-01-31T08:00:00Z" for name in ("from", "to")})
    elif operation == "verifyContract" and "contractId" in body:
        body["contractId"] = world.contract_id
    return body


def drop_reserved(body: dict) -> None:
    config = body.get("webhookConfig")
    if isinstance(config, dict) and isinstance(config.get("headers"), dict):
        names = [name for name in config["headers"] if name.lower() in RESERVED or name.lower().startswith(("webhook-", "proxy-"))]
        for name in names:
            del config["headers"][name]


def is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return False
    return True
