internal import Crypto
public import FoundationEssentials

/// Checks callbacks after Standard Webhooks 1.0 and reads them.
///
/// Delivery is at least once: drop repeats by ``Callback/id``, and take the state with the highest ``Callback/sequence``.
public struct CallbackReader: Sendable {
  public enum Refusal: Error, Equatable, Sendable {
    /// A header is missing or malformed.
    case headersMissing
    /// The time lies more than `tolerance` away.
    case tooOld
    /// No signature fits.
    case forged
    /// It is genuine, and no event this library can read.
    case unreadable
  }

  private let keys: [SymmetricKey]
  /// How far the sender's clock may be off.
  private let tolerance: Duration

  /// Takes the secrets of the client; two while one is being replaced. `tolerance` is how far clocks may be apart.
  public init(secrets: [String], tolerance: Duration = .seconds(300)) {
    keys = secrets.filter { !$0.isEmpty }.map { SymmetricKey(data: Array($0.utf8)) }
    self.tolerance = tolerance
  }

  /// Reads one callback. `body` must be the bytes as they came; `header` gives a header's value by its name in lower
  /// case. Throws a refusal; answer it with 401.
  public func read(body: [UInt8], at now: Date = Date(), header: (String) -> String?) throws(Refusal) -> Callback {
    guard let id = header("webhook-id"), !id.isEmpty, let time = header("webhook-timestamp"), let seconds = Int64(time),
      time.utf8.allSatisfy({ (48...57).contains($0) }), let signatures = header("webhook-signature")
    else { throw .headersMissing }
    guard abs(now.timeIntervalSince1970 - Double(seconds)) <= tolerance / .seconds(1) else { throw .tooOld }
    let text = Array("\(id).\(time).".utf8) + body
    let codes = signatures.split(separator: " ").compactMap { $0.hasPrefix("v1,") ? Data(base64Encoded: String($0.dropFirst(3))) : nil }
    let isGenuine = keys.contains { key in
      codes.contains { HMAC<SHA256>.isValidAuthenticationCode($0, authenticating: text, using: key) }
    }
    guard isGenuine else { throw .forged }
    guard let envelope = try? JSONForm.decoder.decode(Callback.Envelope.self, from: Data(body)) else { throw .unreadable }
    return Callback(id: id, envelope)
  }
}

/// A callback whose signature fits.
public struct Callback: Sendable {
  /// The same in every repeat.
  public let id: String
  /// `ContractStatusChangedEvent`, `FaceVerificationCompletedEvent` or `ContractArchivedEvent`.
  public let type: String
  public let at: Date
  public let data: [String: JSONValue]

  struct Envelope: Decodable {
    let type: String
    let timestamp: Date
    let data: [String: JSONValue]
  }

  init(id: String, _ envelope: Envelope) {
    self.id = id
    type = envelope.type
    at = envelope.timestamp
    data = envelope.data
  }

  /// Rises by one with each event of a contract.
  public var sequence: Int? { if case .number(let number) = data["sequence"] { Int(exactly: number) } else { nil } }
  public var contractID: String? { text("contractId") }
  public var bizID: String? { text("bizId") }
  public var status: String? { text("status") }

  private func text(_ name: String) -> String? { if case .string(let text) = data[name] { text } else { nil } }
}
