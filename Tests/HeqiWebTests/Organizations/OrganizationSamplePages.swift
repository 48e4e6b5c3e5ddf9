import HeqiDomain
import HeqiHTTPKit
@testable import HeqiWeb

extension Samples {
  /// Pages of companies.
  static func organizations(_ library: PageLibrary) -> [SamplePage] {
    [
      SamplePage(
        ModePage(
          modes: [
            .init(name: "个人合同", detail: "叶小三", icon: "person", organization: "", next: "/workbench", isCurrent: false),
            .init(
              name: "示例科技有限公司", detail: "经办人、业务审批人", icon: "users", organization: "0", next: "/workbench", isCurrent: true),
          ], isUnverified: true)),
      SamplePage(
        CompaniesPage(
          hasRows: true,
          rows: [.init(name: "示例科技有限公司", code: "91350100M000100Y43", status: "已认证", kind: "ok", href: "/companies/verifications/1", action: "查看")])),
      SamplePage(companyVerification(library.chinese)),
      SamplePage(
        LetterPage(
          lead: "…", company: "示例科技有限公司", code: "91350100M000100Y43", representative: "叶小三", applicant: "陈例", digest: "ab12",
          file: "/companies/authorizations/1/letter.pdf", action: "/companies/authorizations/1", codeSent: true,
          form: FormFields(.init(errors: ["code": "验证码不正确。", "confirm": "请先确认。"], message: "还不能提交。")))),
      SamplePage(companyCase(library.chinese)),
      SamplePage(
        OrganizationPage(
          heading: "示例科技有限公司", lead: "…", mayUpdate: true, peopleTitle: "全部人员",
          tabs: [.init(label: "在职 2", href: "/organization", isCurrent: true)], hasPeople: true,
          people: [.init(name: "叶小三", mobile: "138****1234", units: "销售部", roles: "经办人", status: "在职", kind: "ok", href: "/organization/people/1")],
          next: "/organization?after=1", isAll: true,
          units: [.init(name: "销售部", count: "2", depth: "1", href: "/organization?unit=1", isCurrent: true, edit: "/organization/units/1", editLabel: "编辑销售部")])),
      SamplePage(unit), SamplePage(NewUnitPage(form: refused, action: "/organization/units/new", kinds: [SelectOption(value: "group", label: "集团", isSelected: true)])),
      SamplePage(duties),
      SamplePage(member),
      SamplePage(
        RosterPage(
          form: refused, hasFaults: true, faultTitle: "有 1 处错误", faults: [.init(place: "第 3 行", message: "姓名无效。")],
          ready: .init(facts: [.init(label: "新增人员", value: "2")], digest: "ab", length: "12"),
          directory: .init(last: "今天 06:00 · 已同步", kind: "ok", detail: ""))),
    ]
  }

  private static let unit = UnitPage(
    form: FormFields(.init(values: ["name": "销售部", "child": "华南组"], errors: ["name": "同一企业中已有这个名称。"], message: "还不能保存。")),
    heading: "销售部", kind: "部门", path: "示例科技有限公司 / 销售部", lead: "2 人", action: "/organization/units/1", unitID: "1", isFixed: false,
    takesPeople: true, hasPeople: true,
    people: [.init(id: "1", name: "叶小三", detail: "138****1234 · 在职", href: "/organization/people/1", release: "将叶小三移出本部门")],
    more: "另有 1 人未显示。", search: "陈", hasCandidates: true,
    candidates: [.init(id: "2", name: "陈例", detail: "139****0002", href: "/organization/people/2", release: "")], hasChildren: true,
    children: [
      .init(
        name: "华南组", count: "1", href: "/organization/units/2", order: "/organization/units/2/order", up: "上移华南组", down: "下移华南组",
        isFirst: true, isLast: false)
    ], hasKinds: true, kinds: [SelectOption(value: "department", label: "部门", isSelected: false)], hasPlaces: true,
    places: [SelectOption(value: "top", label: "最上层", isSelected: true)], hasManagers: true,
    managers: [SelectOption(value: "1", label: "叶小三", isSelected: false)], canRemove: true, removeText: "", needsHeir: true,
    heirs: [SelectOption(value: "3", label: "示例科技有限公司", isSelected: false)])

