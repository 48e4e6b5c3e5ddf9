"""The books of a server that stands still: its database and public log, read by other means than its own."""
from __future__ import annotations

import base64
import hashlib
import sqlite3
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass

from .server import Server


@dataclass(frozen=True)
class Head:
    """What the public log said of itself once."""

    size: int
    root: bytes

    @classmethod
    def of(cls, server: Server) -> Head:
        with urllib.request.urlopen(f"{server.url}/log/checkpoint", timeout=5) as answer:
            _, size, root = answer.read().decode().splitlines()[:3]
        return cls(int(size), base64.b64decode(root))


class Books:
    """Only reads; the server has ended in good order."""

    def __init__(self, server: Server):
        self._database = sqlite3.connect(f"file:{server.data / 'heqi.sqlite'}?mode=ro", uri=True)

    def close(self) -> None:
        self._database.close()

    def rows(self, text: str) -> list[tuple]:
        return self._database.execute(text).fetchall()

    def check(self, heads: Iterable[Head]) -> None:
        """Fails unless the database is whole, every chain of events holds, and no log head was ever taken back."""
        assert self.rows("PRAGMA integrity_check") == [("ok",)]
        assert self.rows("PRAGMA foreign_key_check") == []
        self._check_signatures()
        self._check_chains()
        self._check_log(heads)
        dead = self.rows("SELECT topic, last_error FROM outbox WHERE dead_at_us IS NOT NULL"
                         " UNION ALL SELECT queue, last_error FROM job WHERE dead_at_us IS NOT NULL")
        assert dead == [], f"given up: {dead}"

    def _check_signatures(self) -> None:
        """One signature and one event for a party that has signed, none for another; every revision has its file."""
        twice = self.rows("SELECT party_id, count(*) FROM contract_revision WHERE kind = 'signature' GROUP BY file_id, party_id HAVING count(*) > 1")
        assert twice == [], f"signed twice: {twice}"
        revisions = self.rows("SELECT hex(digest) FROM contract_revision WHERE kind = 'signature' ORDER BY 1")
        events = self.rows("SELECT hex(file_hash) FROM event WHERE kind = 'contract.signed' ORDER BY 1")
        assert revisions == events, f"{len(revisions)} signatures and {len(events)} events of signing do not belong together"
        # The last revision contains all others, so only its file is kept.
        bare = self.rows("SELECT file_id FROM contract_revision r WHERE digest NOT IN (SELECT hash FROM blob)"
                         " AND number = (SELECT max(number) FROM contract_revision WHERE file_id = r.file_id)")
        assert bare == [], f"no file behind the last revision: {bare}"
        used = self.rows("SELECT count(*) FROM seal_use")[0][0]
        assert used == len(revisions), f"{used} uses of a seal noted for {len(revisions)} signatures"
        more = self.rows("SELECT contract_id, kind FROM evidence_file GROUP BY contract_id, round_number, kind HAVING count(*) > 1")
        assert more == [], f"made twice: {more}"

    def _check_chains(self) -> None:
        """The events of one subject count from 1 without a gap, each naming the hash of the one before."""
        last: dict[tuple[str, str], tuple[int, bytes]] = {}
        for kind, subject, number, previous, own in self.rows(
                "SELECT subject_kind, subject_id, sequence, previous_hash, hash FROM event ORDER BY tenant_id, subject_kind, subject_id, sequence"):
            before, before_hash = last.get((kind, subject), (0, None))
            assert number == before + 1, f"{kind} {subject}: {number} follows {before}"
            assert before_hash in {None, previous}, f"{kind} {subject}: event {number} names another predecessor"
            last[kind, subject] = (number, own)
        kept = {(kind, subject): (number, own) for kind, subject, number, own in
                self.rows("SELECT subject_kind, subject_id, sequence, hash FROM event_head")}
        assert kept == last, "a chain ends elsewhere than its head says"

    def _check_log(self, heads: Iterable[Head]) -> None:
        """Leaves are events, each once, and every head that was shown is a head of the tree as it is now."""
        leaves = self.rows("SELECT l.leaf_index, l.entry, e.hash FROM log_leaf l"
                           " LEFT JOIN event e ON e.tenant_id = l.tenant_id AND e.id = l.event_id ORDER BY l.leaf_index")
        assert [index for index, _, _ in leaves] == list(range(len(leaves))), "leaves are missing"
        assert all(entry == own for _, entry, own in leaves), "a leaf is not its event"
        assert len({entry for _, entry, _ in leaves}) == len(leaves), "an event was logged twice"
        missing = self.rows("SELECT count(*) FROM event WHERE id NOT IN (SELECT event_id FROM log_leaf)")[0][0]
        assert missing == 0, f"{missing} events never reached the log"
        hashes = [hashlib.sha256(b"\0" + entry).digest() for _, entry, _ in leaves]
        for head in set(heads):
            assert head.size <= len(hashes), f"a head of {head.size} leaves was shown, {len(hashes)} are left"
            assert root(hashes[:head.size]) == head.root, f"the head of {head.size} leaves was taken back"


def root(hashes: list[bytes]) -> bytes:
    """RFC 6962 §2.1: an odd one at the end of a row goes up as it is."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    while len(hashes) > 1:
        pairs = [hashlib.sha256(b"\1" + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2])]
        hashes = pairs + ([hashes[-1]] if len(hashes) % 2 else [])
    return hashes[0]
