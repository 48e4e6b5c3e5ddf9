"""An SMS service on the loopback address that speaks the wire format of Tencent Cloud API 3.0, reports included."""
from __future__ import annotations

import http.server
import json
import threading
import urllib.error
import urllib.request


class SMSService:
    def __init__(self) -> None:
        #: Serial numbers of the messages taken, in order.
        self.taken: list[str] = []
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                assert self.headers["x-tc-action"] == "SendSms" and body["SignName"] == "HEQI"
                service.taken.append(f"SERIAL-{len(service.taken) + 1}")
                status = {"SerialNo": service.taken[-1], "PhoneNumber": body["PhoneNumberSet"][0], "Code": "Ok"}
                answer = json.dumps({"Response": {"SendStatusSet": [status], "RequestId": "Q"}}).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def setting(self) -> str:
        return f"tencent+http://ID:KEY@127.0.0.1:{self.server.server_port}/1400?sign=HEQI&code=1&notice=2"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def push(url: str, *reports: dict) -> tuple[int, str]:
    """What the vendor's servers send to the address they were told."""
    request = urllib.request.Request(url, json.dumps(reports).encode(), {"content-type": "application/json"}, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def report(serial: str, *, arrived: bool, reason: str) -> dict:
    return {"user_receive_time": "2026-11-28 08:03:04", "nationcode": "86", "mobile": "13500000000", "sid": serial,
            "report_status": "SUCCESS" if arrived else "FAIL", "errmsg": reason, "description": ""}
