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
        SignersPage(
          back: "/contracts/1", contractTitle: "房屋租赁合同", action: "/contracts/1/signers", form: refused,
          candidates: [
            .init(value: "1", candidateName: "李小四", isChosen: true, lack: nil),
            .init(value: "2", candidateName: "张小三", isChosen: false, lack: "还没有可用于这份合同的印章，请先授权"),
          ], hasCandidates: true)),
      SamplePage(
        CompanyReceiptPage(
          back: "/contracts/1", contractTitle: "房屋租赁合同", heading: "接收《房屋租赁合同》", action: "/contracts/1/receipt", form: refused,
          types: [person], hasTypes: true)),
      SamplePage(
        StandInPage(
          form: refused, state: "现在由 钱大二 代理，到 2026-12-31 23:59 为止。", isAway: true, colleagues: [person], hasColleagues: true,
          action: Links.standIn)),
      SamplePage(
        BatchPage(
          form: FormFields(.init(errors: ["code": "验证码不正确。", "confirmed": texts("sign.confirmMissing")])), action: Links.batch,
          rows: [
            .init(
              index: "0", choice: "1 \(hash)", title: "房屋租赁合同", href: "/contracts/1/sign", other: "李明", due: "今天 18:00", hash: hash,
              hashShort: hashShort, isOpen: true, isChosen: true, state: texts("batch.ready"), stateKind: "ok"),
            .init(
              index: "1", choice: "2 \(hash)", title: "服务合同", href: "/contracts/2/sign", other: "李明", due: "—", hash: hash,
              hashShort: hashShort, isOpen: false, isChosen: false, state: texts("batch.unopened"), stateKind: "wait"),
          ], hasRows: true, codeHint: texts("batch.codeHint", ["mobile": "138****0001"]), isCodeSent: true, asksPIN: true,
          isConfirmed: false)),
      SamplePage(
        BatchDonePage(
          heading: "已签署 1 / 2 份",
          rows: [
            .init(title: "房屋租赁合同", href: "/contracts/1", isSigned: true, text: "已签署"),
            .init(title: "服务合同", href: "/contracts/2", isSigned: false, text: "合同刚刚被另一方更新。"),
          ])),
      SamplePage(
        DraftingPage(
          back: "/contracts/1", contractTitle: "房屋租赁合同", heading: "确认《房屋租赁合同》的文本",
          form: FormFields(.init(values: ["reason": ""], errors: ["reason": "请填写原因，对方会看到它。"], message: "请填写原因，对方会看到它。")),
          seen: hash, hasPages: true, pageCount: "2", sheets: sheets(texts), facts: [fact], confirmAction: "/contracts/1/drafting/agreement",
          rejectAction: "/contracts/1/drafting/rejection", compare: "/contracts/1/versions",
          parameters: "/contracts/1/drafting/parameters", canAgree: true, openText: texts("parameters.complete"))),
      SamplePage(
        RedraftPage(
          back: "/contracts/1", contractTitle: "房屋租赁合同", form: FormFields(.init(errors: ["file": "请先上传合同文件。"])),
          action: "/contracts/1/drafting/revision", reason: "租金应为每月五千元", parameters: "/contracts/1/drafting/parameters")),
      SamplePage(
        ComparisonPage(
          back: "/contracts/1", contractTitle: "房屋租赁合同", lead: "第 1 版与第 2 版", hasText: false, isSame: true,
          pages: [
            .init(label: "第 1 页", isChanged: true, lines: [.init(change: "removed", said: "删去", text: "租金六千元"), .init(change: "added", said: "新增", text: "租金五千元")]),
            .init(label: "第 2 页", isChanged: false, lines: []),
          ], versions: [.init(label: "第 1 版", at: "今天 09:10", hash: hash, hashShort: hashShort)], action: "/contracts/1/versions",
          froms: [person], tos: [person])),
    ]
  }
}
