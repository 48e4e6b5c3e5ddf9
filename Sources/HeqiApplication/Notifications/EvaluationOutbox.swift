import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// Evaluation mode: text messages and e-mails are shown at /dev/outbox instead of being sent.
package struct EvaluationOutbox: SMSSender, MailSender {
  private let engine: any SQLEngine
  private let clock: any WallClock
  private let random: any RandomSource

  package init(engine: any SQLEngine, clock: any WallClock, random: any RandomSource) {
    self.engine = engine
    self.clock = clock
    self.random = random
  }

  @discardableResult
  package func send(_ message: SMSMessage) async throws(ProviderError) -> SMSReceipt {
    try await append("sms", message.to, "", message.text, message.code, message.idempotencyKey)
    return SMSReceipt(vendor: "evaluation", number: message.idempotencyKey)
  }

  package func send(_ message: MailMessage) async throws(ProviderError) {
    try await append("mail", message.to, message.subject, message.body, message.code, message.idempotencyKey)
  }

  /// The latest messages, newest first; at most `limit` (500).
  package func messages(limit: Int = 200) async throws -> [DevOutboxMessage] {
    try await engine.read { try DevOutboxStore().list(limit: limit, in: $0) }
  }

  private func append(
    _ channel: String, _ recipient: Sensitive<String>, _ subject: String, _ body: String, _ code: String?, _ key: String
  ) async throws(ProviderError) {
    let now = clock.now
    let id: ID<DevOutboxMessage> = random.id(at: now)
    let message = DevOutboxMessage(
      id: id.description, at: now, channel: channel, to: recipient.reveal(), subject: subject, body: body, code: code)
    do {
      try await engine.write { try DevOutboxStore().append(message, dedupKey: key, in: $0) }
    } catch {
      throw ProviderError(.retryable, provider: channel, message: "the evaluation outbox could not be written")
    }
  }
}
