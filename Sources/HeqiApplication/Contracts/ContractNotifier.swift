import HeqiDomain
package import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Where a message goes.
struct ContractRecipient: Sendable {
  let mobile: Sensitive<String>?
  let email: Sensitive<String>?
  let language: Language
  /// nil for people without an account, who have no preferences.
  let accountID: ID<Account>?
}

/// Writes messages about contracts into the outbox, in the transaction of their cause: requests only to those whose
/// turn it is (F-091, G-04), notices to whoever the table names.
package struct ContractNotifier: Sendable {
  private let publicURL: String
  private let random: any RandomSource

  /// - Parameter publicURL: address of the platform without a slash at its end.
  package init(publicURL: String, random: any RandomSource) {
    self.publicURL = publicURL
    self.random = random
  }

  func ask(
    _ action: RequestedAction, of party: ContractParty, through account: ID<Account>?, about contract: Contract,
    request: ID<ActionRequest>, urgedAt: Instant? = nil, movedAt: Instant? = nil, vault: TenantVault, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    guard let recipient = try recipient(party, account, vault, in: connection) else { return }
    let message = ContractMessage.request(
      action, from: contract, to: party, isInvited: account == nil, link: link(contract), isUrged: urgedAt != nil,
      in: recipient.language)
    let notice = recipient.accountID.map {
      NoticeAddress(urgedAt == nil ? .turn : .reminder, to: $0, deadline: contract.round.settings.signDeadline)
    }
    let again = urgedAt.map { ":\($0.microseconds)" } ?? movedAt.map { ":moved:\($0.microseconds)" } ?? ""
    try post(message, recipient, notice, "request:\(request)" + again, vault, now, connection)
  }

  /// True where its reader has an account, and so an inbox besides.
  func tell(
    _ notice: ContractNotice, _ party: ContractParty, through account: ID<Account>?, about contract: Contract,
    revision: Int, vault: TenantVault, at now: Instant, in connection: any SQLConnection
  ) throws -> Bool {
    guard let recipient = try recipient(party, account, vault, in: connection) else { return false }
    let message = ContractMessage.notice(notice, from: contract, link: link(contract), in: recipient.language)
    let address = recipient.accountID.map {
      NoticeAddress(notice.kind.noticeKind, to: $0, deadline: contract.round.settings.signDeadline)
    }
    try post(
      message, recipient, address, "notice:\(contract.id):\(revision):\(notice.kind.rawValue):\(party.id)" + copyKey(account, party), vault, now,
      connection)
    return recipient.accountID != nil
  }

  /// The account's own address where there is an account, else what the initiator gave.
  private func recipient(
    _ party: ContractParty, _ account: ID<Account>?, _ vault: TenantVault, in connection: any SQLConnection
  ) throws -> ContractRecipient? {
    if let account {
      guard let account = try AccountStore(vault: vault).find(account, in: connection) else { return nil }
      return ContractRecipient(
        mobile: Sensitive(account.mobile.text),
        email: account.emailConfirmedAt == nil ? nil : Sensitive(account.email.text),
        language: account.language, accountID: account.id)
    }
    if party.contact.mobile == nil, party.contact.email == nil { return nil }
    return ContractRecipient(mobile: party.contact.mobile, email: party.contact.email, language: .chinese, accountID: nil)
  }

  private func post(
    _ message: ContractMessage, _ recipient: ContractRecipient, _ notice: NoticeAddress?, _ key: String, _ vault: TenantVault, _ now: Instant,
    _ connection: any SQLConnection
  ) throws {
    let outbox = MessageOutbox(vault: vault, random: random)
    if let mobile = recipient.mobile {
      try outbox.sms(to: mobile, text: message.short, notice: notice, key: key + ":sms", at: now, in: connection)
    }
    if let email = recipient.email {
      try outbox.mail(
        to: email, subject: message.subject, body: message.body, notice: notice, key: key + ":mail", at: now, in: connection)
    }
  }

  /// Keeps the messages to several people of one party apart.
  private func copyKey(_ account: ID<Account>?, _ party: ContractParty) -> String {
    guard let account, account != party.accountID else { return "" }
    return ":\(account)"
  }

  private func link(_ contract: Contract) -> String { "\(publicURL)/contracts/\(contract.id)" }
}
