public import CMS
import PDF

/// A signing revision waiting for its CMS. A value: it can be kept while a remote key works.
public struct PreparedSignature: Sendable {
  private var update: PreparedUpdate
  /// Name of the signature field.
  public let fieldName: String
  /// Digest of everything the signature covers, made with `digest`.
  public let contentDigest: [UInt8]
  public let digest: DigestAlgorithm
  /// The signed attributes; a key signs `attributes.bytes` (the message, not its digest).
  public let attributes: SignedDataSigner.SignedAttributes
  private let signer: SignedDataSigner

  init(update: PreparedUpdate, field: String, signer: SignedDataSigner) throws(PAdESError) {
    self.update = update
    self.signer = signer
    fieldName = field
    digest = signer.digest
    let digest = try Self.digest(of: update, signer.digest)
    contentDigest = digest
    attributes = try withCMS { () throws(CMSError) in try signer.attributes(contentDigest: digest) }
  }

  static func digest(of update: PreparedUpdate, _ algorithm: DigestAlgorithm) throws(PAdESError) -> [UInt8] {
    var hasher = DigestHasher(algorithm)
    for chunk in try withPDF({ () throws(PDFError) in try update.signedChunks() }) { hasher.update(chunk) }
    return hasher.finalize()
  }

  /// Octets of CMS that fit.
  public var capacity: Int { update.placeholder?.capacity ?? 0 }

  /// Puts the raw signature and an optional, already verified token in place.
  /// Throws `placeholderTooSmall` instead of truncating.
  public func complete(
    signature: [UInt8], timeStamp: TimeStampToken? = nil, problem: PAdESError? = nil
  ) throws(PAdESError) -> SignedFile {
    let cms = signer.assemble(attributes, signature: signature, timeStampToken: timeStamp?.der)
    return try complete(cms: cms, timeStamp: timeStamp, problem: problem)
  }

  /// Puts a CMS made elsewhere in place; it must be detached over `contentDigest`.
  /// Throws `signingFailed` when it is not, `placeholderTooSmall` when it does not fit.
  public func complete(cms: [UInt8]) throws(PAdESError) -> SignedFile {
    let parsed = try withCMS { () throws(CMSError) in try SignedData(cms) }
    let chunks = try withPDF { () throws(PDFError) in try update.signedChunks() }
    let result = SignedDataVerifier(.pades).verify(parsed, content: chunks)
    guard result.indication == .passed else {
      throw PAdESError(.signingFailed, "the CMS is not a valid PAdES signature of this revision")
    }
    var stamp: TimeStampToken?
    if let der = parsed.signers.first?.signatureTimeStamps.first {
      stamp = try withCMS { () throws(CMSError) in try TimeStampToken(der: der) }
    }
    return try complete(cms: cms, timeStamp: stamp, problem: nil)
  }

  private func complete(
    cms: [UInt8], timeStamp: TimeStampToken?, problem: PAdESError?
  ) throws(PAdESError) -> SignedFile {
    var filled = update
    try withPDF { () throws(PDFError) in try filled.fillContents(cms) }
    return SignedFile(
      update: filled, fieldName: fieldName, contentDigest: contentDigest, digest: digest,
      timeStamp: timeStamp?.info, timeStampProblem: timeStamp == nil ? problem : nil)
  }
}

/// A signed file and the facts about its newest signature.
public struct SignedFile: Sendable {
  /// Baseline level reached by signing; long-term levels come from `LongTermExtender`.
  public enum Level: String, Sendable, Hashable {
    case baselineB = "B-B"
    case baselineT = "B-T"
  }

  private let update: PreparedUpdate
  /// Name of the signature field.
  public let fieldName: String
  /// Digest of the bytes covered.
  public let contentDigest: [UInt8]
  public let digest: DigestAlgorithm
  /// What the time-stamp states; nil at level B-B.
  public let timeStamp: TimeStampInfo?
  /// Why there is no time-stamp although one was asked for.
  public let timeStampProblem: PAdESError?

  init(
    update: PreparedUpdate, fieldName: String, contentDigest: [UInt8], digest: DigestAlgorithm,
    timeStamp: TimeStampInfo?, timeStampProblem: PAdESError?
  ) {
    self.update = update
    self.fieldName = fieldName
    self.contentDigest = contentDigest
    self.digest = digest
    self.timeStamp = timeStamp
    self.timeStampProblem = timeStampProblem
  }

  public var level: Level { timeStamp == nil ? .baselineB : .baselineT }
  /// The whole file. O(file size): one copy.
  public var bytes: [UInt8] { update.serialize() }
  /// Only what was appended, for callers that extend a stored file.
  public var appendedBytes: [UInt8] { update.section }
  /// Length of the file before this signature: the earlier revisions are exactly this prefix.
  public var baseLength: Int { update.baseLength }
  /// `/ByteRange`: four numbers.
  public var byteRange: [Int] { update.placeholder?.byteRange ?? [] }
}
