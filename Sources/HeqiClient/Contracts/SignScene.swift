public import FoundationEssentials

/// How the page behind a link looks and behaves (J-004).
public struct SignScene: Encodable, Sendable {
  public enum Source: String, Encodable, Sendable {
    case desk = "PC"
    case phone = "H5"
  }
  public enum Scene: String, Encodable, Sendable { case normal, embedded }

  public var source: Source = .phone
  /// `embedded` stands in a frame of the client's allowed hosts.
  public var scene: Scene = .normal
  /// `#RRGGBB`.
  public var themeColor: String?
  /// Whether the page offers refusal.
  public var refuse = true
  /// Seconds that a signer has to read, at most 999.
  public var readingSeconds = 0
  public var resultPage = true
  /// On one of the client's return hosts.
  public var returnURL: String?

  public init() {}

  enum CodingKeys: String, CodingKey {
    case returnURL = "returnUrl"
    case source, scene, themeColor, refuse, readingSeconds, resultPage
  }
}

/// One link for several contracts of one person.
public struct SignGroup: Decodable, Sendable {
  public let groupID: String
  public let signURL: String
  public let expiresAt: Date
  public let qrCode: String?

  enum CodingKeys: String, CodingKey {
    case groupID = "groupId"
    case signURL = "signUrl"
    case expiresAt, qrCode
  }
}

/// A scene with the fields of its request beside its own.
struct SceneRequest<Subject: Encodable>: Encodable {
  let subject: Subject
  let scene: SignScene

  func encode(to encoder: any Encoder) throws {
    try subject.encode(to: encoder)
    try scene.encode(to: encoder)
  }
}