  private static let duties = DutiesPage(
    form: FormFields(.init(errors: [:], message: "请选择接手的人。")), action: "/organization/duties", hasDuties: true,
    duties: [
      .init(
        index: "0", title: "采购合同", href: "/contracts/1", number: "系统交易编号 A0000000000001", duty: "业务审批 · 法务审批", why: "吴审批 已离职",
        when: "正在等待", whenKind: "turn", contract: "1", dutyValue: "businessReview", from: "2", hasCandidates: true,
        candidates: [SelectOption(value: "3", label: "钱财务", isSelected: false)]),
      .init(
        index: "1", title: "采购合同", href: "/contracts/1", number: "系统交易编号 A0000000000001", duty: "用章审批", why: "郑用章 已离职",
        when: "尚未轮到", whenKind: "wait", contract: "1", dutyValue: "sealReview", from: "4", hasCandidates: false, candidates: []),
    ], hasMore: true, hasNodes: true, nodes: [.init(type: "采购合同", node: "节点「法务审批」", href: "/business-types/1/edit")])

  private static let refused = FormFields(
    .init(
      values: ["name": "示例科技有限公司"],
      errors: ["licence": "请上传营业执照图片。", "code": "校验位不符。", "amount": "请输入金额。", "decision": "请选择。"], message: "还不能提交。"))

  private static let member = MemberPage(
    heading: "陈例", lead: "139****0002", status: "在职", kind: "ok", mayUpdate: true, isNew: true, action: "/organization/people/1",
    roles: [.init(value: "handler", label: "经办人", text: "…", depth: "0", isChosen: true, isFixed: true)],
    units: [.init(value: "1", label: "销售部", text: "", depth: "1", isChosen: true, isFixed: false)],
    mains: [.init(value: "1", label: "销售部", text: "", depth: "1", isChosen: true, isFixed: false)],
    managers: [.init(value: "1", label: "叶小三", text: "", depth: "0", isChosen: true, isFixed: false)], submit: "保存", roleText: "经办人",
    unitText: "销售部", leave: .init(text: "没有待处理的任务。", action: "/x"),
    form: FormFields(.init(errors: ["name": "姓名无效。", "roles": "不能更改。", "units": "没有这个部门。"], message: "还不能保存。")))

  private static func companyVerification(_ texts: LocaleTexts) -> CompanyVerificationPage {
    CompanyVerificationPage(
      heading: "示例科技有限公司", lead: texts("company.leadProgress"), status: "认证未通过", statusKind: "turn",
      steps: [.init(label: "企业资料", isDone: true, isCurrent: false), .init(label: "执照比对", isDone: false, isCurrent: true)],
      needsIdentity: true, correction: "户名不符", waiting: .init(title: "后台正在审核", text: "最迟 11-24"), isVerified: true,
      renew: "/companies/new?from=1",
      authorization: .init(asked: "已通知 139****0002", askAction: "/a", scanAction: "/b"),
      proof: .init(voucherAction: "/v", mayAskPayout: true, payoutAction: "/p"),
      amount: .init(text: "已打款", action: "/m", left: "还可以输入 3 次"), showForm: true, action: "/companies/new", hasLicence: true,
      kinds: [.init(value: "legalEntity", label: "法人企业", text: "", isChosen: true)],
      capacities: [.init(value: "delegate", label: "代理人", text: "需要授权书", isChosen: false)], form: refused,
      withdrawAction: "/companies/verifications/1/withdrawal", hasChecks: true,
      checks: [.init(label: "企业名称", state: "通过", kind: "ok")], log: log)
  }

  private static func companyCase(_ texts: LocaleTexts) -> CompanyCasePage {
    CompanyCasePage(
      heading: "示例科技有限公司 的企业认证", lead: "对公账户", due: "还有 6 小时", dueKind: "wait",
      images: [.init(label: "营业执照", source: "/office/companies/1/files/licence", key: "1", zoom: "放大")], letter: "/office/x",
      facts: [.init(label: "企业名称", value: "示例科技有限公司")], checks: [.init(label: "企业名称", state: "通过", kind: "ok")], log: log,
      isClosed: false, closed: "", isPayout: true, payoutText: "…", payoutAction: "/office/companies/1/payout", question: "一致吗？",
      action: "/office/companies/1", form: refused, isApprove: false, isReject: true)
  }
}
