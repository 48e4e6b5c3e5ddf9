import CMS
import PAdES
import PDF

/// One reader of outside bytes. Nothing it does may trap, hang or take memory out of proportion.
enum EntryPoint: String, CaseIterable {
  case document, signature, certificate, revocation

  func read(_ bytes: [UInt8]) {
    switch self {
    case .document:
      let report = SignatureValidator(roots: [], judgesTrust: false, time: PKITime(secondsSince1970: 1_800_000_000)).validate(bytes)
      _ = report.json(file: "fuzz")
      if let document = try? PDFDocument(bytes) {
        _ = try? document.currentView.pages()
        for revision in document.revisions.indices { _ = try? document.coverage(of: revision) }
        for number in document.currentView.objectNumbers.prefix(2000) {
          guard let reference = document.currentView.reference(toNumber: number) else { continue }
          if let stream = try? document.currentView.object(reference).streamValue {
            _ = try? document.currentView.data(of: stream)
          }
        }
      }
    case .signature:
      if let data = try? SignedData(bytes, allowsTrailingBytes: true) {
        for profile in [SignedDataVerifier.Profile.cms, .pdf, .pades] {
          _ = SignedDataVerifier(profile).verify(data, content: [bytes[...]]).indication
        }
      }
      _ = (try? TimeStampToken(der: bytes, allowsTrailingBytes: true))?.verify(over: [bytes[...]]).indication
    case .certificate:
      if let certificate = try? X509Certificate(der: bytes) {
        _ = PathValidator(roots: [certificate], intermediates: [certificate])
          .validate(certificate, at: certificate.notBefore, purpose: .any).indication
        _ = certificate.subject.description
      }
    case .revocation:
      if let list = try? CertificateRevocationList(der: bytes) { _ = try? list.entry(serialNumber: [1]) }
      if let response = try? OCSPResponse(der: bytes), let issuer = response.certificates.first {
        _ = response.authorizedResponder(for: issuer)
      }
    }
  }
}
