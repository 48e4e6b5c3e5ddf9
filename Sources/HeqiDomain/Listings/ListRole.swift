/// In which part somebody meets a contract: a filter of the lists (F-077).
package enum ListRole: String, Sendable, CaseIterable {
  case initiator, receiver
  /// Named to sign; of a company without named signers whoever handles the contract.
  case signer
  case handler, businessApprover, sealApprover, ccViewer

  package var title: Bilingual {
    switch self {
    case .initiator: Bilingual("发起的", "Started by my side")
    case .receiver: Bilingual("收到的", "Sent to my side")
    case .signer: Bilingual("我是签署人", "I sign")
    case .handler: Bilingual("我是经办人", "I handle")
    case .businessApprover: Bilingual("我是业务审批人", "I review the business")
    case .sealApprover: Bilingual("我是用章审批人", "I review the seal")
    case .ccViewer: Bilingual("抄送给我的", "Copied to me")
    }
  }

  /// True for a person's own part; the others are the same for a whole company.
  package var isOfOnePerson: Bool { self != .initiator && self != .receiver }
}

extension ContractParty {
  /// The parts of one of this party's lists in the contract.
  package func listRoles(of viewer: ListViewer) -> Set<ListRole> {
    let side: ListRole = self.side == .initiator ? .initiator : .receiver
    guard let company, company.organizationID != nil else { return [side, .signer] }
    var roles: Set<ListRole> = [side]
    for member in company.viewers where ListViewer.member(member) == viewer {
      if company.handlerID == member { roles.insert(.handler) }
      if company.signers.isEmpty ? company.handlerID == member : company.signers.contains(member) { roles.insert(.signer) }
      if company.business?.isParticipant(member) == true { roles.insert(.businessApprover) }
      if company.seal?.isParticipant(member) == true { roles.insert(.sealApprover) }
      if company.ccViewers.contains(member) { roles.insert(.ccViewer) }
    }
    return roles
  }
}

extension Caller {
  /// The parts that a filter can name in the mode the caller is in.
  package var listRoles: [ListRole] { mode.standing == nil ? [.initiator, .receiver] : ListRole.allCases }
}
