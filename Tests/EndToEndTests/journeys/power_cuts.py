"""Contracts on a server whose power fails: what must hold after each restart, and at the end."""
from __future__ import annotations

import enum
import hashlib
import itertools
import time
from dataclasses import dataclass
from pathlib import Path

from tools import documents, judges
from tools.books import Books, Head
from tools.server import BINARY, Server
from tools.visitor import Answer, Gone, Request, Sent

from . import plain, samples
from .contracts import Contract, Order
from .plain import Someone

#: Two seconds for a release build; a debug build is several times slower.
RESTART_SECONDS_MAX = 2 if BINARY.parent.name == "release" else 10
KILLED = 137
#: Longer than any lease: work that a dead process held is free again once so much time has passed.
LEASE_SECONDS = 61
LOG_SECONDS_MAX = 20


class Turn(enum.Enum):
    """Whose signature the power cut meets."""

    INITIATOR_FIRST = 0
    RECEIVER_FIRST = 1
    LAST = 2


@dataclass
class Case:
    """One contract, and the signature in which the power is cut."""

    title: str
    contract: Contract
    signer: Someone
    #: Who signs once the cut is over.
    later: list[Someone]
    #: The file as it was sent, and after each signature.
    revisions: list[bytes]
    request: Request

    @property
    def signatures(self) -> int:
        return len(self.revisions) - 1


class Town:
    """One server and its two sample people.

    Its clock starts in the past and moves on by a lease with every cut, as if it stood still so long: so nobody waits
    for what the dead process held, and no signature carries a time that the judges have not reached.
    """

    def __init__(self, folder: Path, *, cuts: int):
        self.folder = folder
        self.server = Server(folder)
        self.file = documents.contract(folder / "drill.pdf")
        self.restarts: list[float] = []
        self.heads: list[Head] = []
        self._offset = -LEASE_SECONDS * (cuts + 1)
        self._start()
        self.initiator, self.receiver = (plain.log_in(self.server, person) for person in samples.pair())

    def _start(self, environment: dict[str, str] | None = None) -> None:
        self.server.settings["clock-offset-seconds"] = str(self._offset)
        self.server.start(environment=environment)

    def arm(self, step: str) -> None:
        """Starts again so that the process ends when it passes this step."""
        self.server.stop()
        self._start({"HEQI_FAILPOINT": step})

    def wait_for_cut(self, step: str) -> None:
        assert self.server.wait_for_death() == KILLED, f"the step {step} was never passed:\n{self.server.tail()}"

    def restart(self) -> None:
        """After a cut; soon the server serves again, and its log has lost nothing."""
        self._offset += LEASE_SECONDS
        assert self._offset < 0, "more cuts than were announced"
        begin = time.monotonic()
        self._start()
        self.restarts.append(time.monotonic() - begin)
        assert self.restarts[-1] <= RESTART_SECONDS_MAX, f"serves only after {self.restarts[-1]:.1f} s"
        self.heads.append(Head.of(self.server))

    def prepare(self, title: str, turn: Turn) -> Case:
        """A contract up to the last button before the signature that the cut will meet."""
        first, second = self.initiator, self.receiver
        order = Order.SIGN_THEN_SEND if turn is Turn.INITIATOR_FIRST else Order.SEND_THEN_SIGN
        contract = plain.start(first, self.file, receiver=second.person, order=order, title=title)
        revisions = [signed_file(first, contract)]
        if turn is Turn.INITIATOR_FIRST:
            signer, later = first, [second]
        else:
            plain.receive(second, contract)
            signer, later = second, [first]
        if turn is Turn.LAST:
            plain.sign(second, contract, title)
            revisions.append(signed_file(second, contract))
            signer, later = first, []
        return Case(title, contract, signer, later, revisions, plain.signature(signer, contract, title))

    def close(self) -> None:
        """Ends in good order and audits the books once every event has reached the log."""
        end = time.monotonic() + LOG_SECONDS_MAX
        books = Books(self.server)
        try:
            while (head := Head.of(self.server)).size < books.rows("SELECT count(*) FROM event")[0][0]:
                assert time.monotonic() < end, f"the log stays at {head.size} events:\n{self.server.tail(15)}"
                time.sleep(0.2)
            assert self.server.stop() == 0
            books.check([*self.heads, head])
        finally:
            books.close()
        scrubbed = self.server.run("scrub", "--data", str(self.server.data)).stdout
        assert "repaired 0, lost 0" in scrubbed, scrubbed


# After a cut.


def answer_of(sent: Sent) -> Answer | None:
    """What the signer was told before the cut; nothing, if it came first."""
    try:
        return sent.answer()
    except Gone:
        return None


def is_acknowledged(case: Case, answer: Answer | None) -> bool:
    return answer is not None and plain.is_acknowledgement(case.contract, answer.status, answer.location)


