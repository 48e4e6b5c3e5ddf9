"""Looks for secrets of people and machines in texts that strangers may read: logs, metrics, error pages (drill 38)."""
from __future__ import annotations

import base64
import re
import urllib.parse
from dataclasses import dataclass, field

#: A piece of a token this long is as good as the token to somebody who guesses on.
PIECE_LENGTH = 16
#: Codes have six digits, which other numbers may have by chance; they count only where they stand alone.
CODE = re.compile(r"^[0-9]{6}$")


@dataclass
class Secrets:
    """Everything that was used, by kind."""

    values: dict[str, set[str]] = field(default_factory=dict)

    def add(self, kind: str, *values: str) -> None:
        for value in values:
            assert len(value) >= 2, f"an empty {kind} would be found everywhere"
            self.values.setdefault(kind, set()).add(value)

    def found_in(self, text: str) -> set[str]:
        """Kinds of which something stands in `text`, in any spelling that a program might give it."""
        return {kind for kind, values in self.values.items() for value in values if is_in(text, value)}


def is_in(text: str, value: str) -> bool:
    if CODE.match(value):
        return re.search(rf"(?<![0-9A-Za-z.-]){value}(?![0-9A-Za-z-])", text) is not None
    return any(spelling in text for spelling in spellings(value))


def spellings(value: str) -> set[str]:
    """As it is, in an address, in JSON, in base 64 and hexadecimal; a long token also by its pieces."""
    raw = value.encode()
    ways = {
        value, urllib.parse.quote(value), urllib.parse.quote(value, safe=""), urllib.parse.quote_plus(value),
        value.encode("unicode_escape").decode(), base64.b64encode(raw).decode().rstrip("="), raw.hex(),
    }
    if value.isascii() and " " not in value and len(value) > PIECE_LENGTH:
        ways |= {value[start:start + PIECE_LENGTH] for start in range(len(value) - PIECE_LENGTH + 1)}
    return ways
