"""Receives the callbacks of Heqi in one file, standard library only.

    HEQI_SECRET=… python3 webhook_receiver.py 9000

Checks each signature and its time, drops repeats by `webhook-id`, and keeps the newest state of each contract by
`sequence`. A receiver in earnest keeps `seen` and `newest` in its database, in the transaction of what it does.
"""
from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOLERANCE_SECONDS = 300
BODY_BYTES_MAX = 1 << 20


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, now: float | None = None) -> bool:
    """Standard Webhooks 1.0: one of the space-separated `v1,` signatures fits, and the time is near."""
    identity, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not identity or not timestamp.isascii() or not timestamp.isdigit():
        return False
    if abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    text = f"{identity}.{timestamp}.".encode() + body
    wanted = b"v1," + base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest())
    given = headers.get("webhook-signature", "").encode().split()
    return any(hmac.compare_digest(wanted, one) for one in given)


class Inbox:
    """What has been received. `events` holds each event once, in the order of arrival."""

    def __init__(self, secret: str):
        self.secret = secret
        self.events: list[dict[str, Any]] = []
        self.newest: dict[str, dict[str, Any]] = {}
        self.refused = 0
        self.repeats = 0
        self._seen: set[str] = set()
        self._lock = threading.Lock()

    def take(self, headers: Mapping[str, str], body: bytes) -> int:
        """The status to answer with."""
        with self._lock:
            if not is_genuine(self.secret, headers, body):
                self.refused += 1
                return 401
            if headers["webhook-id"] in self._seen:
                self.repeats += 1
                return 200
            event = json.loads(body)
            self._seen.add(headers["webhook-id"])
            self.events.append(event)
            data = event["data"]
            known = self.newest.get(data["contractId"])
            if known is None or data["sequence"] > known["sequence"]:
                self.newest[data["contractId"]] = data
            return 200


def serve(inbox: Inbox, port: int = 0, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """A server that fills `inbox`; call `serve_forever()` on it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            status = 413 if length > BODY_BYTES_MAX else inbox.take(self.headers, self.rfile.read(length))
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    return ThreadingHTTPServer((host, port), Handler)


if __name__ == "__main__":
    class Printing(Inbox):
        def take(self, headers: Mapping[str, str], body: bytes) -> int:
            status = super().take(headers, body)
            print(status, body.decode(errors="replace"), flush=True)
            return status

    serve(Printing(os.environ["HEQI_SECRET"]), int(sys.argv[1]) if len(sys.argv) > 1 else 9000).serve_forever()
