"""A person verifies a company, brings its people in, gives roles; who leaves has no right left (F-013 to F-018, F-056 to F-060)."""
from __future__ import annotations

import pytest

from journeys import companies, office, people


def test_wrong_company_data_are_named_at_their_fields(windows, alice, folder):
    window = windows(alice)
    picture = companies.licence(folder / "licence-wrong.jpg", ["营业执照"])
    companies.submit(window, "甲", "91350100M000100Y44", alice.name, picture)
    text = window.page.locator("main").inner_text()
    assert window.page.locator(".field-error").count() >= 1, text
    window.examine("company-errors")


@pytest.mark.parametrize("view", ["desktop", "phone"])
def test_from_company_verification_to_a_leaver_without_rights(windows, server, reviewer, alice, bob, folder, view):
    name = "示例贸易有限公司" if view == "desktop" else "示例服务有限公司"
    code = companies.credit_code(31000101 if view == "desktop" else 31000102)
    owner = windows(alice, view=view)
    picture = companies.licence(folder / f"licence-{view}.jpg", ["营业执照", f"统一社会信用代码  {code}", f"名称  {name}", f"法定代表人  {alice.name}"])
    page = owner.open("/companies/new")
    owner.examine(f"company-form-{view}")
    companies.submit(owner, name, code, alice.name, picture)
    owner.examine(f"company-proof-{view}")

    page.locator("#voucher").set_input_files(picture)
    page.locator("form[action$='/voucher'] button").click()
    page.wait_for_load_state("networkidle")
    assert "后台审核中" in page.locator("main").inner_text()

    desk = windows()
    office.log_in_reviewer(desk, reviewer)
    queue = desk.open("/office/reviews")
    queue.locator("table a.title").filter(has_text=name).first.click()
    queue.locator(".compare img").first.wait_for()
    desk.examine(f"company-review-{view}")
    queue.locator("input[name=decision][value=approve]").check(force=True)
    queue.fill("[name=reason]", "凭证与执照一致")
    queue.locator(".decide form[action^='/office/companies/'] button.primary").last.click()
    queue.wait_for_load_state("networkidle")

    page = owner.open("/companies")
    assert "已认证" in page.locator("main").inner_text()
    owner.examine(f"companies-{view}")
    owner.open("/mode")
    owner.examine(f"mode-{view}")
    companies.company_mode(owner, name)
    owner.open("/organization")
    owner.examine(f"organization-{view}")

    roster = folder / f"roster-{view}.csv"
    roster.write_text(f"企业,部门,上级部门,姓名,手机,邮箱\n{name},销售部,,{bob.name},123,\n", encoding="utf-8")
    page = owner.open("/organization/import")
    page.locator("#file").set_input_files(roster)
    page.locator("form[action='/organization/import'] button").click()
    page.wait_for_load_state("networkidle")
    assert "第 2 行" in page.locator("main").inner_text(), "the bad row is named"
    owner.examine(f"roster-faults-{view}")

    roster.write_text(f"企业,部门,上级部门,姓名,手机,邮箱\n{name},销售部,,{bob.name},{bob.mobile},\n", encoding="utf-8")
    page.locator("#file").set_input_files(roster)
    page.locator("form[action='/organization/import'] button").click()
    page.wait_for_load_state("networkidle")
    owner.examine(f"roster-preview-{view}")
    page.locator("form[action='/organization/import/confirmation'] button").click()
    page.wait_for_load_state("networkidle")

    page = owner.open("/organization")
    page.locator("table a.title").filter(has_text=bob.name).first.click()
    page.wait_for_load_state("networkidle")
    page.locator("input[name=role-handler]").check()
    owner.examine(f"member-{view}")
    page.locator("form button.primary").first.click()
    page.wait_for_load_state("networkidle")

    worker = windows(bob, view=view)
    companies.company_mode(worker, name)
    assert "经办人" in worker.open("/mode").locator("main").inner_text()
    assert name in worker.open("/organization").locator("h1").inner_text()
    refused = worker.page.goto(f"{server.url}/organization/people/new")
    assert refused.status == 403, "a handler looks at the tree and changes nothing"

    member = owner.open("/organization").locator("table a.title").filter(has_text=bob.name).first
    member.click()
    owner.page.locator("form[action$='/leaving'] button").click()
    owner.page.wait_for_load_state("networkidle")

    page = worker.open("/organization")
    assert "/mode" in page.url, "the next request of the leaver is in personal mode"
    assert name not in page.locator("main").inner_text()
    # Whoever uses this person's session next finds it in personal mode, as it was.
    companies.personal_mode(owner)
