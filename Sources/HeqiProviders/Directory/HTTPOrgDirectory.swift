package import AsyncHTTPClient
package import HeqiDomain
package import HeqiPorts
import NIOCore
import NIOHTTP1

/// Pulls rosters as JSON of the source's shape from addresses that the operator sets, one per company (F-057, F-059). An
/// unchanged roster costs one request with `If-None-Match` (RFC 9110 §13.1.2).
package struct HTTPOrgDirectory: OrgDirectory {
  /// Bytes of a roster.
  static let bytesMax = 10 << 20

  private let addresses: [UnifiedSocialCreditCode: String]
  private let deadline: Duration
  private let client: HTTPClient

  /// - Parameter addresses: `http://` or `https://` by credit code; trusted, because only the operator sets them.
  package init(addresses: [UnifiedSocialCreditCode: String], deadline: Duration = .seconds(20), client: HTTPClient = .shared) {
    self.addresses = addresses
    self.deadline = deadline
    self.client = client
  }

  package func isAvailable(for code: UnifiedSocialCreditCode) -> Bool { addresses[code] != nil }

  package func roster(of code: UnifiedSocialCreditCode, tag: String?) async throws(ProviderError) -> DirectoryAnswer {
    guard let url = addresses[code] else {
      throw ProviderError(.unavailable, provider: "directory", message: "no directory is set for this company; see org-directories")
    }
    let client = client
    let timeout = TimeAmount.nanoseconds(Int64(deadline / .nanoseconds(1)))
    return try await Deadline.run(deadline, provider: "directory") {
      var request = HTTPClientRequest(url: url)
      request.headers.add(name: "accept", value: "application/json")
      if let tag { request.headers.add(name: "if-none-match", value: tag) }
      let response = try await client.execute(request, timeout: timeout)
      switch response.status {
      case .notModified: return .unchanged
      case .ok:
        let buffer = try await response.body.collect(upTo: Self.bytesMax)
        return .roster(Array(buffer.readableBytesView), tag: response.headers.first(name: "etag"))
      default:
        throw ProviderError(
          response.status.code >= 500 ? .retryable : .refused, provider: "directory",
          message: "the directory answered \(response.status.code)")
      }
    }
  }
}
