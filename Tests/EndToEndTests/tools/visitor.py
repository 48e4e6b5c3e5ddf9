"""A browser's manners without a browser: pages, forms and cookies over plain HTTP, for drills of hundreds of rounds."""
from __future__ import annotations

import http.client
import itertools
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urljoin

from .server import Server

ANSWER_SECONDS_MAX = 60
REDIRECTS_MAX = 5
_boundaries = itertools.count(1)


class Gone(Exception):
    """The server ended before its answer was whole."""


@dataclass
class Field:
    """One control of a form; `is_on` says whether it would be sent."""

    name: str
    value: str
    kind: str
    is_on: bool = True


@dataclass
class Button:
    name: str
    value: str
    #: Where this button sends the form, if elsewhere than the others.
    action: str | None = None
    is_disabled: bool = False


@dataclass
class Form:
    """A form as the page holds it, hidden fields and token included."""

    action: str
    is_multipart: bool
    fields: list[Field] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    def fill(self, **values: str) -> None:
        """Types, ticks or chooses; a field that the page does not show is a fault."""
        for name, value in values.items():
            found = [one for one in self.fields if one.name == name]
            assert found, f"the form for {self.action} has no field {name}"
            choices = [one for one in found if one.kind in {"radio", "checkbox"}]
            for choice in choices:
                choice.is_on = choice.value == value
            if not choices:
                found[0].value = value
            else:
                assert any(choice.is_on for choice in choices), f"the form for {self.action} offers no {name}={value}"

    def values(self, button: Button | None) -> list[tuple[str, str]]:
        own = [(button.name, button.value)] if button and button.name else []
        return [(one.name, one.value) for one in self.fields if one.is_on and one.kind != "file"] + own

    def button(self, value: str | None) -> Button:
        """The button with this value, or the only one."""
        found = [one for one in self.buttons if value is None or one.value == value]
        assert found, f"the form for {self.action} has no button {value}"
        assert not found[0].is_disabled, f"the button {value} of the form for {self.action} is disabled"
        return found[0]


class Page(HTMLParser):
    """The forms, links and images of a page, and the data that its scripts read."""

    def __init__(self, path: str, text: str):
        super().__init__()
        self.path, self.text = path, text
        self.forms: list[Form] = []
        self.links: list[str] = []
        #: `data-…` attributes by the name of the script module that reads them.
        self.modules: dict[str, dict[str, str]] = {}
        self.token = ""
        self._form: Form | None = None
        self._select: Field | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attributes}
        if "data-module" in at:
            self.modules[at["data-module"]] = {name[5:]: value for name, value in at.items() if name.startswith("data-")}
        if tag == "a":
            self.links.append(at.get("href", ""))
        elif tag == "meta" and at.get("name") == "csrf":
            self.token = at["content"]
        elif tag == "form":
            self._form = Form(at.get("action", self.path).split("#")[0], at.get("enctype") == "multipart/form-data")
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(tag, at)

    def _control(self, tag: str, at: dict[str, str]) -> None:
        assert self._form is not None
        if tag == "button" and at.get("type", "submit") == "submit":
            where = at.get("formaction")
            self._form.buttons.append(Button(at.get("name", ""), at.get("value", ""), where, "disabled" in at))
        elif tag == "option" and self._select is not None:
            if "selected" in at or not self._select.is_on:
                self._select.value, self._select.is_on = at.get("value", ""), True
        elif tag in {"input", "select", "textarea"} and at.get("name"):
            kind = at.get("type", tag)
            value = at.get("value", "on" if kind == "checkbox" else "")
            one = Field(at["name"], value, kind, is_on=kind not in {"radio", "checkbox"} or "checked" in at)
            self._form.fields.append(one)
            if tag == "select":
                self._select, one.is_on = one, False

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None

    def form(self, ending: str) -> Form:
        """The form whose address ends so."""
        found = [form for form in self.forms if form.action.endswith(ending)]
        assert found, f"{self.path} has no form for …{ending}, only {[form.action for form in self.forms]}"
        return found[0]


