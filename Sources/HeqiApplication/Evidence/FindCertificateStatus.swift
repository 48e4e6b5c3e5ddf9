import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// What the platform knows about a certificate that it issued: to a person, a company, or for one signing act.
package struct FindCertificateStatus: Sendable {
  private let engine: any SQLEngine
  private let certificates: CertificateStore

  package init(engine: any SQLEngine, certificates: CertificateStore) {
    self.engine = engine
    self.certificates = certificates
  }

  /// `unknown` also while the database does not answer: nobody is told that a certificate is good without looking.
  package func callAsFunction(_ serial: String) async -> CertificateStatus {
    let certificates = certificates
    let found = try? await engine.read { connection -> (revokedAt: Instant?, reason: RevocationReason?)? in
      if let own = try certificates.find(serial: serial, in: connection) { return (own.revokedAt, own.revocationReason) }
      return try EventCertificateStore().status(serial: serial, in: connection)
    }
    guard let found = found ?? nil else { return .unknown }
    guard let at = found.revokedAt else { return .good }
    return .revoked(at: at, reason: found.reason ?? .unspecified)
  }
}
