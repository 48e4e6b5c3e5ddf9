"""openapi.yaml says what the server does: schemathesis asks every operation with well-formed and malformed signed requests."""
from __future__ import annotations

import json
import tempfile
import urllib.request
from pathlib import Path

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks

from journeys import business, fuzzing
from journeys.business import ZHANG
from tools import documents
from tools.server import CHECKOUT, Server

EXAMPLES = 12
#: Checks of the tool that do not apply, each with its reason.
SWITCHED_OFF = {
    "max_response_time": "a debug build on a busy machine is measured by nobody",
    "use_after_free": "nothing can be deleted through the API",
    "ensure_resource_availability": "belongs to stateful runs over links, which the description has none of",
    "object_level_authorization": "needs two identities; test_api.py/test_another_client_sees_nothing holds it",
}
FILE = CHECKOUT / "Sources/HeqiWeb/Resources/API/openapi.yaml"
load_all_checks()
# Needed before the fixtures: examples are drawn when the tests are collected.
with tempfile.TemporaryDirectory() as made:
    fuzzing.register(documents.contract(Path(made) / "generated.pdf").read_bytes())
# Members that a request does not know are passed over by design, so unknown ones are no malformed request.
schema = schemathesis.openapi.from_path(FILE, config=schemathesis.Config.from_dict(
    {"generation": {"allow-extra-parameters": False, "with-security-parameters": False}}))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One of its own: thousands of contracts and refusals are of no use to other tests."""
    server = Server(tmp_path_factory.mktemp("generated"))
    server.start()
    yield server
    assert server.stop() == 0, server.tail()


@pytest.fixture(scope="module")
def heqi(server):
    return business.client(server, "Generated requests")


@pytest.fixture(scope="module")
def world(heqi, folder):
    order = business.order(heqi, folder, "GENERATED", [business.signer(ZHANG, 1)])
    contract = heqi.post("/api/v1/contract/initiate", order)
    content = {"components": [{"type": "title", "text": "约定"}, {"type": "paragraph", "text": "{{name}}"}]}
    template = heqi.create_template({"templateId": "GENERATED", "name": "约定", "contentType": "COMPONENT_JSON", "active": True,
                                     "variableDefinitions": [{"key": "name", "sample": "张三"}], "content": content})
    user = {"name": ZHANG["name"], "idCardNo": ZHANG["idCardNo"]}
    face = heqi.post("/api/v1/verification/face/initiate", {"bizId": "GENERATED", "bizType": "PAYER_AUTHORIZATION", "userInfo": user})
    return fuzzing.World(order["fileId"], contract["contractId"], ZHANG["partyId"], template["templateId"], face["verificationId"])


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_every_operation(case, server, heqi, world):
    fuzzing.shape(case, world)
    excluded = [check for check in schemathesis.checks.CHECKS.get_all() if check.__name__ in SWITCHED_OFF]
    case.call_and_validate(base_url=server.url, auth=fuzzing.Signed(heqi), excluded_checks=excluded)


def test_served_as_it_stands_in_the_checkout(server):
    """The file that programs get is the one under version control."""
    with urllib.request.urlopen(f"{server.url}/api/v1/openapi.yaml") as answer:
        assert answer.headers["Content-Type"].startswith("application/yaml")
        assert answer.read() == FILE.read_bytes()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_readable_page_has_every_operation(server, windows, language):
    """One page out of the same file, in both languages, without scripts of others."""
    file = yaml.safe_load(FILE.read_text())
    window = windows(language=language)
    page = window.open("/api/docs")
    shown = {article.get_attribute("data-operation") for article in page.locator("article[data-operation]").all()}
    assert shown == {f"{method.upper()} {path}" for path, methods in file["paths"].items() for method in methods}
    first = file["paths"]["/api/v1/contract/initiate"]["post"]["requestBody"]["content"]["application/json"]["examples"]["file"]["value"]
    article = page.locator("article[data-operation='POST /api/v1/contract/initiate']")
    article.locator("summary").nth(1).click()
    assert json.loads(article.locator("pre").first.inner_text()) == first, "the example reads as other YAML readers read it"
    window.examine(f"api-{language}")


def test_the_readable_page_on_the_phone(windows):
    window = windows(view="phone")
    window.open("/api/docs")
    window.examine("api")
