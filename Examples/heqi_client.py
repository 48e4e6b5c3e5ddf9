"""A client of the Heqi open API in one file, standard library only.

    from heqi_client import Heqi
    heqi = Heqi("http://127.0.0.1:8080", client_id, secret)
    file = heqi.upload(open("contract.pdf", "rb").read())
    contract = heqi.post("/api/v1/contract/initiate", {...})
"""
from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any


class HeqiError(Exception):
    """A refusal: `status`, the source's `code`, the `field` at fault and the server's words."""

    def __init__(self, status: int, problem: dict[str, Any]):
        self.status, self.problem = status, problem
        self.code, self.field = problem.get("code"), problem.get("field")
        super().__init__(f"{status} {self.code} {self.field or ''} {problem.get('detail', '')}")


class Heqi:
    def __init__(self, base: str, client_id: str, secret: str, language: str = "zh-CN"):
        self.base, self.client_id, self.secret, self.language = base.rstrip("/"), client_id, secret, language

    def sign(self, method: str, path: str, query: str, body: bytes, timestamp: int, nonce: str) -> str:
        """The signature of a request: HMAC-SHA256 over seven lines."""
        text = "\n".join([
            "HEQI-HMAC-SHA256", str(timestamp), nonce, method, path,
            "&".join(sorted(query.split("&"))) if query else "", hashlib.sha256(body).hexdigest(),
        ])
        return hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()

    def raw(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None,
        timestamp: int | None = None, nonce: str | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """One signed request; returns status, headers and body, whatever the status."""
        bare, _, query = path.partition("?")
        timestamp = int(time.time()) if timestamp is None else timestamp
        nonce = nonce or secrets.token_urlsafe(24)
        request = urllib.request.Request(self.base + path, data=body or None, method=method, headers={
            "X-Client-Id": self.client_id, "X-Timestamp": str(timestamp), "X-Nonce": nonce,
            "X-Signature": self.sign(method, bare, query, body, timestamp, nonce),
            "Accept-Language": self.language, "Content-Type": "application/json", **(headers or {}),
        })
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def _json(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> dict[str, Any]:
        status, _, answer = self.raw(method, path, body, headers)
        value = json.loads(answer or b"{}")
        if status >= 400:
            raise HeqiError(status, value)
        return value

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        return self._json("GET", path + ("?" + urllib.parse.urlencode(query, quote_via=urllib.parse.quote) if query else ""))

    def post(self, path: str, body: Any, idempotency_key: str | None = None) -> dict[str, Any]:
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        return self._json("POST", path, json.dumps(body, ensure_ascii=False).encode(), headers)

    def upload(self, pdf: bytes, name: str = "contract.pdf") -> dict[str, Any]:
        return self._json("PUT", "/api/v1/file?name=" + urllib.parse.quote(name, safe=""), pdf, {"Content-Type": "application/pdf"})

    def create_template(self, template: dict[str, Any]) -> dict[str, Any]:
        """A new template, or a new version of one; the answer says which version it became."""
        return self.post("/api/v1/template", template)

    def preview_template(self, template_id: str, variables: dict[str, Any] | None = None, version: str | None = None) -> bytes:
        """The filled template as PDF; samples stand in for variables that are left out."""
        body = {"format": "PDF", "variables": variables or {}, **({"version": version} if version else {})}
        status, _, answer = self.raw("POST", f"/api/v1/template/{template_id}/preview", json.dumps(body).encode())
        if status >= 400:
            raise HeqiError(status, json.loads(answer or b"{}"))
        return answer

    def download(self, path: str) -> bytes:
        status, _, answer = self.raw("GET", path)
        if status >= 400:
            raise HeqiError(status, json.loads(answer or b"{}"))
        return answer
