"""An archive service on the loopback address that speaks docs/operations/archive-service.md."""
from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY_ID, SECRET = "shop", "ledger-secret"
HOLD_SECONDS_MAX = 60


class Ledger:
    """Gives one receipt for each archive id, however often it is asked; may be told to be away, or to keep its answers back."""

    def __init__(self):
        self.receipts: dict[str, str] = {}
        self.asked: list[str] = []
        self.refused = 0
        self.is_away = False
        self.free = threading.Event()
        self.free.set()
        self.taken = threading.Event()
        self._lock = threading.Lock()
        ledger = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                status, headers, answer = ledger.answer(self.headers, body)
                ledger.taken.set()
                ledger.free.wait(HOLD_SECONDS_MAX)
                try:
                    self.send_response(status)
                    for name, value in {**headers, "content-length": str(len(answer))}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(answer)
                except OSError:
                    pass  # whoever asked is gone

            def log_message(self, *_) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.setting = f"http://{KEY_ID}:{SECRET}@127.0.0.1:{self.server.server_port}/v1/archive"

    def answer(self, headers, body: bytes) -> tuple[int, dict[str, str], bytes]:
        identity, sent = headers.get("idempotency-key", ""), headers.get("heqi-archive-timestamp", "")
        with self._lock:
            if self.is_away:
                return 503, {}, b""
            self.asked.append(identity)
            question = json.loads(body)
            if (headers.get("heqi-archive-key") != KEY_ID or headers.get("heqi-archive-signature") != signature(identity, sent, body)
                    or question["archiveId"] != identity):
                self.refused += 1
                return 401, {}, b""
            # The platform's clock may be off in a drill; the receipt is dated as its question.
            text = self.receipts.setdefault(identity, json.dumps({
                "archiveId": identity, "hash": question["hash"], "transactionNo": f"0x{len(self.receipts) + 1:08x}",
                "archivedAt": question["requestedAt"], "authority": "测试链", "certificateUrl": f"https://chain.example/{identity}"}))
        return 200, {"content-type": "application/json", "heqi-archive-timestamp": sent,
                     "heqi-archive-signature": signature(identity, sent, text.encode())}, text.encode()

    def hold(self) -> None:
        """From now on answers are kept back until `let_go`."""
        self.taken.clear()
        self.free.clear()

    def let_go(self) -> None:
        self.free.set()

    def close(self) -> None:
        self.free.set()
        self.server.shutdown()
        self.server.server_close()


def signature(identity: str, timestamp: str, body: bytes) -> str:
    code = hmac.new(SECRET.encode(), f"{identity}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(code).decode()
