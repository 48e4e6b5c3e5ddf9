package import CMS
import HeqiDomain
package import HeqiPorts
import HeqiStorage
import PAdES
import PDF

/// Raises a signed file to B-LTA, or prolongs that: validation data of every certificate, and a document time stamp over
/// it (ETSI EN 319 142-1 §6.3 rows 25–30). The file then proves itself without the platform.
package struct ProlongProof: Sendable {
  /// A file is stamped anew this long before the certificate behind its newest stamp ends: a quarter of a year of
  /// daily attempts, as long as `heqi doctor` warns before.
  package static let margin = Duration.seconds(90 * 86_400)

  private let timeStamps: any TimeStampAuthority
  private let revocation: any RevocationDataSource
  private let roots: [X509Certificate]
  private let intermediates: [X509Certificate]

  /// - Parameter roots: of signers and of time-stamp authorities.
  package init(
    timeStamps: any TimeStampAuthority, revocation: any RevocationDataSource, roots: [X509Certificate],
    intermediates: [X509Certificate]
  ) {
    self.timeStamps = timeStamps
    self.revocation = revocation
    self.roots = roots
    self.intermediates = intermediates
  }

  /// When a proof that ends at `end` is due to be prolonged; never in the past.
  static func nextLook(_ end: Instant, after now: Instant) -> Instant {
    max(end.adding(.zero - margin), now.adding(RenewSignatures.pauseWithoutGain))
  }

  /// A file with more proof, and how long it lasts.
  struct Outcome: Sendable {
    let bytes: [UInt8]
    let end: Instant
  }

  /// How long the file proves itself; nil when it is not B-LTA.
  func end(of bytes: [UInt8]) throws -> Instant? {
    try ArchiveProof(PDFDocument(bytes)).end.map { Instant(microseconds: $0.microsecondsSince1970) }
  }

  /// The file with validation data and one more document time stamp. Throws what authorities and responders throw, and
  /// `PAdESError` `.revocationDataMissing` when a certificate was revoked before its signature.
  func callAsFunction(_ bytes: [UInt8], at now: Instant) async throws -> Outcome {
    let document = try PDFDocument(bytes)
    let proven = try ArchiveProof(document).isEverySignatureTimed ? bytes : try await stamp(document, at: now)
    let extended = try await stamp(PDFDocument(try await data(PDFDocument(proven), at: now)), at: now)
    guard let end = try end(of: extended) else { throw ContractError(.signingUnavailable, "no archive time stamp") }
    return Outcome(bytes: extended, end: end)
  }

  private func data(_ document: PDFDocument, at now: Instant) async throws -> [UInt8] {
    try await extender(at: now).addValidationData(to: document) { certificate, issuer in
      let data = try await revocation.data(about: certificate.der, issuer: issuer.der, at: now)
      return RevocationEvidence(
        crls: try data.lists.map { try CertificateRevocationList(der: $0) },
        ocspResponses: try data.responses.map { try OCSPResponse(der: $0) })
    }
  }

  private func extender(at now: Instant) -> LongTermExtender {
    LongTermExtender(
      roots: roots, intermediates: intermediates, now: PKITime(microsecondsSince1970: now.microseconds))
  }

  /// One document time stamp over everything.
  func stamp(_ document: PDFDocument, at now: Instant) async throws -> [UInt8] {
    try await extender(at: now).addDocumentTimeStamp(to: document) { imprint in
      guard let digest = HeqiDomain.Digest(imprint) else { throw ContractError(.signingUnavailable) }
      return try await timeStamps.token(over: digest)
    }
  }
}
