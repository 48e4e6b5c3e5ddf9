package import AsyncHTTPClient
import Foundation
import HeqiDomain
package import HeqiPorts
import NIOHTTP1

/// Calls one service of Tencent Cloud API 3.0 (H-01): signed JSON. Refusals arrive with HTTP 200 in `Response.Error`, so only
/// the body says how a call ended; its `RequestId` is kept.
package struct TencentCloudClient: Sendable {
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

  private let service: String
  private let version: String
  private let region: String
  private let signature: TencentCloudSignature
  private let clock: any WallClock
  private let exchange: CloudExchange

  /// - Parameters:
  ///   - baseURL: `https://host`, without a path.
  ///   - service: such as `faceid`; `version` its API version.
  ///   - deadline: longest wait for an answer.
  package init(
    baseURL: String, service: String, version: String, region: String, signature: TencentCloudSignature,
    deadline: Duration = .seconds(5), clock: any WallClock, client: HTTPClient = .shared
  ) {
    self.service = service
    self.version = version
    self.region = region
    self.signature = signature
    self.clock = clock
    exchange = CloudExchange(baseURL: baseURL, provider: service, deadline: deadline, client: client)
  }

  /// The `Response` of an action.
  package func call<Content: Decodable & Sendable>(
    _ action: String, _ body: some Encodable, as _: Content.Type = Content.self
  ) async throws(ProviderError) -> Content {
    guard let json = try? CloudJSON.encoder.encode(body) else {
      throw exchange.fault(.refused, "the request cannot be written as JSON")
    }
    let bytes = Array(json)
    let now = clock.now
    let headers: HTTPHeaders = [
      "content-type": TencentCloudSignature.contentType, "host": exchange.host, "x-tc-action": action, "x-tc-version": version,
      "x-tc-timestamp": String(now.seconds), "x-tc-region": region,
      "authorization": signature.authorization(service: service, host: exchange.host, body: bytes, at: now),
    ]
    let (status, answer) = try await exchange.post("/", headers: headers, body: bytes)
    guard status == 200 else { throw exchange.fault(status: status) }
    return try content(of: answer)
  }

  private func content<Content: Decodable>(of answer: [UInt8]) throws(ProviderError) -> Content {
    let data = Data(answer)
    guard let refusal = try? CloudJSON.decoder.decode(Answer<Refusal>.self, from: data).response else {
      throw exchange.fault(.retryable, "the answer is no JSON of API 3.0")
    }
    if let error = refusal.error {
      let isPassing = Self.passing.contains { error.code.hasPrefix($0) }
      throw exchange.fault(isPassing ? .retryable : .refused, "answered \(error.code)", reference: refusal.requestId)
    }
    guard let content = try? CloudJSON.decoder.decode(Answer<Content>.self, from: data).response else {
      throw exchange.fault(.refused, "the answer lacks what was asked for", reference: refusal.requestId)
    }
    return content
  }
}
