import Foundation
package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// Puts text messages and e-mails into the outbox, in the transaction of their cause. Recipient and text are sealed.
package struct MessageOutbox: Sendable {
  package static let smsTopic = "sms"
  package static let mailTopic = "mail"
  /// Notices are tried for about a day; codes are worthless after ten minutes.
  static let noticeAttemptsMax = 20
  static let codeAttemptsMax = 4

  private let vault: TenantVault
  private let random: any RandomSource
  private let store = OutboxStore()

  package init(vault: TenantVault, random: any RandomSource) {
    self.vault = vault
    self.random = random
  }

  /// A text message. The same key is sent once.
  package func sms(
    to recipient: Sensitive<String>, text: String, code: String? = nil, notice: NoticeAddress? = nil, key: String,
    at now: Instant, in connection: any SQLConnection
  ) throws {
    let message = OutboxLetter(to: recipient.reveal(), subject: "", body: text, code: code, key: key, notice: notice)
    try append(message, topic: Self.smsTopic, at: now, in: connection)
  }

  /// A plain-text e-mail. The same key is sent once.
  package func mail(
    to recipient: Sensitive<String>, subject: String, body: String, code: String? = nil, notice: NoticeAddress? = nil,
    key: String, at now: Instant, in connection: any SQLConnection
  ) throws {
    let message = OutboxLetter(to: recipient.reveal(), subject: subject, body: body, code: code, key: key, notice: notice)
    try append(message, topic: Self.mailTopic, at: now, in: connection)
  }

  private func append(
    _ letter: OutboxLetter, topic: String, at now: Instant, in connection: any SQLConnection
  ) throws {
    let id: ID<OutboxMessage> = random.id(at: now)
    try store.append(
      id, topic: topic, tenantID: vault.tenantID, payload: try letter.sealed(by: vault, id: id.description),
      dedupKey: letter.key, attemptsMax: letter.code == nil ? Self.noticeAttemptsMax : Self.codeAttemptsMax, at: now,
      in: connection)
  }
}

/// Who is told what: the reader's preferences decide at the moment of sending (F-091). Codes and invitations have none.
package struct NoticeAddress: Sendable {
  let reader: ID<Account>
  let kind: NoticeKind
  /// Last moment at which the message is of use.
  let deadline: Instant?

  package init(_ kind: NoticeKind, to reader: ID<Account>, deadline: Instant? = nil) {
    self.reader = reader
    self.kind = kind
    self.deadline = deadline
  }
}

/// The content of an outbox message; in the table it is one sealed text.
struct OutboxLetter: Codable, Equatable {
  let to: String
  let subject: String
  let body: String
  let code: String?
  let key: String
  /// nil for messages that no preference holds back; missing in letters of earlier versions.
  let reader: String?
  let kind: String?
  let deadline: Int64?

  var notice: NoticeAddress? {
    guard let reader = reader.flatMap({ ID<Account>($0) }), let kind = kind.flatMap(NoticeKind.init(rawValue:)) else { return nil }
    return NoticeAddress(kind, to: reader, deadline: deadline.map { Instant(microseconds: $0) })
  }

  func sealed(by vault: TenantVault, id: String) throws -> String {
    let json = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    return Hex.encode(try vault.seal(Sensitive(json), at: Self.place(id)))
  }

  /// Opens the payload of a leased message. Throws `VaultError` or `DecodingError` when it is no letter.
  init(payload: String, id: String, vault: TenantVault) throws {
    guard let sealed = Hex.decode(payload) else { throw VaultError(.damaged, "an outbox payload is not hexadecimal") }
    let json = try vault.open(sealed, at: Self.place(id)).reveal()
    self = try JSONDecoder().decode(OutboxLetter.self, from: Data(json.utf8))
  }

  init(to: String, subject: String, body: String, code: String?, key: String, notice: NoticeAddress? = nil) {
    reader = notice?.reader.description
    kind = notice?.kind.rawValue
    deadline = notice?.deadline?.microseconds
    self.to = to
    self.subject = subject
    self.body = body
    self.code = code
    self.key = key
  }

  private static func place(_ id: String) -> VaultPlace { VaultPlace(table: "outbox", column: "payload", row: id) }
}
