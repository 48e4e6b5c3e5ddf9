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
  @discardableResult
  func send(_ message: SMSMessage) async throws(ProviderError) -> SMSReceipt
}

/// Who took a text message, and under which number of theirs (H-05); kept with the message.
package struct SMSReceipt: Sendable, Equatable {
  package let vendor: String
  package let number: String

  package init(vendor: String, number: String) {
    self.vendor = vendor
    self.number = number
  }
}

/// What became of a text message, as its vendor reports later (H-05).
package struct SMSReport: Sendable, Equatable {
  /// The vendor's number of the message; it stands in `SMSReceipt`.
  package let number: String
  package let isDelivered: Bool
  /// The vendor's code, such as `DELIVERED`.
  package let reason: String

  package init(number: String, isDelivered: Bool, reason: String) {
    self.number = number
    self.isDelivered = isDelivered
    self.reason = reason
  }
}

/// Reads the reports that one vendor pushes, and answers as it expects, or it pushes again.
package protocol SMSReportReader: Sendable {
  /// JSON that tells the vendor its reports were taken.
  var answer: String { get }
  /// At most 1,000 reports. Throws `ProviderError` `.refused` for what is no list of reports.
  func read(_ body: [UInt8]) throws(ProviderError) -> [SMSReport]
}

/// Sends e-mail (F-091).
package protocol MailSender: Sendable {
  func send(_ message: MailMessage) async throws(ProviderError)
}
