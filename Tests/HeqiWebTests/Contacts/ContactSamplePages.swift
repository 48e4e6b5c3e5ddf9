import HeqiDomain
import HeqiHTTPKit
@testable import HeqiWeb

extension Samples {
  static func contacts(_ library: PageLibrary) -> [SamplePage] {
    let refused = FormFields(
      .init(
        values: ["name": "李明", "mobile": "138", "email": "li", "group": "客户", "note": "房东", "kind": "company"],
        errors: ["mobile": "手机号码应为 11 位。", "email": "邮箱格式不对。", "name": "请填写。", "group": "最多 20 个字。", "note": "最多 200 个字。"],
        message: "请改正标出的地方。"))
    return [
      SamplePage(dashboard(library.chinese)),
      SamplePage(
        AnnouncementsPage(rows: [.init(heading: "系统维护", text: "周六夜间维护。", at: "今天 10:00", isNew: true)], hasRows: true)),
      SamplePage(
        OfficeAnnouncementsPage(
          form: FormFields(
            .init(
              values: ["title": "系统维护", "text": "周六", "titleEnglish": "Maintenance", "textEnglish": "Saturday"],
              errors: ["title": "请填写。", "text": "请填写。", "titleEnglish": "请填写。", "textEnglish": "请填写。"], message: "请改正。")),
          rows: [
            .init(
              heading: "系统维护", text: "周六夜间维护。", state: "草稿", stateKind: "wait", publish: "/office/announcements/1/publication",
              publishLabel: "发布 系统维护", withdraw: "/office/announcements/1/withdrawal", withdrawLabel: "撤下 系统维护")
          ], hasRows: true)),
      SamplePage(
        RevocationsPage(
          form: FormFields(
            .init(values: ["contract": "0198", "reason": "重复下单"], errors: ["contract": "没有这份合同。", "reason": "请写明原因。"], message: "请改正。")),
          mayPropose: true,
          rows: [
            .init(
              heading: "采购合同", transactionNo: "HQ20261128000001", reason: "重复下单", proposed: "王运营 于 今天 10:00 提议",
              decided: "李运营 于 今天 10:05 确认", state: "待确认", stateKind: "wait", confirm: "/office/revocations/1/confirmation",
              confirmLabel: "确认撤销 采购合同", drop: "/office/revocations/1/drop", dropLabel: "不撤销 采购合同")
          ], hasRows: true)),
      SamplePage(
        ContactsPage(
          lead: "2 位联系人。", query: "李", group: "客户",
          groups: [.init(label: "客户", href: "/contacts?group=a", isCurrent: true, count: "2")], hasGroups: true,
          suggestions: [.init(party: "1", person: "王芳", kind: "个人", addLabel: "添加 王芳", dismissLabel: "不再提示添加 王芳")],
          hasSuggestions: true,
          rows: [
            .init(
              person: "李明", initial: "李", href: "/contacts/1", kind: "个人", group: "客户", note: "房东", contracts: "合同 3 份",
              contractsHref: "/contracts?who=a", state: "已认证", stateKind: "ok")
          ], hasRows: true, emptyTitle: "没有找到", emptyText: "换一个词。", mayManage: true, mayInvite: true, next: "/contacts?after=1")),
      SamplePage(NewContactPage(refused)),
      SamplePage(
        ContactPageModel(
          form: refused, person: "李明", kind: "个人", mobile: "138****5678", email: "l***@example.com", since: "2026-11-28",
          invited: "已于 2026-11-28 发送邀请。", action: "/contacts/1", deleteAction: "/contacts/1/delete",
          inviteAction: "/contacts/1/invite", mayManage: true, isRegistered: false)),
      SamplePage(ContactInvitationPage(form: refused, address: "https://heqi.example/contacts/join/1", until: "2026-12-28")),
      SamplePage(JoinContactPage(form: refused, heading: "叶小三 邀请您成为联系人", action: "/contacts/join/1")),
    ]
  }
}
