public import FoundationEssentials

/// What `initiateFaceCheck` takes (M-002).
public struct FaceCheckOrder: Encodable, Sendable {
  public enum Purpose: String, Encodable, Sendable {
    case relationshipBinding = "RELATIONSHIP_BINDING"
    case payerAuthorization = "PAYER_AUTHORIZATION"
  }

  /// The caller's own number, 1–64 characters.
  public var bizID: String
  public var purpose: Purpose
  public var name: String
  public var idCardNo: String
  public var mobile: String?
  public var callbackURL: String?
  /// 1–1440; 30 unless given.
  public var expireMinutes: Int?

  public init(bizID: String, purpose: Purpose, name: String, idCardNo: String) {
    self.bizID = bizID
    self.purpose = purpose
    self.name = name
    self.idCardNo = idCardNo
  }

  enum CodingKeys: String, CodingKey {
    case bizID = "bizId"
    case purpose = "bizType"
    case callbackURL = "callbackUrl"
    case userInfo, expireMinutes
  }
  private struct Person: Encodable {
    let name, idCardNo: String
    let mobile: String?
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(bizID, forKey: .bizID)
    try values.encode(purpose, forKey: .purpose)
    try values.encode(Person(name: name, idCardNo: idCardNo, mobile: mobile), forKey: .userInfo)
    try values.encodeIfPresent(callbackURL, forKey: .callbackURL)
    try values.encodeIfPresent(expireMinutes, forKey: .expireMinutes)
  }
}

/// A face check that waits for its person.
public struct StartedFaceCheck: Decodable, Sendable {
  public let verificationID: String
  /// `PENDING`, `PROCESSING`, `SUCCESS`, `FAILED` or `EXPIRED`.
  public let status: String
  /// The page where the person consents, before anything is sent to a face service.
  public let verificationURL: String?
  public let expiresAt: Date

  enum CodingKeys: String, CodingKey {
    case verificationID = "verificationId"
    case verificationURL = "verificationUrl"
    case status, expiresAt
  }
}

/// A face check and its outcome (M-004).
public struct FaceCheck: Decodable, Sendable {
  public let verificationID: String
  public let bizID: String
  /// `PENDING`, `PROCESSING`, `SUCCESS`, `FAILED` or `EXPIRED`.
  public let status: String
  /// 0–1.
  public let score: Double?
  /// The face service's own number.
  public let transactionNo: String?
  public let verifiedAt: Date?
  /// `FACE_MISMATCH`, `ID_CARD_MISMATCH` or `POOR_QUALITY`.
  public let failReason: String?
  public let consentAt: Date?
  public let expiresAt: Date

  enum CodingKeys: String, CodingKey {
    case verificationID = "verificationId"
    case bizID = "bizId"
    case status, score, transactionNo, verifiedAt, failReason, consentAt, expiresAt
  }
}

extension HeqiClient {
  /// Starts a face check. - Throws: `refused` with 50001 where no face service answers.
  public func initiateFaceCheck(_ order: FaceCheckOrder, idempotencyKey: String? = nil) async throws(HeqiClientError) -> StartedFaceCheck {
    try await send(.post("/api/v1/verification/face/initiate", order, key: idempotencyKey))
  }

  /// The outcome of a face check.
  public func faceCheck(_ id: String) async throws(HeqiClientError) -> FaceCheck {
    try await send(.get("/api/v1/verification/face/\(APIRequest.escaped(id))"))
  }
}
