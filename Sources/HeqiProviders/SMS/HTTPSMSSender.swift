package import AsyncHTTPClient
import Foundation
package import HeqiDomain
package import HeqiPorts
import NIOCore
import NIOHTTP1

/// Hands text messages to a gateway of the operator's own as JSON over HTTPS, for vendors without an adapter here (H-05):
/// `POST {"to","text","code","idempotencyKey"}` with `Authorization: Bearer …`; any 2xx is acceptance.
package struct HTTPSMSSender: SMSSender {
  private struct Body: Encodable {
    let to: String
    let text: String
    let code: String?
    let idempotencyKey: String
  }

  private let url: String
  private let token: Sensitive<String>
  private let deadline: Duration
  private let client: HTTPClient
  private let clock: any WallClock
  private let breaker = CircuitBreaker()

  /// - Parameters:
  ///   - url: `https://` address of the gateway.
  ///   - token: the bearer token.
  ///   - deadline: longest wait for its answer.
  package init(
    url: String, token: Sensitive<String>, deadline: Duration = .seconds(5), clock: any WallClock = SystemClock(),
    client: HTTPClient = .shared
  ) {
    self.url = url
    self.token = token
    self.deadline = deadline
    self.client = client
    self.clock = clock
  }

  @discardableResult
  package func send(_ message: SMSMessage) async throws(ProviderError) -> SMSReceipt {
    guard breaker.allows(at: clock.now) else {
      throw ProviderError(.retryable, provider: "sms", message: "the SMS gateway is resting after failures")
    }
    do throws(ProviderError) {
      try await post(message)
      breaker.recordSuccess()
      return SMSReceipt(vendor: "gateway", number: message.idempotencyKey)
    } catch {
      // A refused message says nothing against the gateway.
      if error.kind == .retryable { breaker.recordFailure(at: clock.now) } else { breaker.recordSuccess() }
      throw error
    }
  }

  private func post(_ message: SMSMessage) async throws(ProviderError) {
    let body = Body(to: message.to.reveal(), text: message.text, code: message.code, idempotencyKey: message.idempotencyKey)
    guard let json = try? JSONEncoder().encode(body) else {
      throw ProviderError(.refused, provider: "sms", message: "the message cannot be written as JSON")
    }
    let (url, client, bearer, key) = (url, client, "Bearer \(token.reveal())", message.idempotencyKey)
    let timeout = TimeAmount.nanoseconds(Int64(deadline / .nanoseconds(1)))
    let status = try await Deadline.run(deadline, provider: "sms") {
      var request = HTTPClientRequest(url: url)
      request.method = .POST
      request.headers.add(name: "content-type", value: "application/json")
      request.headers.add(name: "authorization", value: bearer)
      request.headers.add(name: "idempotency-key", value: key)
      request.body = .bytes(ByteBuffer(bytes: Array(json)))
      return try await client.execute(request, timeout: timeout).status.code
    }
    switch status {
    case 200..<300: return
    case 408, 425, 429, 500...:
      throw ProviderError(.retryable, provider: "sms", message: "the SMS gateway answered \(status)")
    default: throw ProviderError(.refused, provider: "sms", message: "the SMS gateway answered \(status)")
    }
  }
}
