internal import CMS
internal import HeqiServer
internal import PAdES
internal import PDF

/// One signature on one file: signed, time-stamped and raised as far as asked for.
struct SignJob {
  let identity: SigningIdentity
  let request: SignatureRequest
  let level: SignatureLevel
  let raiser: LevelRaiser

  /// The signed file. - Throws: `PAdESError` when nothing can be signed; a missing time-stamp or missing revocation
  /// data lowers the level and is told in `problem`.
  func run(_ document: PDFDocument) async throws -> LevelRaiser.Outcome {
    let signer = try PDFSigner(
      certificate: identity.certificate, chain: identity.chain, algorithm: identity.key.algorithm)
    guard level > .basic else {
      return LevelRaiser.Outcome(bytes: try basic(document, signer), level: .basic, problem: nil)
    }
    let signed = try await signer.sign(document, request, key: identity.key) { imprint in
      try await raiser.services.token(imprint)
    }
    if let problem = signed.timeStampProblem {
      return LevelRaiser.Outcome(
        bytes: signed.bytes, level: .basic, problem: CommandRefusal.reason(problem))
    }
    guard level > .stamped else { return LevelRaiser.Outcome(bytes: signed.bytes, level: .stamped, problem: nil) }
    return await raiser.raise(signed.bytes, to: level)
  }

  /// B-B with room for a token, so that `heqi extend` can put one into the signature itself later.
  private func basic(_ document: PDFDocument, _ signer: PDFSigner) throws -> [UInt8] {
    let prepared = try signer.prepare(document, request, tokenOctets: PDFSigner.tokenOctetsDefault)
    return try prepared.complete(signature: try identity.key.signature(over: prepared.attributes.bytes)).bytes
  }
}
