internal import CMS
internal import PDF

/// A signature in the revision that first shows it, with its bytes taken apart.
struct SignatureOccurrence {
  let signed: SignedField
  /// Index of the revision.
  let revision: Int
  let revisionEnd: Int
  private(set) var coverage: SignatureCoverage
  /// The CMS structure, or why it could not be read.
  let signedData: SignedData?
  /// A PKCS#1 signature without CMS, from old producers.
  let bare: BareSignature?
  let token: TimeStampToken?
  private(set) var tokenCheck: TimeStampToken.Check?
  /// Signature time stamps inside the CMS structure, each checked against the signature it should be over.
  private(set) var stamps: [Stamp]
  /// Whether it carries a DocMDP transform.
  let isCertifying: Bool
  var isTimeStamp: Bool { signed.isTimeStamp }
  /// `/SubFilter /GM.sm2seal` and its like: the value is an electronic seal of GB/T 38540 instead of a CMS structure.
  var isNationalSeal: Bool { signed.subFilter?.text.hasPrefix("GM.") == true }

  /// One signature time stamp; nil parts when it cannot be read.
  struct Stamp {
    let token: TimeStampToken?
    let check: TimeStampToken.Check?
    /// It may be right, but its algorithm is not known here.
    var isUnsupported = false
  }

  init(_ signed: SignedField, in view: PDFView, isTooLarge: Bool = false) throws(PDFError) {
    self.signed = signed
    isCertifying = ModificationPolicy.certifies(signed.signature, in: view)
    revision = view.revision
    let revision = view.document.revisions[view.revision]
    revisionEnd = revision.end
    var coverage = try SignatureCoverage(signed, revision: revision, view: view)
    if isTooLarge { coverage = coverage.adding("the signatures of the file cover more bytes than can be hashed") }
    let contents = coverage.contents
    let token = signed.isTimeStamp ? try? TimeStampToken(der: contents, allowsTrailingBytes: true) : nil
    bare = signed.subFilter == "adbe.x509.rsa_sha1" ? Self.bareSignature(signed, contents, in: view) : nil
    let signedData = bare != nil ? nil : token?.signedData ?? (try? SignedData(contents, allowsTrailingBytes: true))
    let used = signedData?.octetCount ?? bare?.octetCount
    if let used, contents[used...].contains(where: { $0 != 0 }) {
      coverage = coverage.adding("bytes other than zero follow the signature in its gap")
    }
    self.coverage = coverage
    self.signedData = signedData
    stamps = signed.isTimeStamp ? [] : Self.stamps(signedData?.signers.first)
    self.token = token
    tokenCheck = coverage.pieces.isEmpty || isTooLarge ? nil : token?.verify(over: coverage.pieces)
  }

  /// `/Cert` is a byte string or an array of them, the signer's first (ISO 32000-1 table 252).
  private static func bareSignature(_ signed: SignedField, _ contents: [UInt8], in view: PDFView) -> BareSignature? {
    guard let value = try? view.value("Cert", of: signed.signature) else { return nil }
    var strings: [[UInt8]] = []
    for item in value.arrayValue ?? [value] {
      if let string = try? view.resolve(item).stringValue { strings.append(string.bytes) }
    }
    return try? BareSignature(contents, certificates: strings)
  }

  private static func stamps(_ signer: SignerInfo?) -> [Stamp] {
    guard let signer else { return [] }
    return signer.signatureTimeStamps.map { der in
      do throws(CMSError) {
        let token = try TimeStampToken(der: der)
        return Stamp(token: token, check: token.verify(over: [signer.signature[...]]))
      } catch {
        return Stamp(token: nil, check: nil, isUnsupported: error.code == .unsupportedAlgorithm)
      }
    }
  }

  /// Takes back the coverage for a reason found outside the signature itself.
  mutating func refuse(_ finding: String) { coverage = coverage.adding(finding) }

  /// Looks again at tokens that do not carry their authority's certificate, now that the whole file has been read.
  mutating func complete(with certificates: [X509Certificate]) {
    if let token, let check = tokenCheck, check.signature.certificate == nil {
      tokenCheck = token.verify(over: coverage.pieces, extraCertificates: certificates)
    }
    guard let signer = signedData?.signers.first else { return }
    for (index, stamp) in stamps.enumerated() {
      guard let token = stamp.token, let check = stamp.check, check.signature.certificate == nil else { continue }
      stamps[index] = Stamp(
        token: token, check: token.verify(over: [signer.signature[...]], extraCertificates: certificates))
    }
  }
}
