import CMS
import HeqiDomain
package import HeqiPorts
import PAdES
import PDF

/// The one way a person's key comes to a file: contracts and powers of attorney alike (PAdES, house decision 3).
///
/// If no time-stamp authority answers, the result says B-B; a time is never faked.
package struct SignFile: Sendable {
  private let keys: any KeyStore
  private let timeStamps: any TimeStampAuthority

  package init(keys: any KeyStore, timeStamps: any TimeStampAuthority) {
    self.keys = keys
    self.timeStamps = timeStamps
  }

  /// `base` with one more revision, signed by the certificate's key. Throws what signing throws.
  func callAsFunction(
    _ base: [UInt8], _ request: SignatureRequest, with certificate: Certificate
  ) async throws -> SignedFile {
    let chain = try certificate.chain.map { der throws(CMSError) in try X509Certificate(der: der) }
    guard let leaf = chain.first else { throw ContractError(.certificateInvalid) }
    let key = KeyStoreSigningKey(
      keys: keys, handle: certificate.keyHandle, owner: certificate.accountID.description, publicKey: leaf.publicKey)
    let signer = try PDFSigner(certificate: leaf, chain: Array(chain.dropFirst()), algorithm: key.algorithm)
    return try await signer.sign(PDFDocument(base), request, key: key) { imprint in
      guard let digest = Digest(imprint) else { return nil }
      return try await timeStamps.token(over: digest)
    }
  }
}
