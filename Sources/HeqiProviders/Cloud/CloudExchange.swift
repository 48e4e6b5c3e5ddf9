package import AsyncHTTPClient
package import HeqiPorts
import NIOCore
package import NIOHTTP1

/// One signed POST to a cloud vendor: a deadline, a longest answer, and status codes told apart. Shared by all of them.
package struct CloudExchange: Sendable {
  /// Longest answer read, bytes.
  package static let answerBytesMax = 4 << 20

  /// `https://host`, without a path.
  package let baseURL: String
  /// The host that is signed.
  package let host: String
  /// Named in errors, such as `faceid`.
  package let provider: String
  private let deadline: Duration
  private let client: HTTPClient

  /// - Parameter deadline: longest wait for an answer.
  package init(baseURL: String, provider: String, deadline: Duration, client: HTTPClient) {
    self.baseURL = baseURL
    host = baseURL.split(separator: "/").last.map(String.init) ?? baseURL
    self.provider = provider
    self.deadline = deadline
    self.client = client
  }

  /// Status and body of the answer. Throws `retryable` when there is none in time, or one that is too long.
  package func post(
    _ pathAndQuery: String, headers: HTTPHeaders, body: [UInt8]
  ) async throws(ProviderError) -> (status: UInt, body: [UInt8]) {
    var request = HTTPClientRequest(url: baseURL + pathAndQuery)
    request.method = .POST
    request.headers = headers
    request.body = .bytes(ByteBuffer(bytes: body))
    let (client, signed) = (client, request)
    let timeout = TimeAmount.nanoseconds(Int64(deadline / .nanoseconds(1)))
    return try await Deadline.run(deadline, provider: provider) {
      let response = try await client.execute(signed, timeout: timeout)
      let buffer = try await response.body.collect(upTo: Self.answerBytesMax)
      return (response.status.code, Array(buffer.readableBytesView))
    }
  }

  /// What a status other than 200 says: busy and broken servers may be asked again, everything else not.
  package func fault(status: UInt) -> ProviderError {
    fault(status >= 500 || status == 429 || status == 408 ? .retryable : .refused, "answered \(status)")
  }

  package func fault(_ kind: ProviderError.Kind, _ message: String, reference: String? = nil) -> ProviderError {
    ProviderError(kind, provider: provider, message: message, reference: reference)
  }
}
