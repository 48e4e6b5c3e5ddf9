"""The life of a contract through the pages' own forms, without a browser."""
from __future__ import annotations

import csv
import datetime
import io
import re
import time
from dataclasses import dataclass
from pathlib import Path

from tools.server import Server, is_same
from tools.visitor import Request, Visitor

from .contracts import COMPLETION_SECONDS_MAX, CONTRACT, Contract, Order
from .people import Person

SIGN_IN_SECONDS_MAX = 60
CODE_SECONDS_MAX = 40
DEADLINE_DAYS = 30
FOLDER = re.compile(r'href="/folders/(\w+)"')
EVIDENCE = re.compile(r'href="[^"]*/evidence/(\w+)\.pdf"')


@dataclass
class Someone:
    """A person at work, and the session that works for them."""

    person: Person
    visitor: Visitor

    @property
    def name(self) -> str:
        return self.person.name


def log_in(server: Server, person: Person) -> Someone:
    """Signs in as soon as the server knows the person: the sample people are made while it serves already."""
    visitor = Visitor(server)
    end = time.monotonic() + SIGN_IN_SECONDS_MAX
    while "certificate-title" not in (page := visitor.open("/account/verification")).text:
        assert time.monotonic() < end, f"{person.name} cannot sign in:\n{server.tail()}"
        if page.path.startswith("/login"):
            form = page.form("/login")
            form.fill(login=person.mobile, password=person.password)
            visitor.ask(visitor.pressing(form, "login"))
        time.sleep(0.1)
    return Someone(person, visitor)


# Making and receiving one.


def start(someone: Someone, file: Path, *, receiver: Person, order: Order, title: str) -> Contract:
    """Upload, receiver, places as proposed, settings, send."""
    visitor = someone.visitor
    page = visitor.press(visitor.open("/contracts/new").form("/contracts/new"), file=file)
    form = page.form("/draft/receivers")
    form.fill(name=receiver.name, mobile=receiver.mobile)
    form = visitor.press(form, "next").form("/draft/places")
    form = visitor.press(form, "next").form("/draft/settings")
    last = datetime.date.today() + datetime.timedelta(days=DEADLINE_DAYS)
    form.fill(title=title, issueOrder=order.value, signDate=last.isoformat(), declared="on")
    page = visitor.press(form)
    found = CONTRACT.search(page.path)
    assert found, f"no contract at {page.path}"
    page = visitor.press(page.form("/draft/send"))
    return Contract(found.group(0), re.findall(r"<code>([^<]+)</code>", visitor.open(found.group(0)).text)[0])


def receive(someone: Someone, contract: Contract) -> None:
    page = someone.visitor.open(contract.path)
    someone.visitor.press(page.form("/receipt"))


# Signing one.


def signature(someone: Someone, contract: Contract, title: str) -> Request:
    """Everything before the last button: rates the other side, reads every page, asks for the code, fills the form."""
    visitor = someone.visitor
    page = visitor.open(f"{contract.path}/sign")
    while ratings := [form for form in page.forms if form.action.endswith("/rating")]:
        page = visitor.press(ratings[0], "accepted")
    reading = page.modules["reading"]
    pages = ",".join(str(number) for number in range(1, int(reading["count"]) + 1))
    visitor.post_by_script(page, reading["url"], {"digest": reading["digest"], "pages": pages})
    page = visitor.press(page.form("/sign"), "code")
    form = page.form("/sign")
    form.fill(confirmed="on", code=code(visitor.server, someone.person, title))
    return visitor.pressing(form, "sign")


def code(server: Server, person: Person, title: str) -> str:
    """The code for the contract of this title, which its message names."""
    end = time.monotonic() + CODE_SECONDS_MAX
    while time.monotonic() < end:
        for message in server.messages():
            if message.get("code") and is_same(message["to"], person.mobile) and title in message["body"]:
                return message["code"]
        time.sleep(0.05)
    raise AssertionError(f"no code for {title} reached {person.name}:\n{server.tail()}")


def is_acknowledgement(contract: Contract, status: int, location: str) -> bool:
    """Whether this answer tells the signer that the signature is made."""
    return status == 303 and location.split("#")[0].split("?")[0] == f"{contract.path}/signed"


def sign(someone: Someone, contract: Contract, title: str) -> None:
    answer = someone.visitor.ask(signature(someone, contract, title))
    assert is_acknowledgement(contract, answer.status, answer.location), f"not signed: {answer.status}\n{answer.body.decode()[:600]}"


# Looking at one.


def file(someone: Someone, contract: Contract) -> bytes:
    """The contract as it is now."""
    answer = someone.visitor.ask(f"{contract.path}/file.pdf")
    assert answer.status == 200, f"the file of {contract.transaction_no} answered {answer.status}"
    return answer.body


def folder_of(someone: Someone, contract: Contract) -> str:
    text = someone.visitor.open(contract.path).text
    return FOLDER.findall(text.split('class="crumbs"')[1])[0]


def wait_for_completion(someone: Someone, contract: Contract) -> None:
    end = time.monotonic() + COMPLETION_SECONDS_MAX
    while (seen := folder_of(someone, contract)) != "completed":
        assert time.monotonic() < end, f"{contract.transaction_no} is {seen}, not completed:\n{someone.visitor.server.tail(15)}"
        time.sleep(0.1)


def evidence_kinds(someone: Someone, contract: Contract) -> list[str]:
    """One entry for each 存证报告 and 存证确认函 that the attachments show."""
    return sorted(EVIDENCE.findall(someone.visitor.open(f"{contract.path}/attachments").text))


def evidence(someone: Someone, contract: Contract, kind: str) -> bytes:
    answer = someone.visitor.ask(f"{contract.path}/evidence/{kind}.pdf")
    assert answer.status == 200, f"the {kind} of {contract.transaction_no} answered {answer.status}"
    return answer.body


def log(someone: Someone, contract: Contract) -> list[dict[str, str]]:
    """The lines of both logs as the CSV export has them."""
    answer = someone.visitor.ask(f"{contract.path}/log.csv")
    assert answer.status == 200, f"the log of {contract.transaction_no} answered {answer.status}"
    return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))


def has_request(someone: Someone, contract: Contract) -> bool:
    """Whether the workbench still asks this person to do something about the contract."""
    page = someone.visitor.open("/workbench")
    return contract.transaction_no in page.text.split('data-live="requests"')[1].split("</ul>")[0]
