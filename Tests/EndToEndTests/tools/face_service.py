"""A face service on the loopback address that speaks the wire format of Tencent Cloud API 3.0; a test turns it off and on."""
from __future__ import annotations

import http.server
import json
import threading


class FaceService:
    def __init__(self) -> None:
        self.is_up = False
        #: What it answers when asked for a result; nothing while the person has not finished.
        self.passes = False
        self.asked: list[tuple[str, dict]] = []
        service = self
        people: dict[str, dict] = {}

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                action = self.headers["x-tc-action"]
                service.asked.append((action, body))
                if not service.is_up:
                    self.answer(503, b"busy")
                    return
                assert self.headers["authorization"].startswith("TC3-HMAC-SHA256 Credential=ID/")
                if action == "DetectAuth":
                    token = f"B-{len(service.asked)}"
                    people[token] = body
                    self.response({"BizToken": token, "Url": f"https://faceid.example/?token={token}"})
                elif service.passes:
                    who = people[body["BizToken"]]
                    self.response({"Text": {"ErrCode": 0, "Name": who["Name"], "IdCard": who["IdCard"], "LiveStatus": 0,
                                            "Comparestatus": 0, "Sim": "96.20"}})
                else:
                    self.response({})

            def response(self, content: dict) -> None:
                self.answer(200, json.dumps({"Response": {**content, "RequestId": f"Q-{len(service.asked)}"}}).encode())

            def answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def setting(self) -> str:
        return f"tencent+http://ID:KEY@127.0.0.1:{self.server.server_port}/1"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
