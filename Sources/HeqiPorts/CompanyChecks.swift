package import HeqiDomain

/// What a reader of licence images could make out; `nil` where it could not.
package struct LicenceText: Sendable, Equatable {
  package let name: String?
  package let code: String?
  package let legalRepresentative: String?

  package init(name: String?, code: String?, legalRepresentative: String?) {
    self.name = name
    self.code = code
    self.legalRepresentative = legalRepresentative
  }
}

/// Reads a business licence (F-014, H-06).
package protocol LicenceRecognizer: Sendable {
  func readLicence(_ image: [UInt8]) async throws(ProviderError) -> LicenceText
}

/// A small amount that was paid to a company's account.
package struct PayoutReceipt: Sendable, Equatable {
  /// Cents, 1…99.
  package let amountMinor: Int
  package let reference: String

  package init(amountMinor: Int, reference: String) {
    self.amountMinor = amountMinor
    self.reference = reference
  }
}

/// Pays a small random amount to a corporate account (对公打款, F-016, H-13).
package protocol PayoutVerifier: Sendable {
  /// `nil` when people of the back office pay; the same key is paid once.
  func pay(to account: CorporateAccount, company: String, idempotencyKey: String) async throws(ProviderError) -> PayoutReceipt?
}
