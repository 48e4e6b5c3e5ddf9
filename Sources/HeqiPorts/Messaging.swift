package import HeqiDomain

/// One text message. `code` is given apart so that vendors' templates can carry it and evaluation mode can show it.
package struct SMSMessage: Sendable, Equatable {
  package let to: Sensitive<String>
  package let text: String
  package let code: String?
  /// Same key, same message: an adapter sends it once (H-05).
  package let idempotencyKey: String

  package init(to: Sensitive<String>, text: String, code: String?, idempotencyKey: String) {
    self.to = to
    self.text = text
    self.code = code
    self.idempotencyKey = idempotencyKey
  }
}

/// One plain-text e-mail.
package struct MailMessage: Sendable, Equatable {
  package let to: Sensitive<String>
  package let subject: String
  package let body: String
  package let code: String?
  package let idempotencyKey: String

  package init(to: Sensitive<String>, subject: String, body: String, code: String?, idempotencyKey: String) {
    self.to = to
    self.subject = subject
    self.body = body
    self.code = code
    self.idempotencyKey = idempotencyKey
  }
}

/// Sends text messages (F-009a, F-091, H-05).
package protocol SMSSender: Sendable {
  func send(_ message: SMSMessage) async throws(ProviderError)
}

/// Sends e-mail (F-091).
package protocol MailSender: Sendable {
  func send(_ message: MailMessage) async throws(ProviderError)
}
