import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiStorage
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
      SamplePage(
        NoticesPage(
          NoticePreferences(muted: [.init(.progress, .sms)], quiet: QuietHours(from: 1_320, until: 480, offset: 480)),
          form: FormFields(.init(errors: ["quietFrom": "请填写。", "quietUntil": "请填写。"], message: "请改正。")), texts: texts)),
    ] + uploads(library) + powers(library) + business(library)
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

  private static func uploads(_ library: PageLibrary) -> [SamplePage] {
    let texts = library.chinese
    let errors = ["file": "图片太大。", "kind": "请选择。", "width": "清晰度不足 300 dpi。", "declared": "请确认。"]
    let form = FormFields(.init(values: ["width": "42", "kind": "companySeal"], errors: errors, message: "请改正。"))
    let id = ID<SealUpload>(at: Instant(microseconds: 0), random: [UInt8](repeating: 1, count: 10))
    func look(isOpaque: Bool, canRemove: Bool, isRemoved: Bool) -> SealUploadedPage {
      SealUploadedPage(
        .init(id: id, isOpaque: isOpaque, canRemoveGround: canRemove, isGroundRemoved: isRemoved, width: 700, height: 690),
        kinds: SealKind.ofOrganizations, waits: true, form: form, texts: texts)
    }
    return [
      SamplePage(SealUploadPage(form: form)), SamplePage(look(isOpaque: true, canRemove: true, isRemoved: true)),
      SamplePage(look(isOpaque: true, canRemove: true, isRemoved: false)),
      SamplePage(look(isOpaque: true, canRemove: false, isRemoved: false)),
    ]
  }

  private static func powers(_ library: PageLibrary) -> [SamplePage] {
    let texts = library.chinese
    let form = FormFields(
      .init(
        values: ["grantee": "", "scope": "", "from": "2026-11-28", "until": "2027-11-27", "code": ""],
        errors: [
          "grantee": "请选择一位在职人员。", "seal": "请选择一枚启用的印章。", "businessType": "受托人须是经办人。", "scope": "请写明授权范围。",
          "from": "请填写日期。", "until": "截止日期须晚于开始日期。", "confirmed": "请确认已阅读。", "code": "验证码不对。",
        ], message: "请改正。"))
    let option = ChoiceOption(value: "1", text: "李小四", isChosen: true)
    return [
      SamplePage(
        PowersPage(
          powers: [
            .init(
              href: "/powers/1", kind: "签章授权委托书", grantee: "李小四", scope: "签署采购合同", term: "2026-11-28 – 2027-11-27",
              state: "已签署", stateKind: "ok")
          ], mayGrant: true, draft: Links.newPower)),
      SamplePage(
        PowerDraftPage(
          form: form, action: Links.newPower, back: Links.powers, isRules: false, people: [option], seals: [option], types: [option],
          hasTypes: true)),
      SamplePage(
        PowerPage(
          form: form, heading: "签章授权委托书", back: Links.powers, state: texts("powers.sign"), stateKind: "turn",
          facts: [FactRow(label: texts("powers.grantee"), value: "李小四")], digest: "sha256:ab", digestShort: "ab…cd",
          pages: [.init(image: "/powers/1/pages/1", alt: texts("pages.page", ["page": "1", "count": "1"]))], file: "/powers/1/file.pdf",
          isDraft: true, canSign: true, canRevoke: true, signAction: "/powers/1/signature", codeURL: "/powers/1/code", isCodeSent: true,
          revokeAction: "/powers/1/revocation", isConfirmed: true)),
    ]
  }

  private static func business(_ library: PageLibrary) -> [SamplePage] {
    let texts = library.chinese
    let option = ChoiceOption(value: "1", text: "李小四", isChosen: true)
    let errors = ["name": "已有同名的业务类型。", "code": "代号太长。", "pattern": "规则须有流水号。", "seals": "请选择现有的印章。"]
    return [
      SamplePage(
        BusinessTypesPage(
          types: [
            .init(
              href: "/business-types/1", name: "采购合同", code: "CG", numbering: "{type}-{seq:5}", handlers: "经办人 2 位", state: "启用",
              stateKind: "ok")
          ], mayCreate: true, create: Links.newBusinessType)),
      SamplePage(
        BusinessTypeEditPage(
          form: FormFields(.init(values: ["name": "采购", "code": "CG", "pattern": "{seq:5}"], errors: errors, message: "请改正。")),
          heading: texts("business.create"), action: Links.newBusinessType, back: Links.businessTypes, revision: "0", isNumbered: true,
          resets: [option], numberPreview: "CG-202611-00001", seals: [option], hasSeals: true,
          roles: [.init(role: "handler", roleLabel: "经办人", roleText: "…", roleError: "请选择。", members: [option])],
          plans: [
            .init(
              plan: "sealPlan", planLabel: "用章审批", planText: "…", planError: "请填写节点名称。",
              nodes: [
                .init(index: "0", number: "1", nodeTitle: "法务", modes: [option], kinds: [option], approvers: [option], levels: "2")
              ])
          ])),
      SamplePage(
        BusinessTypePage(
          form: FormFields(.init(message: "请改正。")), heading: "采购合同", back: Links.businessTypes, state: "启用", stateKind: "ok",
          facts: [FactRow(label: "代号", value: "CG")], roles: [.init(roleLabel: "经办人", people: "李小四")],
          plans: [.init(planLabel: "用章审批", nodes: ["1. 法务 · 会签 · 王小五"])],
          seals: [.init(sealHref: "/account/seals/1", sealName: "合同专用章", sealState: "启用")],
          numbers: [.init(number: "CG-202611-00001", at: "2026-11-28 10:00", contract: "/contracts/1")], mayEdit: true,
          edit: "/business-types/1/edit", command: "stop", commandLabel: "停用", commandText: texts("business.consequence.stop"),
          statusAction: "/business-types/1/status", lines: log)),
    ]
  }
}
