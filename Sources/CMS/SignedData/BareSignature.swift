/// A PKCS#1 signature that stands alone, with its certificates beside it: `adbe.x509.rsa_sha1` in a PDF (ISO 32000-1
/// §12.8.3.2). Read from old files, always reported as weak, never produced.
public struct BareSignature: Sendable {
  /// Certificates that are read.
  static let certificateCountMax = 50

  /// The signature octets.
  public let signature: [UInt8]
  /// The signer's certificate first, as `/Cert` orders them.
  public let certificates: [X509Certificate]
  /// Octets of the OCTET STRING; what follows in the parsed bytes is padding.
  public let octetCount: Int

  /// Reads an OCTET STRING and certificates in DER. Throws `malformedEncoding` or `invalidStructure`.
  public init(_ contents: [UInt8], certificates: [[UInt8]]) throws(CMSError) {
    let node = try DERNode(prefixOf: contents)
    signature = try node.octets()
    octetCount = node.range.count
    guard let first = certificates.first else { throw CMSError(.invalidStructure, "no certificate comes with the signature") }
    var list = [try X509Certificate(der: first)]
    for der in certificates.dropFirst().prefix(Self.certificateCountMax) {
      if let certificate = try? X509Certificate(der: der) { list.append(certificate) }
    }
    self.certificates = list
  }

  /// Verifies over the joined `pieces`. The digest stands in no field: it is the one inside the opened signature.
  public func verify(over pieces: [ArraySlice<UInt8>]) -> SignedDataVerifier.Result {
    let signer = certificates[0]
    let candidates: [DigestAlgorithm] = [.sha1, .sha256, .sha384, .sha512]
    let digest = candidates.first { signer.publicKey.isValid(signature, overPieces: pieces, .rsaPKCS1($0)) }
    var findings: [SignedDataVerifier.Finding] = digest == nil ? [.signatureInvalid] : []
    if digest?.isWeak ?? true { findings.append(.weakAlgorithm) }
    if signer.publicKey.isWeak { findings.append(.weakKey) }
    if case .unsupported = signer.publicKey.kind { findings = [.algorithmUnsupported] }
    return SignedDataVerifier.Result(
      certificate: signer, findings: findings, isContentIntact: digest != nil, isSignatureValid: digest != nil,
      digest: digest, signatureAlgorithm: .rsaPKCS1(digest ?? .sha1))
  }
}
