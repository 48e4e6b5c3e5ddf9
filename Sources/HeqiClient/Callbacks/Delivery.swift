public import FoundationEssentials

/// One callback as the platform sends it.
public struct Delivery: Decodable, Sendable {
  public let id: String
  public let contractID: String?
  public let verificationID: String?
  /// Counts the events of one contract from 1.
  public let sequence: Int
  public let type: String
  public let url: String
  /// `pending`, `leased` (under way), `done` or `dead`.
  public let state: String
  public let attempts: Int
  public let nextAttemptAt: Date?
  public let lastStatus: Int?
  public let lastError: String?
  public let createdAt: Date
  /// As it was signed and sent.
  public let body: String

  enum CodingKeys: String, CodingKey {
    case contractID = "contractId"
    case verificationID = "verificationId"
    case id, sequence, type, url, state, attempts, nextAttemptAt, lastStatus, lastError, createdAt, body
  }
}

extension HeqiClient {
  private static let root = "/api/v1/webhook/delivery"

  /// One page of the log of callbacks, newest first.
  public func deliveries(
    contractID: String? = nil, state: String? = nil, after: String? = nil
  ) async throws(HeqiClientError) -> Page<Delivery> {
    try await send(.get(Self.root, [("contractId", contractID), ("state", state), ("after", after)]))
  }

  /// Sends a done or dead callback again.
  public func replay(_ id: String) async throws(HeqiClientError) -> Delivery {
    try await send(.post("\(Self.root)/\(APIRequest.escaped(id))/replay", [String: String](), key: nil))
  }

  /// Sends what was given up in a span of time again, at most 10,000. - Returns: how many.
  public func replayDead(from: Date, to: Date) async throws(HeqiClientError) -> Int {
    struct Span: Encodable {
      let from, to: Date
      let state = "dead"
    }
    struct Answer: Decodable { let count: Int }
    return try await send(.post("\(Self.root)/replay", Span(from: from, to: to), key: nil), as: Answer.self).count
  }
}
