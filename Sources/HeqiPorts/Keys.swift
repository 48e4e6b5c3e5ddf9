package import HeqiDomain

/// A key pair a key store made. `handle` is what only that store can use again: a PKCS#8 key wrapped by the master
/// key, or a reference into an HSM.
package struct StoredKey: Sendable, Equatable {
  package let handle: [UInt8]
  /// SubjectPublicKeyInfo, DER (RFC 5280 §4.1.2.7).
  package let publicKey: [UInt8]

  package init(handle: [UInt8], publicKey: [UInt8]) {
    self.handle = handle
    self.publicKey = publicKey
  }
}

/// Makes and uses signing keys; private keys never leave it in the clear (E-02, T-021).
package protocol KeyStore: Sendable {
  /// A new P-256 key pair for `owner` (bound into the wrapping, so that handles cannot be swapped).
  func makeKey(owner: String) async throws(ProviderError) -> StoredKey
  /// ECDSA with SHA-256 over `message`; the signature is DER (RFC 3279 §2.2.3).
  func sign(_ message: [UInt8], handle: [UInt8], owner: String) async throws(ProviderError) -> [UInt8]
}

/// Subject of a certificate request.
package struct CertificateSubject: Sendable {
  package let commonName: String
  package let organization: String?
  /// `NTRCN-` and the credit code (ETSI EN 319 412-1 §5.1.4), when the certificate names a company.
  package let organizationIdentifier: String?
  /// Pseudonymous serialNumber attribute (X.520), so that namesakes differ without their ID number being printed.
  package let serialNumber: String

  package init(commonName: String, organization: String? = nil, organizationIdentifier: String? = nil, serialNumber: String) {
    self.commonName = commonName
    self.organization = organization
    self.organizationIdentifier = organizationIdentifier
    self.serialNumber = serialNumber
  }
}

/// An issued certificate with its chain up to, but not including, the root.
package struct IssuedCertificate: Sendable, Equatable {
  /// DER, leaf first.
  package let chain: [[UInt8]]
  /// Lower-case hex serial number of the leaf.
  package let serial: String
  package let notBefore: Instant
  package let notAfter: Instant

  package init(chain: [[UInt8]], serial: String, notBefore: Instant, notAfter: Instant) {
    self.chain = chain
    self.serial = serial
    self.notBefore = notBefore
    self.notAfter = notAfter
  }
}

/// Issues and revokes certificates (F-011, J-003, E-04).
package protocol CertificateAuthority: Sendable {
  /// Shown on certificates, pages and reports; says whether this is a licensed 电子认证服务.
  var statement: Bilingual { get }
  /// - Parameter validSeconds: life of the certificate; nil takes the authority's usual one. An event certificate (E-24)
  ///   lives for hours, because its key signs once.
  func issue(
    subject: CertificateSubject, publicKey: [UInt8], validSeconds: Int64?, at instant: Instant
  ) async throws(ProviderError) -> IssuedCertificate
}

extension CertificateAuthority {
  /// A certificate with the authority's usual life.
  package func issue(
    subject: CertificateSubject, publicKey: [UInt8], at instant: Instant
  ) async throws(ProviderError) -> IssuedCertificate {
    try await issue(subject: subject, publicKey: publicKey, validSeconds: nil, at: instant)
  }
}

/// RFC 3161 time stamps (H-07).
package protocol TimeStampAuthority: Sendable {
  /// A TimeStampToken (DER ContentInfo) over the SHA-256 digest; the implementation has checked imprint, nonce,
  /// certificate and signature before it returns (L1).
  func token(over digest: Digest) async throws(ProviderError) -> [UInt8]
}
