package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// Hands one leased outbox message to its sender (F-091).
package struct DeliverMessage: Sendable {
  /// What became of a message.
  package enum Outcome: Equatable, Sendable {
    case sent
    /// Its reader does not want it.
    case muted
    /// Quiet hours.
    case waits(until: Instant)
  }

  private let engine: any SQLEngine
  private let vault: Vault
  private let sms: any SMSSender
  private let mail: any MailSender
  private let clock: any WallClock

  package init(engine: any SQLEngine, vault: Vault, sms: any SMSSender, mail: any MailSender, clock: any WallClock) {
    self.engine = engine
    self.vault = vault
    self.sms = sms
    self.mail = mail
    self.clock = clock
  }

  /// - Throws: the sender's `ProviderError`; `.refused` for a payload that can never be sent.
  @discardableResult
  package func callAsFunction(_ item: LeaseItem) async throws -> Outcome {
    let vault = try await vault.open(tenantID: item.tenantID, at: clock.now)
    guard let letter = try? OutboxLetter(payload: item.payload, id: item.id, vault: vault) else {
      throw ProviderError(.refused, provider: item.channel, message: "the message cannot be opened")
    }
    // A code older than its life only confuses.
    if letter.code != nil, clock.now.since(item.createdAt) > OneTimeCodePolicy.lifetime {
      throw ProviderError(.refused, provider: item.channel, message: "the code has expired before it could be sent")
    }
    if let notice = letter.notice, letter.code == nil {
      switch try await delivery(of: notice, item) {
      case .now: break
      case .never: return .muted
      case .at(let end): return .waits(until: end)
      }
    }
    try await send(letter, item)
    return .sent
  }

  private func delivery(of notice: NoticeAddress, _ item: LeaseItem) async throws -> NoticePreferences.Delivery {
    let store = NoticePreferencesStore(tenantID: item.tenantID)
    let preferences = try await engine.read { try store.find(notice.reader, in: $0) }
    return preferences.delivery(
      of: notice.kind, by: item.channel == MessageOutbox.smsTopic ? .sms : .mail, deadline: notice.deadline, at: clock.now)
  }

  /// Vendors do not tell repeats apart (H-05): a message whose receipt is here was taken.
  private func sendOnce(_ message: SMSMessage, _ item: LeaseItem) async throws {
    let receipts = SMSReceiptStore(tenantID: item.tenantID)
    guard try await engine.read({ try receipts.find(message.idempotencyKey, in: $0) }) == nil else { return }
    let receipt = try await sms.send(message)
    let now = clock.now
    try await engine.write { connection in
      try receipts.insert(message.idempotencyKey, vendor: receipt.vendor, number: receipt.number, at: now, in: connection)
    }
  }

  private func send(_ letter: OutboxLetter, _ item: LeaseItem) async throws {
    switch item.channel {
    case MessageOutbox.smsTopic:
      try await sendOnce(
        SMSMessage(to: Sensitive(letter.to), text: letter.body, code: letter.code, idempotencyKey: letter.key), item)
    case MessageOutbox.mailTopic:
      try await mail.send(
        MailMessage(
          to: Sensitive(letter.to), subject: letter.subject, body: letter.body, code: letter.code,
          idempotencyKey: letter.key))
    default: throw ProviderError(.refused, provider: item.channel, message: "no sender serves this topic")
    }
  }
}
