/// 站内通知: what became of a contract, as one of its people finds it after signing in (F-091). It cannot be switched off,
/// unlike SMS and mail.
package struct InboxNotice: Equatable, Sendable {
  package let id: ID<InboxNotice>
  package let tenantID: String
  package let accountID: ID<Account>
  /// The company for which the person is told; nil where they stand for themselves.
  package let organizationID: ID<Organization>?
  package let contractID: ID<Contract>
  package let kind: ContractNotice.Kind
  package let reason: String
  package let at: Instant
  /// nil until its reader has opened the contract or marked everything as read.
  package let readAt: Instant?

  package init(
    id: ID<InboxNotice>, tenantID: String, accountID: ID<Account>, organizationID: ID<Organization>?,
    contractID: ID<Contract>, kind: ContractNotice.Kind, reason: String, at: Instant, readAt: Instant? = nil
  ) {
    self.id = id
    self.tenantID = tenantID
    self.accountID = accountID
    self.organizationID = organizationID
    self.contractID = contractID
    self.kind = kind
    self.reason = reason
    self.at = at
    self.readAt = readAt
  }
}

extension ContractNotice.Kind {
  /// True for what became of a contract; false for what its reader is asked to do, which stands among the requests.
  package var isNews: Bool {
    switch self {
    case .approvalReminder, .liveImageRequested: false
    case .returned, .withdrawn, .expired, .completed, .reviewRejected, .draftRejected, .discarded, .signedByOther,
      .signedByColleague:
      true
    }
  }
}