@dataclass
class Answer:
    path: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @property
    def page(self) -> Page:
        return Page(self.path, self.body.decode())


@dataclass
class Request:
    """A change that can be sent again exactly as it was."""

    path: str
    body: bytes
    headers: dict[str, str]


class Visitor:
    """One person's session."""

    def __init__(self, server: Server):
        self.server = server
        self.cookies: dict[str, str] = {}

    # Single requests.

    def send(self, request: Request | str) -> Sent:
        """Puts a request on its way and does not wait for the answer; a path alone is a page asked for."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=ANSWER_SECONDS_MAX)
        headers = {"Accept": "text/html", "Accept-Language": "zh-CN", "Sec-Fetch-Site": "same-origin",
                   "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if isinstance(request, str):
            connection.request("GET", request, headers=headers)
            return Sent(self, request, connection)
        connection.request("POST", request.path, request.body, headers | {"Origin": self.server.url} | request.headers)
        return Sent(self, request.path, connection)

    def ask(self, request: Request | str) -> Answer:
        return self.send(request).answer()

    # Pages.

    def open(self, path: str) -> Page:
        return self.follow(self.ask(path)).page

    def follow(self, answer: Answer) -> Answer:
        """Goes where the answer sends the browser; anything but a page at the end is a fault."""
        for _ in range(REDIRECTS_MAX):
            if not 300 <= answer.status < 400:
                break
            answer = self.ask(urljoin(answer.path, answer.location).split("#")[0])
        assert answer.status < 300, f"{answer.path} answered {answer.status}\n{faults(answer)}\n{self.server.tail(15)}"
        return answer

    def press(self, form: Form, value: str | None = None, *, file: Path | None = None) -> Page:
        """Presses a button and shows the page that follows."""
        return self.follow(self.ask(self.pressing(form, value, file=file))).page

    def pressing(self, form: Form, value: str | None = None, *, file: Path | None = None) -> Request:
        """The request that pressing the button would send."""
        button = None if file else form.button(value)
        path = button.action if button and button.action else form.action
        values = form.values(button)
        if not form.is_multipart:
            return Request(path, urlencode(values).encode(), {"Content-Type": "application/x-www-form-urlencoded"})
        mark = f"----heqi{next(_boundaries):08d}"
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode() for name, text in values]
        if file:
            name = next(one.name for one in form.fields if one.kind == "file")
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file.name}"\r\nContent-Type: application/pdf\r\n\r\n'
            parts.append(head.encode() + file.read_bytes() + b"\r\n")
        body = b"".join(parts) + f"--{mark}--\r\n".encode()
        return Request(path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def post_by_script(self, page: Page, path: str, values: dict[str, str]) -> None:
        """What a script of the page sends by itself."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRF-Token": page.token, "Accept": "application/json"}
        answer = self.ask(Request(path, urlencode(values).encode(), headers))
        assert answer.status < 300, f"{path} answered {answer.status}: {answer.body.decode()[:400]}"


class Sent:
    """A request on its way."""

    def __init__(self, visitor: Visitor, path: str, connection: http.client.HTTPConnection):
        self._visitor, self._path, self._connection = visitor, path, connection

    def answer(self) -> Answer:
        """The whole answer; throws `Gone` when the server ended before it was sent."""
        try:
            response = self._connection.getresponse()
            answer = Answer(self._path, response.status, response.headers, response.read())
        except (http.client.HTTPException, ConnectionError) as error:
            raise Gone(f"{self._path}: {error!r}") from error
        finally:
            self._connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            pair, *attributes = line.split(";")
            name, _, value = pair.partition("=")
            if any(attribute.strip().lower() == "max-age=0" for attribute in attributes):
                self._visitor.cookies.pop(name.strip(), None)
            else:
                self._visitor.cookies[name.strip()] = value.strip()
        return answer


def faults(answer: Answer) -> str:
    """What a refused page says is wrong, or its beginning."""
    text = answer.body.decode(errors="replace")
    said = [piece.split("<")[0] for piece in text.split('class="field-error"')[1:]]
    return " / ".join(piece.partition(">")[2] for piece in said) or text[:600]
