import CMS
import PAdES
import PDF

/// One reader of outside bytes. Nothing it does may trap, hang or take memory out of proportion.
enum EntryPoint: String, CaseIterable {
  /// Pieces of a PDF, each in a sound file around it (`Wrapping.swift`).
  case lexer, xref, objectStream, filter
  /// A whole PDF: verified, and read object by object.
  case document
  /// A whole PDF on its way to be signed: repaired if broken, linted, rewritten, and the result read again.
  case upload
  /// Encodings and what stands in them.
  case der, signature, token, certificate, revocation

  func read(_ bytes: [UInt8]) {
    switch self {
    case .lexer: readObjects(Wrapping.body(bytes))
    case .xref: readObjects(Wrapping.crossReference(bytes))
    case .objectStream: readObjects(Wrapping.objectStream(bytes))
    case .filter: readObjects(Wrapping.filtered(bytes))
    case .document: verify(bytes)
    case .upload: upload(bytes)
    case .der: readDER(bytes)
    case .signature: readSignature(bytes)
    case .token: readToken(bytes)
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
      _ = try? OCSPRequest(der: bytes)
    }
  }

  // MARK: PDF

  private func verify(_ bytes: [UInt8]) {
    let report = SignatureValidator(roots: [], judgesTrust: false, time: PKITime(secondsSince1970: 1_800_000_000)).validate(bytes)
    _ = report.json(file: "fuzz")
    readObjects(bytes)
  }

  private func readObjects(_ bytes: [UInt8]) {
    guard let document = try? PDFDocument(bytes) else { return }
    _ = try? document.currentView.pages()
    _ = try? document.currentView.formFields()
    for revision in document.revisions.indices { _ = try? document.coverage(of: revision) }
    for number in document.currentView.objectNumbers.prefix(2000) {
      guard let reference = document.currentView.reference(toNumber: number) else { continue }
      if let stream = try? document.currentView.object(reference).streamValue {
        _ = try? document.currentView.data(of: stream)
      }
    }
  }

  private func upload(_ bytes: [UInt8]) {
    guard let document = try? DocumentRepairer.open(bytes).document else { return }
    _ = try? PreSignLinter.findings(in: document)
    guard let result = try? DocumentRewriter.rewrite(document, drawing: Wrapping.fieldText) else { return }
    // What the rewriter makes must be readable without a departure, or the file could not be signed.
    guard let again = try? PDFDocument(result.bytes), again.deviations.isEmpty, (try? again.checkSoundness()) != nil
    else { fatalError("the rewritten file is not sound") }
  }

  // MARK: CMS

  private func readDER(_ bytes: [UInt8]) {
    if let node = try? DERNode(prefixOf: bytes, rules: .ber) { _ = node.encoded.count }
    if let node = try? DERNode(bytes) { _ = node.content.count }
    _ = try? PEM.blocks(in: String(decoding: bytes, as: UTF8.self))
    _ = try? PrivateKey(der: bytes)
    _ = try? TimeStampRequest(der: bytes)
  }

  private func readSignature(_ bytes: [UInt8]) {
    guard let data = try? SignedData(bytes, allowsTrailingBytes: true) else { return }
    for profile in [SignedDataVerifier.Profile.cms, .pdf, .pades] {
      _ = SignedDataVerifier(profile).verify(data, content: [bytes[...]]).indication
    }
  }

  private func readToken(_ bytes: [UInt8]) {
    _ = (try? TimeStampToken(der: bytes, allowsTrailingBytes: true))?.verify(over: [bytes[...]]).indication
    if let response = try? TimeStampResponse(der: bytes),
      let request = try? TimeStampRequest(imprint: [UInt8](repeating: 1, count: 32), nonce: [1])
    {
      _ = try? response.verifiedToken(for: request)
    }
  }
}
