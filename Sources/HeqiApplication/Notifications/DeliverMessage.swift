import HeqiDomain
package import HeqiPorts
package import HeqiStorage

/// Hands one leased outbox message to its sender (F-091).
package struct DeliverMessage: Sendable {
  private let vault: Vault
  private let sms: any SMSSender
  private let mail: any MailSender
  private let clock: any WallClock

  package init(vault: Vault, sms: any SMSSender, mail: any MailSender, clock: any WallClock) {
    self.vault = vault
    self.sms = sms
    self.mail = mail
    self.clock = clock
  }

  /// - Throws: the sender's `ProviderError`; `.refused` for a payload that can never be sent.
  package func callAsFunction(_ item: LeaseItem) async throws {
    let vault = try await vault.open(tenantID: item.tenantID, at: clock.now)
    guard let letter = try? OutboxLetter(payload: item.payload, id: item.id, vault: vault) else {
      throw ProviderError(.refused, provider: item.channel, message: "the message cannot be opened")
    }
    // A code older than its life only confuses.
    if letter.code != nil, clock.now.since(item.createdAt) > OneTimeCodePolicy.lifetime {
      throw ProviderError(.refused, provider: item.channel, message: "the code has expired before it could be sent")
    }
    switch item.channel {
    case MessageOutbox.smsTopic:
      try await sms.send(
        SMSMessage(to: Sensitive(letter.to), text: letter.body, code: letter.code, idempotencyKey: letter.key))
    case MessageOutbox.mailTopic:
      try await mail.send(
        MailMessage(
          to: Sensitive(letter.to), subject: letter.subject, body: letter.body, code: letter.code,
          idempotencyKey: letter.key))
    default: throw ProviderError(.refused, provider: item.channel, message: "no sender serves this topic")
    }
  }
}
