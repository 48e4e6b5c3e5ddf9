package import AsyncHTTPClient

/// An HTTP client for one command and no longer.
package enum OneShotClient {
  /// Runs `body` with a client that is closed afterwards. A refused connection counts at once: whoever named several
  /// authorities wants the next one asked.
  ///
  /// - Parameter followsRedirects: false where an answer may only come from the very address that was named.
  package static func run<Value>(
    followsRedirects: Bool = true, _ body: (HTTPClient) async throws -> Value
  ) async throws -> Value {
    var configuration = HTTPClient.Configuration()
    if !followsRedirects { configuration.redirectConfiguration = .disallow }
    configuration.connectionPool.retryConnectionEstablishment = false
    return try await HTTPClient.withHTTPClient(configuration: configuration) { client in try await body(client) }
  }
}
