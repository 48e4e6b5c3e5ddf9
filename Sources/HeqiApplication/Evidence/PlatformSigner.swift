package import CMS
import HeqiDomain
package import HeqiPorts
import PAdES
import PDF

/// Signs the platform's own documents with the platform certificate (F-093).
package struct PlatformSigner: Sendable {
  private let signer: PDFSigner
  private let key: any SigningKey
  private let timeStamps: any TimeStampAuthority

  /// - Parameter chain: certificates between the platform's and the root.
  /// Throws `PAdESError` when the certificate or key may not sign.
  package init(
    certificate: X509Certificate, chain: [X509Certificate], key: any SigningKey, timeStamps: any TimeStampAuthority
  ) throws {
    signer = try PDFSigner(certificate: certificate, chain: chain, algorithm: key.algorithm)
    self.key = key
    self.timeStamps = timeStamps
  }

  /// The document with one invisible signature over all of it; B-T, or B-B while no authority answers.
  func sign(_ pdf: [UInt8], reason: String, at now: Instant) async throws -> [UInt8] {
    var request = SignatureRequest(
      field: .new(.init(name: "heqi-platform", page: 0, rect: .zero)),
      time: PKITime(microsecondsSince1970: now.microseconds))
    request.reason = reason
    request.certifies = true
    let signed = try await signer.sign(PDFDocument(pdf), request, key: key) { imprint in
      guard let digest = HeqiDomain.Digest(imprint) else { return nil }
      return try await timeStamps.token(over: digest)
    }
    return signed.bytes
  }
}
