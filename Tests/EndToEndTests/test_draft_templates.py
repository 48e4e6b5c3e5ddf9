"""A text is drawn up from a template: each side fills in its own parameters, the receiver declines, the initiator changes
a value, the versions are compared, both agree and sign (rows 1 to 6; F-031, F-052 to F-055, F-067, F-068)."""
from __future__ import annotations

from journeys import contracts
from journeys.contracts import Order
from tools import judges
from tools.pages import Window


def fill_all(window: Window, **special: str) -> None:
    """Something lawful in every empty field of the parameters; `special` by label."""
    page = window.page
    for index in range(page.locator("form .field").count()):
        field = page.locator("form .field").nth(index)
        label = field.locator("label").inner_text().strip()
        choice, entry = field.locator("select"), field.locator("input")
        if choice.count():
            choice.select_option(index=1)
        elif entry.get_attribute("type") == "date":
            entry.fill("2027-01-01")
        elif label in special:
            entry.fill(special[label])
        elif not entry.input_value():
            entry.fill("12" if entry.get_attribute("inputmode") == "decimal" else f"{label} 甲乙丙")


def test_text_from_a_template_is_filled_by_both_sides_and_signed(windows, server, alice, bob, folder):
    initiator, receiver = windows(alice), windows(bob, view="phone")
    page = initiator.open("/templates")
    initiator.examine("templates")
    page.locator("li.attachment").filter(has_text="房屋租赁合同").locator("a.button").click()
    page.wait_for_url("**/templates/system-lease/draft")
    page.wait_for_load_state("networkidle")
    page.locator("form button.big").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("[aria-invalid=true]").count() == 1, "an empty parameter is named"
    fill_all(initiator, 月租金="六千")
    page.locator("form button.big").click()
    page.wait_for_load_state("networkidle")
    assert "月租金应为金额" in page.locator("main").inner_text()
    initiator.examine("parameters")
    fill_all(initiator, 月租金="6000", 押金="6000")
    page.locator("form button.big").click()
    page.wait_for_url(contracts.CONTRACT)
    contracts.finish_draft(initiator, receiver=bob, order=Order.SIGN_THEN_SEND, title="模板拟定的租赁合同", send=False)
    assert page.locator(".send-card form[action$='/draft/send'] button.primary:not([disabled])").count() == 0
    page.locator(".send-card details summary").click()
    page.locator("form[action$='/drafting/start'] button").click()
    page.wait_for_load_state("networkidle")
    contract = contracts.read(initiator)

    page = receiver.open(f"{contract.path}/drafting")
    assert page.locator("form[action$='/agreement']").count() == 0, "nothing is agreed to before it is complete"
    receiver.examine("drafting-open")
    page.locator("a[href$='/drafting/parameters']").click()
    page.wait_for_url("**/drafting/parameters")
    page.wait_for_load_state("networkidle")
    assert "月租金" not in page.locator("form").last.inner_text(), "the other side's parameters are not offered"
    fill_all(receiver)
    receiver.examine("parameters-receiver")
    page.locator("form button.big").click()
    page.wait_for_url("**/drafting?notice=**")
    page.fill("[name=reason]", "月租金应为五千元")
    page.locator("form[action$='/rejection'] button").click()
    page.wait_for_url(lambda url: "/rejection" not in url and "/drafting" not in url)

    page = initiator.open(f"{contract.path}/drafting/revision")
    assert "月租金应为五千元" in page.locator("main").inner_text()
    page.locator("a[href$='/drafting/parameters']").click()
    page.wait_for_url("**/drafting/parameters")
    page.wait_for_load_state("networkidle")
    fill_all(initiator, 月租金="5000")
    page.locator("form button.big").click()
    page.wait_for_url("**notice=draftingStarted**")

    page = receiver.open(f"{contract.path}/versions")
    assert "5,000" in " ".join(page.locator(".diff .added").all_inner_texts())
    page = receiver.open(f"{contract.path}/drafting")
    page.locator("form[action$='/agreement'] button").click()
    page.wait_for_url(lambda url: "/agreement" not in url)

    initiator.open(contract.path)
    initiator.page.locator(".turn .do a[href*='/draft']").first.click()
    contracts.finish_draft(initiator, order=Order.SIGN_THEN_SEND)
    contracts.sign(initiator, contract, alice)
    contracts.receive(receiver, contract)
    contracts.sign(receiver, contract, bob)
    contracts.wait_for_completion(initiator, contract)
    judges.judge(contracts.download(initiator, contract, folder), signatures=2, root=server.root)
    log = contracts.log_text(initiator, contract)
    assert "填写拟定参数" in log and "驳回拟定" in log


def test_template_is_written_used_copied_and_deleted(windows, alice, folder):
    window = windows(alice)
    page = window.open("/templates/new")
    page.fill("[name=name]", "借条")
    page.fill("[name=group]", "个人")
    page.fill("[name=text]", "# 借条\n今借到{{出借人}}人民币{{金额}}元（大写：{{金额|upper}}）。\n借款人：{{借款人}}")
    page.locator("form button.big").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("fieldset").count() == 3, "every mark is shown with what it is"
    page.select_option("[name=kind-1]", "money")
    page.select_option("[name=side-2]", "receiver")
    window.examine("template-edit")
    page.locator("form button.big").click()
    page.wait_for_url("**notice=templateSaved**")
    page.wait_for_load_state("networkidle")
    window.examine("template")
    text = page.locator("main").inner_text()
    assert "接收方 · 文字 · 必填" in text and "发起方 · 金额 · 必填" in text
    window.download("a[href$='/blank.pdf']", folder, "blank.pdf")
    page.locator("a[href*='/templates/new?from=']").click()
    page.wait_for_load_state("networkidle")
    assert page.input_value("[name=name]") == "借条" and page.locator("fieldset").count() == 3
    page.go_back()
    page.wait_for_load_state("networkidle")
    page.locator("details summary").last.click()
    page.locator("form[action$='/delete'] button").click()
    page.wait_for_url("**notice=templateDeleted**")
    assert "借条" not in page.locator("main .list").first.inner_text()
