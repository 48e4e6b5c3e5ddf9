package import HeqiDomain

/// What an issuer states about one certificate, signed by it: CRLs and OCSP responses in DER.
package struct RevocationData: Sendable, Equatable {
  package let lists: [[UInt8]]
  package let responses: [[UInt8]]

  package init(lists: [[UInt8]] = [], responses: [[UInt8]] = []) {
    self.lists = lists
    self.responses = responses
  }
}

/// Says whether a certificate has been revoked, in a form that a file can carry for ever (L4).
package protocol RevocationDataSource: Sendable {
  /// Fresh statements about `certificate`, issued by `issuer`; both in DER.
  func data(
    about certificate: [UInt8], issuer: [UInt8], at now: Instant
  ) async throws(ProviderError) -> RevocationData
}
