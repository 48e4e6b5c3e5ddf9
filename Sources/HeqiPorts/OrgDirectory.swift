package import HeqiDomain

/// What a personnel system answered.
package enum DirectoryAnswer: Sendable, Equatable {
  /// The same as at the pull whose tag was sent (RFC 9110 §15.4.5).
  case unchanged
  /// A roster file as `RosterParser` reads it, with the tag to send next time.
  case roster([UInt8], tag: String?)
}

/// A company's personnel system as the source of its tree and people (F-057).
package protocol OrgDirectory: Sendable {
  /// Whether a source is set up for this company.
  func isAvailable(for code: UnifiedSocialCreditCode) -> Bool
  /// - Parameter tag: of the last roster that was taken over.
  func roster(of code: UnifiedSocialCreditCode, tag: String?) async throws(ProviderError) -> DirectoryAnswer
}
