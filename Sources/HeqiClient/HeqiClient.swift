public import AsyncHTTPClient
internal import Crypto
internal import NIOCore

/// Speaks the open API of a Heqi platform: signs each request, repeats what may be repeated, and reads each answer.
///
/// A value that may be shared between tasks. Every call throws ``HeqiClientError`` and nothing else. A POST carries an
/// `Idempotency-Key` of its own, so a repeat after a broken connection never starts a second contract.
public struct HeqiClient: Sendable {
  /// How often and how long a request is tried.
  public struct Patience: Sendable {
    /// Attempts in all, at least 1.
    public var attempts = 3
    /// Longest wait for one answer.
    public var timeout: Duration = .seconds(30)
    /// Longest `Retry-After` that is waited for; a longer one is thrown to the caller.
    public var waitMax: Duration = .seconds(30)

    /// Three attempts of 30 s.
    public init() {}
  }

  /// Longest file sent or fetched, bytes.
  public static let fileBytesMax = 64 << 20
  /// Never follows a redirection: a signature holds for one path, and no order goes anywhere else.
  private static let direct = HTTPClient(eventLoopGroupProvider: .singleton, configuration: {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout.connect = .seconds(10)
    return configuration
  }())

  let base: String
  let signer: RequestSigner
  let language: String
  let patience: Patience
  let http: HTTPClient
  let wait: @Sendable (Duration) async throws -> Void

  /// Names a platform and the caller. Nothing is sent yet.
  ///
  /// - Parameters:
  ///   - baseURL: `https://host[:port]`, without a path. `http://` only for the machine itself.
  ///   - clientID: as `heqi client create` printed it.
  ///   - secret: printed with it, once.
  ///   - language: of refusals, `zh-CN` or `en`.
  ///   - patience: how often and how long a request is tried.
  ///   - http: another client, such as one with a proxy; it should not follow redirections.
  /// - Throws: `invalidArgument` naming the parameter.
  public init(
    baseURL: String, clientID: String, secret: String, language: String = "zh-CN", patience: Patience = Patience(),
    http: HTTPClient? = nil
  ) throws(HeqiClientError) {
    try self.init(
      baseURL: baseURL, clientID: clientID, secret: secret, language: language, patience: patience, http: http ?? Self.direct,
      wait: { try await Task.sleep(for: $0) })
  }

  init(
    baseURL: String, clientID: String, secret: String, language: String, patience: Patience, http: HTTPClient,
    wait: @escaping @Sendable (Duration) async throws -> Void
  ) throws(HeqiClientError) {
    base = try Self.checked(baseURL)
    guard !clientID.isEmpty, clientID.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .invalidArgument("clientID", "must be the id that `heqi client create` printed")
    }
    guard !secret.isEmpty else { throw .invalidArgument("secret", "is empty") }
    guard patience.attempts >= 1 else { throw .invalidArgument("patience.attempts", "must be at least 1") }
    signer = RequestSigner(clientID: clientID, key: SymmetricKey(data: Array(secret.utf8)))
    self.language = language
    self.patience = patience
    self.http = http
    self.wait = wait
  }

  /// The address without a slash at its end.
  private static func checked(_ text: String) throws(HeqiClientError) -> String {
    var text = Substring(text)
    while text.hasSuffix("/") { text.removeLast() }
    let isPlain = text.hasPrefix("http://")
    guard isPlain || text.hasPrefix("https://") else { throw .invalidArgument("baseURL", "must begin with https://") }
    let authority = text.dropFirst(isPlain ? 7 : 8)
    guard !authority.isEmpty, !authority.contains(where: { "/?#@ ".contains($0) }) else {
      throw .invalidArgument("baseURL", "must be a host, with a port if it has one, and nothing else")
    }
    let isOwnMachine = ["127.0.0.1", "localhost", "[::1]"].contains { authority == $0 || authority.hasPrefix("\($0):") }
    guard !isPlain || isOwnMachine else {
      throw .invalidArgument("baseURL", "must be https://, since contracts would travel in the clear")
    }
    return String(text)
  }
}
