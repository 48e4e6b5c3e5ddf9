"""The numbered steps at which a drill may end the server."""
from __future__ import annotations

import re

from .server import CHECKOUT

SOURCE = CHECKOUT / "Sources/HeqiPorts/Failpoint.swift"


def names(prefix: str) -> list[str]:
    """The steps as the program names them, so that a new step joins the drills by itself."""
    body = SOURCE.read_text().split("enum FailpointName")[1].split("\n}")[0]
    found = re.findall(r"^\s*case (\w+)(?: = \"([^\"]+)\")?", body, flags=re.MULTILINE)
    steps = [text or name for name, text in found]
    return [step for step in steps if step.startswith(prefix)]
