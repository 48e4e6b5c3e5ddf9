public import CMS
public import PDF

/// Raises a signed file to B-LT and B-LTA (ETSI EN 319 142-1 §6.3 rows 25-30): revocation data for every certificate
/// in a document security store, then a document time-stamp over it.
public struct LongTermExtender: Sendable {
  /// Certificates that one extension asks revocation data for.
  static let certificateCountMax = 200

  /// Trust anchors.
  public let roots: [X509Certificate]
  /// Links that the file does not carry.
  public let intermediates: [X509Certificate]
  /// The present moment.
  public let now: PKITime
  /// Whether revocation data must be made after the proven signing time (L4). Switching it off accepts older data
  /// that is still in its window.
  public let demandsDataAfterSigning: Bool

  /// Asks for revocation data about a certificate of an issuer: fresh OCSP responses or CRLs.
  public typealias RevocationSupply =
    (_ certificate: X509Certificate, _ issuer: X509Certificate) async throws -> RevocationEvidence

  /// Makes an extender.
  public init(
    roots: [X509Certificate], intermediates: [X509Certificate] = [], now: PKITime, demandsDataAfterSigning: Bool = true
  ) {
    self.roots = roots
    self.intermediates = intermediates
    self.now = now
    self.demandsDataAfterSigning = demandsDataAfterSigning
  }

  /// Adds what is missing so that the file alone proves every certificate of every signature and time-stamp: B-LT.
  /// Answers the file unchanged when nothing is missing.
  ///
  /// Throws `revocationDataMissing` when a path or its data cannot be had, `timeStampFailed` when a signature has
  /// no time-stamp to build on, `documentUnsuitable`.
  public func addValidationData(
    to document: PDFDocument, supply: RevocationSupply
  ) async throws(PAdESError) -> [UInt8] {
    let view = document.currentView
    let signatures = try SignatureContents.all(in: view)
    guard !signatures.isEmpty else { throw PAdESError(.fieldMissing, "the file holds no readable signature") }
    let store = try DocumentSecurityStore(view)
    var collector = EvidenceCollector(self, store: store)
    for signature in signatures { collector.addCertificates(of: signature) }
    var collected: [SignatureEvidence] = []
    for signature in signatures {
      let tokens = signature.tokens
      guard let proven = signature.provenTime(among: signatures) else {
        throw PAdESError(.timeStampFailed, "a signature without a time-stamp cannot be kept for long; add one first")
      }
      var own = SignatureEvidence(contents: signature.isDocumentTimeStamp ? nil : signature.contents)
      if !signature.isDocumentTimeStamp {
        guard let certificate = signature.signerCertificate else {
          throw PAdESError(.revocationDataMissing, "a signature does not carry its signer's certificate")
        }
        try await collector.collect(certificate, at: proven, into: &own, supply: supply)
      }
      for token in tokens {
        guard let signer = token.signedData.signers.first,
          let certificate = collector.certificates.first(where: { signer.names($0) })
        else { throw PAdESError(.revocationDataMissing, "a time-stamp's certificate is not at hand") }
        try await collector.collect(certificate, at: token.info.time, into: &own, supply: supply)
      }
      collected.append(own)
    }
    var writer = try SecurityStoreWriter(document)
    return try writer.write(collected) ?? document.bytes
  }

  /// Appends a document time-stamp in an invisible field of its own (L5). `timeStamp` gets the SHA-256 of the file
  /// without the gap and answers a token. Throws `timeStampFailed`, `fieldNameInvalid`, `documentUnsuitable`.
  public func addDocumentTimeStamp(
    to document: PDFDocument, fieldName: String? = nil, tokenOctets: Int = PDFSigner.tokenOctetsDefault,
    timeStamp: (_ imprint: [UInt8]) async throws -> [UInt8]
  ) async throws(PAdESError) -> [UInt8] {
    let names = try withPDF { () throws(PDFError) in try document.currentView.formFields().map(\.name) }
    var number = 1
    while names.contains("DocumentTimeStamp\(number)") { number += 1 }
    let name = fieldName ?? "DocumentTimeStamp\(number)"
    var room = tokenOctets
    for attempt in 0..<2 {
      var request = SignatureRequest(field: .new(.init(name: name, page: 0, rect: .zero)), time: now)
      request.certifies = false
      var builder = try SignatureRevision(document, request)
      var update = try builder.build(type: "DocTimeStamp", subFilter: "ETSI.RFC3161", capacity: room)
      let imprint = try PreparedSignature.digest(of: update, .sha256)
      let token: TimeStampToken
      do {
        token = try TimeStampToken(der: try await timeStamp(imprint))
      } catch {
        throw PAdESError(.timeStampFailed, "the time-stamping authority did not give a token; try again", cause: error)
      }
      guard token.verify(digest: .sha256, imprint: imprint).indication == .passed else {
        throw PAdESError(.timeStampFailed, "the time-stamp token does not verify")
      }
      if token.der.count > room, attempt == 0 {
        room = token.der.count + 1024
        continue
      }
      try withPDF { () throws(PDFError) in try update.fillContents(token.der) }
      return update.serialize()
    }
    throw PAdESError(.placeholderTooSmall, "the time-stamp token grew between two attempts; raise tokenOctets")
  }

  /// Both steps: validation data, then a document time-stamp over it: B-LTA. Called again before the time-stamping
  /// certificate expires, it renews the proof. `password` opens the file again between the steps when it is encrypted.
  public func extend(
    _ document: PDFDocument, password: String = "", supply: RevocationSupply, timeStamp: (_ imprint: [UInt8]) async throws -> [UInt8]
  ) async throws(PAdESError) -> [UInt8] {
    let withData = try await addValidationData(to: document, supply: supply)
    let extended = try withPDF { () throws(PDFError) in try PDFDocument(withData, password: password) }
    return try await addDocumentTimeStamp(to: extended, timeStamp: timeStamp)
  }
}
