internal import CMS
internal import PDF

/// Certificates and revocation data at hand: what the file carries, what the caller gave.
struct ValidationMaterial {
  let roots: [X509Certificate]
  let judgesTrust: Bool
  let certificates: [X509Certificate]
  let evidence: RevocationEvidence
  let time: PKITime

  /// Certificates, CRLs and responses of one file that are read; hostile files cannot multiply work beyond this.
  static let itemsMax = 1000

  init(
    _ document: PDFDocument, occurrences: [SignatureOccurrence], validator: SignatureValidator
  ) throws(PDFError) {
    var certificates = validator.intermediates
    var evidence = RevocationEvidence()
    let view = document.currentView
    let store = try view.dictionary("DSS", of: view.catalog()) ?? PDFDictionary()
    for bytes in try Self.streams("Certs", of: store, in: view) {
      if let certificate = try? X509Certificate(der: bytes) { certificates.append(certificate) }
    }
    for bytes in try Self.streams("CRLs", of: store, in: view) {
      if let list = try? CertificateRevocationList(der: bytes) { evidence.crls.append(list) }
    }
    for bytes in try Self.streams("OCSPs", of: store, in: view) {
      if let response = try? OCSPResponse(der: bytes) {
        evidence.ocspResponses.append(response)
        certificates += response.certificates
      }
    }
    for occurrence in occurrences {
      certificates += occurrence.signedData?.certificates ?? []
      for list in occurrence.signedData?.crls ?? [] {
        if let list = try? CertificateRevocationList(der: list) { evidence.crls.append(list) }
      }
      for token in occurrence.signedData?.signers.first?.signatureTimeStamps ?? [] {
        certificates += (try? TimeStampToken(der: token))?.signedData.certificates ?? []
      }
    }
    var seen: Set<X509Certificate> = []
    self.certificates = certificates.filter { seen.insert($0).inserted }
    self.evidence = evidence
    judgesTrust = validator.judgesTrust
    time = validator.time
    // Without a judgement on trust, what signs itself in the file serves as an anchor, to tell levels apart.
    roots = validator.judgesTrust ? validator.roots : validator.roots + self.certificates.filter(\.isSelfSigned)
  }

  func path(
    _ certificate: X509Certificate, at time: PKITime, purpose: PathValidator.Purpose, rule: PathValidator.RevocationRule
  ) -> PathValidator.Result {
    PathValidator(roots: roots, intermediates: certificates, evidence: evidence, revocationRule: rule)
      .validate(certificate, at: time, purpose: purpose)
  }

  private static func streams(_ key: PDFName, of store: PDFDictionary, in view: PDFView) throws(PDFError) -> [[UInt8]] {
    var found: [[UInt8]] = []
    for item in (try view.array(key, of: store) ?? []).prefix(itemsMax) {
      if let stream = try view.resolve(item).streamValue { found.append(try view.data(of: stream)) }
    }
    return found
  }
}
