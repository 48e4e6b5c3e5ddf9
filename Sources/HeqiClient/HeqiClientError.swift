/// What can go wrong between a business system and the platform.
public enum HeqiClientError: Error, Equatable, Sendable {
  /// A parameter cannot be right, so nothing was sent.
  case invalidArgument(_ name: String, _ reason: String)
  /// The platform refused; nothing has changed there.
  case refused(Problem)
  /// No answer came. What was asked for may have happened: ask again with the same `Idempotency-Key`, or read the state.
  case unreachable(_ reason: String)
  /// An answer came that this library cannot read.
  case unreadable(status: Int, _ reason: String)
  /// A file arrived with another hash than the platform said.
  case corrupted
  /// The task was cancelled while it waited.
  case cancelled

  /// The refusal, if it is one.
  public var problem: Problem? { if case .refused(let problem) = self { problem } else { nil } }
}

/// A refusal (RFC 9457), with the code of the interface and the field at fault.
public struct Problem: Error, Equatable, Sendable, Decodable {
  /// HTTP status.
  public let status: Int
  /// Five digits, such as 40001; nil where the platform as a whole refuses.
  public let code: Int?
  public let title: String
  /// What is wrong and what to do, in the caller's language.
  public let detail: String
  /// The field at fault, such as `signers[0].mobile`.
  public let field: String?
  /// Names the request in the platform's logs.
  public let requestID: String

  enum CodingKeys: String, CodingKey {
    case status, code, title, detail, field
    case requestID = "requestId"
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    status = try values.decode(Int.self, forKey: .status)
    code = try? values.decode(Int.self, forKey: .code)
    title = try values.decode(String.self, forKey: .title)
    detail = try values.decodeIfPresent(String.self, forKey: .detail) ?? title
    field = try values.decodeIfPresent(String.self, forKey: .field)
    requestID = try values.decodeIfPresent(String.self, forKey: .requestID) ?? ""
  }
}

extension HeqiClientError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidArgument(let name, let reason): "\(name): \(reason)"
    case .refused(let problem):
      "\(problem.status) \(problem.code.map(String.init) ?? "") \(problem.field.map { "\($0): " } ?? "")\(problem.detail) [\(problem.requestID)]"
    case .unreachable(let reason): "no answer: \(reason)"
    case .unreadable(let status, let reason): "an answer with status \(status) that cannot be read: \(reason)"
    case .corrupted: "the file arrived with another hash than announced"
    case .cancelled: "cancelled"
    }
  }
}
