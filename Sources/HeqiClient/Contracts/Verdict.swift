/// What the platform says of a file, a hash or a contract it keeps (M-009).
public struct Verdict: Decodable, Sendable {
  /// Every signature intact, trusted and covering.
  public let isValid: Bool
  /// Whether it is a state of a contract kept there.
  public let isKnown: Bool
  /// `valid`, `invalid`, `indeterminate`, `unsigned`, `unreadable` or `unknown`.
  public let verdict: String
  public let contractID: String?
  /// `FILE`, `FILE_HASH` or `STORED_FILE`: what was looked at.
  public let checked: String
  public let fileHash: String?
  public let problem: String?
  public let signatures: [Signature]

  public struct Signature: Decodable, Sendable {
    public let signer: String
    public let signTime: String?
    public let certificateIssuer: String
    /// `B-B`, `B-T`, `B-LT` or `B-LTA`.
    public let level: String
    public let isValid: Bool
    /// EN 319 102-1.
    public let indication: String
    public let timeSource: String

    enum CodingKeys: String, CodingKey {
      case isValid = "valid"
      case signer, signTime, certificateIssuer, level, indication, timeSource
    }
  }

  enum CodingKeys: String, CodingKey {
    case isValid = "valid"
    case isKnown = "known"
    case contractID = "contractId"
    case signatures = "signatureInfo"
    case verdict, checked, fileHash, problem
  }
}
