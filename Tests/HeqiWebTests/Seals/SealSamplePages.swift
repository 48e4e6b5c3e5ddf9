import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
@testable import HeqiWeb

/// Pages of seals, full of everything they can show.
extension Samples {
  static func seals(_ library: PageLibrary) -> [SamplePage] {
    let texts = library.chinese
    return [
      SamplePage(
        SealsPage(
          tabs: PageTab.account(current: Links.seals, texts: texts), lead: texts("seals.text"),
          seals: [
            .init(
              kind: "公章", href: "/account/seals/1", image: library.assets.path("brand.svg"), alt: "示例科技有限公司 的印面",
              size: "42 × 42 mm", state: "启用", stateKind: "ok", isDefault: true)
          ], mayAdd: true, make: Links.newSeal, upload: Links.sealUpload)),
      SamplePage(
        SealMakerPage(
          SealForm(Form(), kinds: SealKind.ofOrganizations) { _ in "示例科技有限公司" }, kinds: SealKind.ofOrganizations,
          problem: SealError(.designInvalid, Bilingual("请选择。", "Choose."), field: "kind"), waits: true,
          form: FormFields(
            .init(
              values: ["purpose": "合同专用章", "code": "123"],
              errors: ["name": "印文太长。", "face": "请选择。", "purpose": "太长。", "code": "印章编码为 13 位数字。"], message: "请改正。")),
          texts: texts)),
      SamplePage(sealPage(library, texts)),
    ]
  }

  private static func sealPage(_ library: PageLibrary, _ texts: LocaleTexts) -> SealPage {
    let errors = ["oldPIN": "密码不对。", "pin": "太简单。", "again": "两次输入不一致。"]
    return SealPage(
      tabs: PageTab.account(current: Links.seals, texts: texts),
      form: FormFields(.init(values: ["pin": "", "oldPIN": "", "again": ""], errors: errors, message: "请改正。")),
      heading: "公章", back: Links.seals, image: library.assets.path("brand.svg"), alt: "示例科技有限公司 的印面",
      facts: [FactRow(label: "印文", value: "示例科技有限公司")], state: "启用", stateKind: "ok", stateText: texts("seal.state.active"),
      buttons: [.init(command: "suspend", label: "停用", style: "", consequence: texts("seal.consequence.suspend"))],
      statusAction: "/account/seals/1/status", canBeDefault: true, defaultAction: "/account/seals/1/default", maySetPIN: true,
      hasPIN: true, isPINLocked: true, pinAction: "/account/seals/1/pin",
      uses: [
        .init(
          at: "2026-11-28 10:00", contract: "房屋租赁合同", number: "A0000000000001", user: "叶*三", pages: "1,3-5", hash: "sha256:ab",
          hashShort: "ab…cd")
      ],
      grants: [
        .init(who: "李小四", from: "2026-11-01", until: "2027-10-31", grantState: "有效", grantKind: "ok", paper: "/powers/1")
      ], isCompany: true, mayGrant: true, grantHref: "/powers/new", lines: log)
  }
}
