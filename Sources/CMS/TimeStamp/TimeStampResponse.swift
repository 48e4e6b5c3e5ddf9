/// TimeStampResp (RFC 3161 §2.4.2).
public struct TimeStampResponse: Sendable {
  /// Media type of an answer over HTTP (RFC 3161 §3.4).
  public static let mediaType = "application/timestamp-reply"
  /// Octets of one answer that are read; tokens with a chain stay below 20 kB.
  public static let octetCountMax = 1 << 18

  /// PKIStatus: 0 granted, 1 granted with modifications, 2 and more refused.
  public let status: Int
  /// The authority's text, for logs.
  public let statusText: String
  /// PKIFailureInfo bits.
  public let failureInfo: UInt32
  /// The token, present when granted.
  public let token: TimeStampToken?

  /// Reasons for a refusal (RFC 3161 §2.4.2), as bit numbers of PKIFailureInfo.
  public enum Failure: UInt32, Sendable {
    case badAlgorithm = 0
    case badRequest = 2
    case badDataFormat = 5
    case timeNotAvailable = 14
    case unacceptedPolicy = 15
    case systemFailure = 25
  }

  /// Reads an answer. Throws `malformedEncoding` or `invalidStructure`.
  public init(der: [UInt8]) throws(CMSError) {
    guard der.count <= Self.octetCountMax else {
      throw CMSError(.invalidStructure, "the time-stamp answer is too large")
    }
    // The frame may come in BER from old authorities; the token inside checks its own rules.
    var fields = try DERNode(der, rules: .ber).children(DERTag.sequence)
    var info = try fields.required(DERTag.sequence, "status").children()
    status = try info.required(DERTag.integer, "PKIStatus").smallInteger()
    var text = ""
    if let free = try info.optional(DERTag.sequence) {
      var lines = try free.children()
      while let line = try lines.next() { text += (text.isEmpty ? "" : "; ") + (line.text ?? "") }
    }
    statusText = String(text.prefix(500))
    failureInfo = try info.optional(DERTag.bitString)?.namedBits() ?? 0
    token = try fields.next().map { node throws(CMSError) in try TimeStampToken(der: Array(node.encoded)) }
    try fields.finish()
  }

  /// The token if it answers `request`: granted, same imprint, nonce and policy, certificate inside, signature
  /// and purpose right (L1). Throws `refused` or `responseMismatch`.
  public func verifiedToken(for request: TimeStampRequest) throws(CMSError) -> TimeStampToken {
    guard status == 0 || status == 1 else {
      throw CMSError(.refused, "the time-stamping authority refused with status \(status): \(statusText)")
    }
    guard let token else { throw CMSError(.responseMismatch, "the answer holds no token") }
    let check = token.verify(digest: request.digest, imprint: request.imprint)
    guard check.isImprintRight else { throw CMSError(.responseMismatch, "the token stamps another digest") }
    guard token.info.nonce == request.nonce || request.nonce == nil else {
      throw CMSError(.responseMismatch, "the token has another nonce; it may be replayed")
    }
    if let policy = request.policy, policy != token.info.policy {
      throw CMSError(.responseMismatch, "the token was made under another policy")
    }
    guard check.indication == .passed else {
      let reason = check.subIndication?.rawValue ?? check.indication.rawValue
      throw CMSError(.responseMismatch, "the token does not verify: \(reason)")
    }
    return token
  }

  /// A granted answer around a token.
  static func granted(_ token: [UInt8]) -> [UInt8] { DER.sequence(DER.sequence(DER.integer(0)), token) }

  /// A refusal.
  static func refused(_ failure: Failure, _ text: String) -> [UInt8] {
    DER.sequence(
      DER.sequence(
        DER.integer(2), DER.sequence(DER.utf8(text)), DER.namedBits(1 << failure.rawValue)))
  }
}
