package import HeqiDomain
package import HeqiSQL
package import HeqiStorage

/// Where a message goes.
package struct ContractRecipient: Sendable {
  package let mobile: Sensitive<String>?
  package let email: Sensitive<String>?
  package let language: Language

  package init(mobile: Sensitive<String>?, email: Sensitive<String>?, language: Language) {
    self.mobile = mobile
    self.email = email
    self.language = language
  }
}

/// Writes messages about contracts into the outbox, in the transaction of their cause: requests only to those whose
/// turn it is (F-091, G-04), notices to whoever the table names.
package struct ContractNotifier: Sendable {
  /// Puts one message into the outbox; same key, same message.
  package typealias Post =
    @Sendable (ContractMessage, ContractRecipient, _ key: String, Instant, any SQLConnection) throws -> Void

  private let vault: @Sendable (String) throws -> TenantVault
  private let publicURL: String
  private let post: Post

  /// - Parameters:
  ///   - vault: the opened vault of a tenant; the server opens it at start.
  ///   - publicURL: address of the platform without a slash at its end.
  package init(
    vault: @escaping @Sendable (String) throws -> TenantVault, publicURL: String, post: @escaping Post
  ) {
    self.vault = vault
    self.publicURL = publicURL
    self.post = post
  }

  /// Says nothing; for tests and tools.
  package static func silent(vault: TenantVault) -> ContractNotifier {
    ContractNotifier(vault: { _ in vault }, publicURL: "", post: { _, _, _, _, _ in })
  }

  func ask(
    _ action: RequestedAction, of party: ContractParty, about contract: Contract, request: ID<ActionRequest>, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    // Whoever has just acted has the page open; the request in the list is enough.
    guard let recipient = try recipient(party, contract.tenantID, in: connection) else { return }
    let message = ContractMessage.request(
      action, from: contract, to: party, isInvited: party.accountID == nil, link: link(contract), in: recipient.language)
    try post(message, recipient, "request:\(request)", now, connection)
  }

  func tell(
    _ notice: ContractNotice, _ party: ContractParty, about contract: Contract, revision: Int, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    guard let recipient = try recipient(party, contract.tenantID, in: connection) else { return }
    let message = ContractMessage.notice(notice, from: contract, link: link(contract), in: recipient.language)
    try post(message, recipient, "notice:\(contract.id):\(revision):\(notice.kind.rawValue):\(party.id)", now, connection)
  }

  /// The account's own address where there is an account, else what the initiator gave.
  func recipient(
    _ party: ContractParty, _ tenantID: String, in connection: any SQLConnection
  ) throws -> ContractRecipient? {
    if let account = party.accountID {
      guard let account = try AccountStore(vault: vault(tenantID)).find(account, in: connection) else { return nil }
      return ContractRecipient(
        mobile: Sensitive(account.mobile.text), email: account.emailConfirmedAt == nil ? nil : Sensitive(account.email.text),
        language: account.language)
    }
    if party.contact.mobile == nil, party.contact.email == nil { return nil }
    return ContractRecipient(mobile: party.contact.mobile, email: party.contact.email, language: .chinese)
  }

  /// Sends a code for one signature to the signer's own mobile number.
  func sendCode(
    _ code: String, to account: Account, for contract: Contract, id: ID<OneTimeCode>, at now: Instant, in connection: any SQLConnection
  ) throws {
    let recipient = ContractRecipient(mobile: Sensitive(account.mobile.text), email: nil, language: account.language)
    let message = ContractMessage.signingCode(code, for: contract, in: account.language)
    try post(message, recipient, "code:\(id)", now, connection)
  }

  private func link(_ contract: Contract) -> String { "\(publicURL)/contracts/\(contract.id)" }
}
