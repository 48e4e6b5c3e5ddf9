/// Why a plan cannot be kept or a flow refuses what was asked. Equality is on the code.
package struct ApprovalError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable, CaseIterable {
    // plans
    case tooManyNodes, titleInvalid, noApprover, tooManyApprovers, duplicateApprover, levelsInvalid
    case noActiveApprover, noSuperior
    // flows
    case notAsked, notYourTurn, alreadyDecided, decidedByOther, alreadyRejected, opinionMissing, opinionTooLong
    case remindedTooSoon
  }

  package let code: Code
  /// Title of the node at fault; empty where none is.
  package let node: String

  package init(_ code: Code, node: String = "") {
    self.code = code
    self.node = node
  }

  package static func == (left: ApprovalError, right: ApprovalError) -> Bool { left.code == right.code }

  package var description: String { "approval.\(code.rawValue)" }

  /// What happened and what to do now.
  package var message: Bilingual {
    let place = node.isEmpty ? Bilingual("", "") : Bilingual("（审批节点：\(node)）", " (node: \(node))")
    let text = Self.wording(code)
    return Bilingual(text.chinese + place.chinese, text.english + place.english)
  }

  private static func wording(_ code: Code) -> Bilingual {
    switch code {
    case .tooManyNodes:
      Bilingual("审批节点太多，请合并后再试。", "There are too many approval nodes. Please merge some.")
    case .titleInvalid:
      Bilingual("请填写审批节点名称（40 个字以内）。", "Please give the node a name of at most 40 characters.")
    case .noApprover: Bilingual("请为审批节点选择至少一位审批人。", "Please choose at least one approver for the node.")
    case .tooManyApprovers:
      Bilingual("一个审批节点最多 20 位审批人。", "A node has at most 20 approvers.")
    case .duplicateApprover:
      Bilingual("同一审批节点中不能由同一个人审批两次，请选择其他人。",
        "One person cannot decide twice at the same node. Please choose somebody else.")
    case .levelsInvalid: Bilingual("逐级审批的级数应为 1 至 10。", "Level-by-level approval takes 1 to 10 levels.")
    case .noActiveApprover:
      Bilingual("审批节点的审批人均已离职，请联系授权委托人更新合同业务类型。",
        "All approvers of a node have left. Ask the delegate to update the business type.")
    case .noSuperior:
      Bilingual("逐级审批需要上级，但组织架构中没有为经办人指定上级。",
        "Level-by-level approval needs a superior, and the organization names none for the handler.")
    case .notAsked: Bilingual("您不是这份合同的审批人。", "You are not an approver of this contract.")
    case .notYourTurn: Bilingual("还没有轮到您审批，前面的节点完成后会通知您。",
      "It is not your turn yet. You are told when the nodes before yours are done.")
    case .alreadyDecided: Bilingual("这项审批已经完成，请刷新查看结果。", "This has been decided. Please reload to see the result.")
    case .decidedByOther: Bilingual("同一节点的其他审批人已先作出决定。", "Another approver of the same node has decided first.")
    case .alreadyRejected:
      Bilingual("审批已被否决，请由经办人撤回或退回。", "The review was rejected. The handler can withdraw or return the contract.")
    case .opinionMissing: Bilingual("请填写审批意见。", "Please write an opinion.")
    case .opinionTooLong: Bilingual("审批意见最多 200 个字。", "An opinion has at most 200 characters.")
    case .remindedTooSoon:
      Bilingual("刚刚提醒过：首次催办须等 30 分钟，之后每 10 分钟一次。",
        "Too soon: the first reminder after 30 minutes, then every 10 minutes.")
    }
  }
}
