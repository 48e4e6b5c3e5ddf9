/// How a call to an outside party ended when it did not succeed. Callers decide by `kind`, never by text.
package struct ProviderError: Error, Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// May succeed when repeated (time-out, reset, 5xx, busy).
    case retryable
    /// The party answered no; repeating the same request is pointless.
    case refused
    /// Not configured or switched off; the message names the remedy.
    case unavailable
  }

  package let kind: Kind
  /// Which port, such as `sms`.
  package let provider: String
  /// What happened and what to do; without personal data.
  package let message: String
  /// The party's own reference of the request, when it gave one.
  package let reference: String?

  package init(_ kind: Kind, provider: String, message: String, reference: String? = nil) {
    self.kind = kind
    self.provider = provider
    self.message = message
    self.reference = reference
  }

  package static func == (left: ProviderError, right: ProviderError) -> Bool {
    left.kind == right.kind && left.provider == right.provider
  }
}
