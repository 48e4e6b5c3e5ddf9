package import AsyncHTTPClient
import Foundation
import HeqiDomain
package import HeqiPorts
import NIOCore
import NIOHTTP1

/// Calls one service of Tencent Cloud API 3.0 (H-01): signed JSON, a deadline, a circuit breaker. Refusals arrive with HTTP
/// 200 in `Response.Error`, so only the body says how a call ended; its `RequestId` is kept.
package struct TencentCloudClient: Sendable {
  /// Longest answer read, bytes.
  private static let answerBytesMax = 4 << 20
  /// Codes after which the same request may succeed.
  private static let passing = ["RequestLimitExceeded", "InternalError", "ResourceInsufficient", "ResourceUnavailable"]

  private struct Answer<Content: Decodable>: Decodable {
    let response: Content
  }
  private struct Refusal: Decodable {
    struct Fault: Decodable {
      let code: String
    }
    let error: Fault?
    let requestId: String?
  }

  private let baseURL: String
  private let host: String
  private let service: String
  private let version: String
  private let region: String
  private let signature: TencentCloudSignature
  private let deadline: Duration
  private let clock: any WallClock
  private let client: HTTPClient
  private let breaker = CircuitBreaker()

  /// - Parameters:
  ///   - baseURL: `https://host`, without a path.
  ///   - service: such as `faceid`; `version` its API version.
  ///   - deadline: longest wait for an answer.
  package init(
    baseURL: String, service: String, version: String, region: String, signature: TencentCloudSignature,
    deadline: Duration = .seconds(5), clock: any WallClock, client: HTTPClient = .shared
  ) {
    self.baseURL = baseURL
    host = baseURL.split(separator: "/").last.map(String.init) ?? baseURL
    self.service = service
    self.version = version
    self.region = region
    self.signature = signature
    self.deadline = deadline
    self.clock = clock
    self.client = client
  }

  /// The `Response` of an action.
  package func call<Content: Decodable & Sendable>(
    _ action: String, _ body: some Encodable, as _: Content.Type = Content.self
  ) async throws(ProviderError) -> Content {
    guard breaker.allows(at: clock.now) else { throw fault(.retryable, "rests after failures") }
    do throws(ProviderError) {
      let content: Content = try await post(action, body)
      breaker.recordSuccess()
      return content
    } catch {
      if error.kind == .retryable { breaker.recordFailure(at: clock.now) } else { breaker.recordSuccess() }
      throw error
    }
  }

  private func post<Content: Decodable & Sendable>(_ action: String, _ body: some Encodable) async throws(ProviderError) -> Content {
    guard let json = try? CloudJSON.encoder.encode(body) else { throw fault(.refused, "the request cannot be written as JSON") }
    let bytes = Array(json)
    let now = clock.now
    var request = HTTPClientRequest(url: baseURL + "/")
    request.method = .POST
    request.headers = [
      "content-type": TencentCloudSignature.contentType, "host": host, "x-tc-action": action, "x-tc-version": version,
      "x-tc-timestamp": String(now.seconds), "x-tc-region": region,
      "authorization": signature.authorization(service: service, host: host, body: bytes, at: now),
    ]
    request.body = .bytes(ByteBuffer(bytes: bytes))
    let (client, deadline, signed) = (client, deadline, request)
    let timeout = TimeAmount.nanoseconds(Int64(deadline / .nanoseconds(1)))
    let (status, answer) = try await Deadline.run(deadline, provider: service) {
      let response = try await client.execute(signed, timeout: timeout)
      let buffer = try await response.body.collect(upTo: Self.answerBytesMax)
      return (response.status.code, Array(buffer.readableBytesView))
    }
    guard status == 200 else { throw fault(status >= 500 || status == 429 ? .retryable : .refused, "answered \(status)") }
    return try content(of: answer)
  }

  private func content<Content: Decodable>(of answer: [UInt8]) throws(ProviderError) -> Content {
    let data = Data(answer)
    guard let refusal = try? CloudJSON.decoder.decode(Answer<Refusal>.self, from: data).response else {
      throw fault(.retryable, "the answer is no JSON of API 3.0")
    }
    if let error = refusal.error {
      let isPassing = Self.passing.contains { error.code.hasPrefix($0) }
      throw ProviderError(
        isPassing ? .retryable : .refused, provider: service, message: "answered \(error.code)", reference: refusal.requestId)
    }
    guard let content = try? CloudJSON.decoder.decode(Answer<Content>.self, from: data).response else {
      throw fault(.refused, "the answer lacks what was asked for")
    }
    return content
  }

  private func fault(_ kind: ProviderError.Kind, _ message: String) -> ProviderError {
    ProviderError(kind, provider: service, message: message)
  }
}
