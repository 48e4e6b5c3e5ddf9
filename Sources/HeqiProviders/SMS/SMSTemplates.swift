package import HeqiPorts

/// The vendor's approved templates: one with the variable `code`, one with the variable `text`. Carriers let nothing else pass.
package struct SMSTemplates: Sendable, Equatable {
  /// 签名, without 【】.
  package let signature: String
  package let code: String
  /// nil: only codes are sent by this vendor.
  package let notice: String?

  package init(signature: String, code: String, notice: String?) {
    self.signature = signature
    self.code = code
    self.notice = notice
  }

  /// Template and value for a message; the signature that our texts begin with is the vendor's to add.
  package func filled(_ message: SMSMessage) throws(ProviderError) -> (template: String, value: String) {
    if let number = message.code { return (code, number) }
    guard let notice else {
      throw ProviderError(.unavailable, provider: "sms", message: "no template for notices; add notice=TEMPLATE to sms-vendor-urls")
    }
    var text = Substring(message.text)
    if text.hasPrefix("【"), let end = text.firstIndex(of: "】") { text = text[text.index(after: end)...] }
    return (notice, String(text))
  }
}
