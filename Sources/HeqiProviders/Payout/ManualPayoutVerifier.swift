package import HeqiDomain
package import HeqiPorts

/// Nobody pays by itself: the back office transfers the amount and enters it (F-016).
package struct ManualPayoutVerifier: PayoutVerifier {
  package init() {}

  package func pay(
    to account: CorporateAccount, company: String, idempotencyKey: String
  ) async throws(ProviderError) -> PayoutReceipt? { nil }
}
