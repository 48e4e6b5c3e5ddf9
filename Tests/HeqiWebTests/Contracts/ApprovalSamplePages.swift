import HeqiDomain
import HeqiHTTPKit
@testable import HeqiWeb

extension Samples {
  static let approvalCard = ApprovalCard(
    heading: "示例科技有限公司 · 业务审批", text: "1/2 个节点已通过",
    steps: [
      .init(
        stepTitle: "部门审批", mode: "会签（全部通过）", state: "done", stateKind: "ok", stateText: "通过", isNow: false,
        people: [.init(who: "赵大一（代 周大四）", what: "通过 · 今天 10:12", opinion: "价格合理")]),
      .init(
        stepTitle: "财务审批", mode: "", state: "now", stateKind: "wait", stateText: "正在审批", isNow: true,
        people: [.init(who: "钱大二", what: "", opinion: nil)]),
    ])

  static func approvals(_ library: PageLibrary) -> [SamplePage] {
    let texts = library.chinese
    let refused = FormFields(
      .init(values: ["opinion": "", "node": "法务"], errors: ["opinion": "请填写审批意见。", "businessType": "请选择合同业务类型。", "until": "请选择结束时间。"], message: "这一步已由别人决定。"))
    let person = SelectOption(value: "1", label: "钱大二", isSelected: true)
    return [
      SamplePage(
        ApprovalPage(
          back: "/contracts/1", contractTitle: "房屋租赁合同", heading: "业务审批：《房屋租赁合同》", action: "/contracts/1/approval", form: refused,
          hasPages: true, pageCount: "2", sheets: sheets(texts), facts: [fact], approvals: [approvalCard],
          handOver: "/contracts/1/approval/handover", hasColleagues: true, colleagues: [person])),
      SamplePage(
        ApprovalPeoplePage(
          back: "/contracts/1/progress", contractTitle: "房屋租赁合同", action: "/contracts/1/approval/people", form: refused, mayAdd: true,
          stages: [
            .init(stage: "business", stageLabel: "业务审批", hasApprovers: true, approvers: [person]),
            .init(stage: "seal", stageLabel: "用章审批", hasApprovers: false, approvers: []),
          ], mayCopy: true, ccViewers: [person])),
      SamplePage(
        CompanyReceiptPage(
          back: "/contracts/1", contractTitle: "房屋租赁合同", heading: "接收《房屋租赁合同》", action: "/contracts/1/receipt", form: refused,
          types: [person], hasTypes: true)),
      SamplePage(
        StandInPage(
          form: refused, state: "现在由 钱大二 代理，到 2026-12-31 23:59 为止。", isAway: true, colleagues: [person], hasColleagues: true,
          action: Links.standIn)),
    ]
  }
}