def recover(case: Case, *, acknowledged: bool) -> bool:
    """Looks, then repeats the request; says whether the signature had been there before that."""
    before = case.signatures
    found = signed_file(case.signer, case.contract)
    number = judges.count_signatures(found)
    assert number in {before, before + 1}, f"{number} signatures after the cut, {before} before it"
    is_there = number == before + 1
    assert is_there or not acknowledged, "a signature was acknowledged and is gone"
    assert found.startswith(case.revisions[-1]), "the file is not what was there, and more"
    assert is_there or found == case.revisions[-1], "bytes without a signature"
    assert is_there != plain.has_request(case.signer, case.contract), "the request is open until the signature is there"
    assert len(signed_lines(case)) == number, "the log tells of other signatures than the file holds"

    repeat(case)
    signed = signed_file(case.signer, case.contract)
    assert signed == found if is_there else signed.startswith(found), "the repeated request changed what was signed"
    case.revisions.append(signed)
    repeat(case)
    assert signed_file(case.signer, case.contract) == signed, "a third request changed what was signed"
    assert judges.count_signatures(signed) == before + 1
    return is_there


def repeat(case: Case) -> None:
    """Sends the same request again; it is answered as the first one is."""
    answer = case.signer.visitor.ask(case.request)
    assert is_acknowledged(case, answer), f"the repeated request was answered {answer.status}:\n{answer.body.decode()[:600]}"


def finish(case: Case) -> None:
    """The rest signs; then file, log and attachments hold everything once."""
    for someone in case.later:
        if "/receipt" in someone.visitor.open(case.contract.path).text:
            plain.receive(someone, case.contract)
        plain.sign(someone, case.contract, case.title)
        case.revisions.append(signed_file(someone, case.contract))
    plain.wait_for_completion(case.signer, case.contract)
    check_file(case)
    check_log(case)
    for someone in [case.signer, *case.later]:
        assert not plain.has_request(someone, case.contract), f"{someone.name} is still asked to act"


def check_file(case: Case) -> None:
    whole = plain.file(case.signer, case.contract)
    assert judges.without_archive(whole) == case.revisions[-1], "the file changed after the last signature"
    assert len(whole) > len(case.revisions[-1]), "a completed contract has no archive time stamp"
    for older, newer in itertools.pairwise(case.revisions):
        assert newer.startswith(older) and newer != older, "a revision is no prefix of the next"
    assert judges.count_signatures(whole) == 2


def check_log(case: Case) -> None:
    """One line of signing for each party, of exactly the revisions seen; one of completion; one of each document."""
    lines = signed_lines(case)
    assert sorted(line["操作者"][:3] for line in lines) == ["发起方", "接收方"], lines
    seen = [hashed(revision) for revision in case.revisions]
    for line, (before, after) in zip(lines, itertools.pairwise(seen), strict=True):
        assert line["内容"].startswith(f"HASH值：{after}/签署前HASH值：{before}/"), f"another revision was logged: {line}"
    system = [line for line in plain.log(case.signer, case.contract) if line["日志分类"] == "系统日志"]
    assert count(system, "自动更新合同状态为已完成签署") == 1
    assert plain.evidence_kinds(case.signer, case.contract) == ["confirmation", "report"]
    for kind, words in (("report", "自动更新合同存证报告"), ("confirmation", "自动更新存证确认函")):
        document = plain.evidence(case.signer, case.contract, kind)
        assert judges.count_signatures(document) == 1
        assert count(system, words) == 1, f"{words} is logged {count(system, words)} times"
        line = next(line for line in system if line["操作"].startswith(words))
        assert line["内容"].endswith(f"HASH值：{hashed(document)}"), f"another document was logged: {line}"


def judge(case: Case, town: Town) -> None:
    """Three judges look at the file and at both documents."""
    papers = {"file": (plain.file(case.signer, case.contract), 2)}
    for kind in ("report", "confirmation"):
        papers[kind] = (plain.evidence(case.signer, case.contract, kind), 1)
    for name, (document, signatures) in papers.items():
        path = town.folder / f"{case.contract.transaction_no}-{name}.pdf"
        path.write_bytes(document)
        judges.judge(path, signatures=signatures, root=town.server.root, level="BLTA" if name == "file" else "BT")


def signed_file(someone: Someone, contract: Contract) -> bytes:
    """The contract as its newest signer left it, whether or not the platform has put its archive time stamp over it."""
    return judges.without_archive(plain.file(someone, contract))


def signed_lines(case: Case) -> list[dict[str, str]]:
    return [line for line in plain.log(case.signer, case.contract)
            if line["日志分类"] == "合同操作日志" and line["操作"].startswith("签署合同 ")]


def count(lines: list[dict[str, str]], words: str) -> int:
    return sum(1 for line in lines if line["操作"].startswith(words))


def hashed(document: bytes) -> str:
    return f"sha256:{hashlib.sha256(document).hexdigest()}"
