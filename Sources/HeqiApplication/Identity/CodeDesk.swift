package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// How many codes may be asked for (drill 31). Limits of signed-in people are wider: they sign several contracts.
package struct CodeLimits: Equatable, Sendable {
  package let perRecipientHourly: Int
  package let perRecipientDaily: Int
  package let perAddressHourly: Int
  package let perMinute: Int

  package static let standard = CodeLimits(
    perRecipientHourly: OneTimeCodePolicy.perRecipientHourly, perRecipientDaily: OneTimeCodePolicy.perRecipientDaily,
    perAddressHourly: OneTimeCodePolicy.perAddressHourly, perMinute: OneTimeCodePolicy.globalPerMinute)
  /// Evaluation: nothing is really sent, and all testers share one address.
  package static let evaluation = CodeLimits(
    perRecipientHourly: 60, perRecipientDaily: 500, perAddressHourly: 10_000, perMinute: 6000)
  static let signedInFactor = 10

  package init(perRecipientHourly: Int, perRecipientDaily: Int, perAddressHourly: Int, perMinute: Int) {
    self.perRecipientHourly = perRecipientHourly
    self.perRecipientDaily = perRecipientDaily
    self.perAddressHourly = perAddressHourly
    self.perMinute = perMinute
  }
}

/// What a person is told after asking for a code; the same whether or not anything was sent (drill 32).
package struct CodeReceipt: Equatable, Sendable {
  /// `138****1234`
  package let maskedRecipient: String
  package let resendAfterSeconds: Int
  package let validSeconds: Int
}

/// Makes, limits, sends and checks one-time codes; every action that needs one goes through it.
package struct CodeDesk: Sendable {
  /// The words of a code message: subject and text.
  package typealias Wording = @Sendable (_ code: String) -> (subject: String, text: String)

  package enum Recipient: Sendable {
    case mobile(MobileNumber)
    case email(EmailAddress)

    var text: String {
      switch self {
      case .mobile(let mobile): mobile.text
      case .email(let email): email.text.lowercased()
      }
    }
    var masked: String {
      switch self {
      case .mobile(let mobile): Mask.mobile(mobile.text)
      case .email(let email): Mask.email(email.text)
      }
    }
  }

  private let ledger: PeopleLedger
  private let limits: CodeLimits

  package init(ledger: PeopleLedger, limits: CodeLimits = .standard) {
    self.ledger = ledger
    self.limits = limits
  }

  /// Issues a code and puts its message into the outbox.
  ///
  /// - Parameter isSent: false when nobody is behind the recipient: everything is done but the sending.
  /// - Throws: `IdentityError` `.tooManyRequests` with the wait.
  package func issue(
    _ purpose: CodePurpose, binding: CodeBinding, to recipient: Recipient, scene: Scene, tenantID: String,
    isSignedIn: Bool, isSent: Bool = true, wording: Wording
  ) async throws -> CodeReceipt {
    let now = ledger.clock.now
    let vault = try await ledger.open(tenantID)
    try await check(purpose, binding, recipient, scene, vault, isSignedIn, now)
    let code = ledger.random.decimalCode(digits: OneTimeCodePolicy.digits)
    let id: ID<OneTimeCode> = ledger.random.id(at: now)
    let words = wording(code)
    let outbox = MessageOutbox(vault: vault, random: ledger.random)
    try await ledger.engine.write { connection in
      try OneTimeCodeStore(vault: vault).issue(
        id, code: code, purpose: purpose, binding: binding, recipient: recipient.text, at: now, in: connection)
      guard isSent else { return }
      switch recipient {
      case .mobile(let mobile):
        try outbox.sms(to: Sensitive(mobile.text), text: words.text, code: code, key: "code:\(id)", at: now, in: connection)
      case .email(let email):
        try outbox.mail(
          to: Sensitive(email.text), subject: words.subject, body: words.text, code: code, key: "code:\(id)", at: now,
          in: connection)
      }
    }
    return CodeReceipt(
      maskedRecipient: recipient.masked, resendAfterSeconds: Int(OneTimeCodePolicy.resendAfter.components.seconds),
      validSeconds: Int(OneTimeCodePolicy.lifetime.components.seconds))
  }

  /// Uses a code up, in a transaction of its own so that a wrong try stays counted. Throws `.codeRefused`.
  package func consume(
    _ code: String, _ purpose: CodePurpose, binding: CodeBinding, from recipient: Recipient, tenantID: String
  ) async throws {
    let now = ledger.clock.now
    let codes = OneTimeCodeStore(vault: try await ledger.open(tenantID))
    let digits = code.filter { $0.isASCII && $0.isNumber }
    let refusal = try await ledger.engine.write { connection in
      try codes.consume(
        code: digits, purpose: purpose, binding: binding, recipient: recipient.text, at: now, in: connection)
    }
    guard refusal == nil else { throw IdentityError(.codeRefused, field: "code") }
  }

  private func check(
    _ purpose: CodePurpose, _ binding: CodeBinding, _ recipient: Recipient, _ scene: Scene, _ vault: TenantVault,
    _ isSignedIn: Bool, _ now: Instant
  ) async throws {
    func key(_ kind: String, _ text: String) -> String {
      "code.\(kind):" + Hex.encode(vault.blindIndex(Sensitive(text), table: "rate_limit", column: kind).prefix(16))
    }
    let factor = isSignedIn ? CodeLimits.signedInFactor : 1
    let to = key("to", recipient.text)
    let all = [
      RateLimit(key("use", "\(purpose.rawValue)|\(binding.text)|\(recipient.text)"), count: 1, per: OneTimeCodePolicy.resendAfter),
      RateLimit(to + (isSignedIn ? ".own" : ""), count: limits.perRecipientHourly * factor, per: .seconds(3600)),
      RateLimit(to + (isSignedIn ? ".own.day" : ".day"), count: limits.perRecipientDaily * factor, per: .seconds(86_400)),
      RateLimit(key("from", scene.ip), count: limits.perAddressHourly * factor, per: .seconds(3600)),
      RateLimit("code.all", count: limits.perMinute, per: .seconds(60)),
    ]
    let wait = try await ledger.engine.write { try RateLimitStore().take(all, at: now, in: $0) }
    if let wait { throw IdentityError.tooManyRequests(retryAfter: wait) }
  }
}
