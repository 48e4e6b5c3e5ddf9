"""Streams of server-sent events end on the server when the client leaves (F-091)."""
from __future__ import annotations

import re
import socket
import time
import urllib.request

import pytest

from journeys.people import Person
from tools.server import Server

FREED_SECONDS_MAX = 5


def streams(server: Server) -> int:
    """Open streams as the server counts them."""
    with urllib.request.urlopen(f"{server.url}/metrics", timeout=5) as answer:
        return int(re.search(r"^heqi_live_streams (\d+)$", answer.read().decode(), re.MULTILINE).group(1))


def wait_for(server: Server, count: int) -> None:
    end = time.monotonic() + FREED_SECONDS_MAX
    while (seen := streams(server)) != count:
        assert time.monotonic() < end, f"{seen} streams, not {count}, after {FREED_SECONDS_MAX} s"
        time.sleep(0.05)


def listen(server: Server, person: Person) -> socket.socket:
    """Opens a stream by hand and reads its first lines."""
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in person.state["cookies"])
    line = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    line.sendall(f"GET /workbench/events HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cookies}\r\n\r\n".encode())
    seen = b""
    while b"retry: 3000" not in seen:
        part = line.recv(4096)
        assert part, f"closed after {seen!r}"
        seen += part
    assert seen.startswith(b"HTTP/1.1 200") and b"text/event-stream" in seen
    return line


@pytest.mark.parametrize("manner", ["close", "half", "reset"])
def test_a_client_that_leaves_frees_its_stream(server, alice, manner):
    before = streams(server)
    lines = [listen(server, alice) for _ in range(3)]
    assert streams(server) == before + 3
    for count, line in enumerate(lines, 1):
        if manner == "half":
            line.shutdown(socket.SHUT_WR)
        if manner == "reset":
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        if manner != "half":
            line.close()
        wait_for(server, before + 3 - count)
        if manner == "half":
            while line.recv(4096):
                pass  # The server ends its side too.
            line.close()


def test_a_page_that_is_left_frees_its_stream(windows, server, alice):
    before = streams(server)
    window = windows(alice)
    page = window.open("/workbench")
    page.locator("[data-connected=yes]").wait_for(state="attached")
    wait_for(server, before + 1)
    page.goto("about:blank")
    wait_for(server, before)


def test_the_oldest_stream_of_one_account_ends_when_too_many_open(server, alice):
    before = streams(server)
    lines = [listen(server, alice) for _ in range(9)]
    wait_for(server, before + 8)
    lines[0].settimeout(FREED_SECONDS_MAX)
    rest = b""
    while part := lines[0].recv(4096):
        rest += part
    assert rest.endswith(b"0\r\n\r\n"), "the oldest was ended in good order"
    for line in lines:
        line.close()
    wait_for(server, before)
