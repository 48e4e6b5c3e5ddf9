"""Company seals: trusted to people by a 授权委托书 that the legal representative signs online."""
from __future__ import annotations

from tools.pages import Window

from .people import Person


def sign_power(window: Window, signer: Person, grantee: Person, scope: str, *, kind: str = "sealUse",
               seal: str | None = None, examine: str | None = None) -> str:
    """Drafts the paper, reads it, signs it with a code; returns its path."""
    page = window.open(f"/powers/new?kind={kind}" + (f"&seal={seal}" if seal else ""))
    page.locator("[name=grantee]").select_option(label=grantee.name)
    page.fill("[name=scope]", scope)
    here = page.url
    page.locator("main form button.primary").click()
    page.wait_for_url(lambda url: url != here and "/powers/new" not in url)
    page.wait_for_load_state("networkidle")
    if examine:
        window.examine(examine)
    page.locator("#confirmed").check()
    before = window.server.codes_sent(signer.mobile)
    page.locator("button[name=action][value=code]").click()
    page.fill("#code", window.server.code(signer.mobile, after=before))
    page.locator("button[name=action][value=sign]").click()
    page.wait_for_url("**notice=powerSigned*")
    assert "已签署" in page.locator("main h1").inner_text(), page.locator("main h1").inner_text()
    return page.url.removeprefix(window.server.url).split("?")[0]


def change(window: Window, seal: str, command: str) -> None:
    """Presses activate, suspend, resume or cancel on the seal's page."""
    page = window.open(f"/account/seals/{seal}")
    page.locator(f"button[name=command][value={command}]").click()
    page.wait_for_url(f"**notice=seal-{command}*")


def state(window: Window, seal: str) -> str:
    return window.open(f"/account/seals/{seal}").locator("main h1 .badge").inner_text().strip()
