package import AsyncHTTPClient
import Foundation
package import HeqiPorts
import NIOHTTP1

/// Calls one service of Alibaba Cloud (H-02). Refusals arrive with an HTTP status, or with HTTP 200 and a `Code` that is not
/// the service's word for success; the `RequestId` is kept.
package struct AliyunClient: Sendable {
  /// A service by its address name, its API version and its word for success.
  package struct Service: Sendable {
    package let name: String
    package let version: String
    /// `Code` of a good answer.
    package let goodCode: String
    /// Whether a good answer may come without `Code`.
    package let mayOmitCode: Bool

    package init(_ name: String, _ version: String, goodCode: String, mayOmitCode: Bool = false) {
      self.name = name
      self.version = version
      self.goodCode = goodCode
      self.mayOmitCode = mayOmitCode
    }
  }

  /// Codes after which the same request may succeed.
  private static let passing = ["Throttling", "ServiceUnavailable", "InternalError", "SystemError", "isp.SYSTEM_ERROR", "500", "503"]

  private struct Verdict: Decodable {
    let code: CloudText?
    let requestId: String?
  }

  private let service: Service
  private let signature: AliyunSignature
  private let clock: any WallClock
  private let random: any RandomSource
  private let exchange: CloudExchange

  /// - Parameters:
  ///   - baseURL: `https://host`, without a path.
  ///   - deadline: longest wait for an answer.
  package init(
    baseURL: String, service: Service, signature: AliyunSignature, deadline: Duration = .seconds(5), clock: any WallClock,
    random: any RandomSource, client: HTTPClient = .shared
  ) {
    self.service = service
    self.signature = signature
    self.clock = clock
    self.random = random
    exchange = CloudExchange(baseURL: baseURL, provider: service.name, deadline: deadline, client: client)
  }

  /// The answer to an action.
  /// - Parameter body: bytes of a picture; everything else goes into the query, as the vendor wants it.
  package func call<Content: Decodable & Sendable>(
    _ action: String, _ query: [String: String], body: [UInt8] = [], as _: Content.Type = Content.self
  ) async throws(ProviderError) -> Content {
    let call = AliyunSignature.Call(
      host: exchange.host, action: action, version: service.version, query: query, body: body,
      contentType: body.isEmpty ? nil : "application/octet-stream")
    let signed = signature.headers(of: call, nonce: random.token(byteCount: 16), at: clock.now)
    let path = query.isEmpty ? "/" : "/?" + call.queryText
    let (status, answer) = try await exchange.post(path, headers: HTTPHeaders(signed.map { ($0.name, $0.value) }), body: body)
    let data = Data(answer)
    let verdict = try? CloudJSON.decoder.decode(Verdict.self, from: data)
    if let code = verdict?.code?.text, code != service.goodCode {
      let isPassing = status >= 500 || status == 429 || Self.passing.contains { code.hasPrefix($0) }
      throw exchange.fault(isPassing ? .retryable : .refused, "answered \(code)", reference: verdict?.requestId)
    }
    guard status == 200 else { throw exchange.fault(status: status) }
    guard let verdict, verdict.code != nil || service.mayOmitCode else {
      throw exchange.fault(.retryable, "the answer is no JSON of the service")
    }
    guard let content = try? CloudJSON.decoder.decode(Content.self, from: data) else {
      throw exchange.fault(.refused, "the answer lacks what was asked for", reference: verdict.requestId)
    }
    return content
  }
}
