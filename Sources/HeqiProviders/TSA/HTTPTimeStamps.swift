package import AsyncHTTPClient
internal import CMS
package import HeqiDomain
package import HeqiPorts
internal import NIOCore
internal import NIOHTTP1

/// Time stamps from a list of RFC 3161 servers, tried in order, each with a deadline (H-07, L1). When none answers
/// the caller learns so; a time is never made up.
package struct HTTPTimeStamps: TimeStampAuthority {
  private let urls: [String]
  private let deadline: Duration
  private let random: any RandomSource
  private let client: HTTPClient

  /// - Parameters:
  ///   - urls: `http://` or `https://` addresses, best first.
  ///   - deadline: longest wait for one server.
  package init(urls: [String], deadline: Duration, random: any RandomSource, client: HTTPClient = .shared) {
    self.urls = urls
    self.deadline = deadline
    self.random = random
    self.client = client
  }

  package func token(over digest: Digest) async throws(ProviderError) -> [UInt8] {
    var failures: [String] = []
    for url in urls {
      do {
        return try await token(over: digest, from: url)
      } catch {
        failures.append("\(url): \(error)")
      }
    }
    throw ProviderError(
      .retryable, provider: "tsa", message: "no time-stamping authority answered: " + failures.joined(separator: "; "))
  }

  private func token(over digest: Digest, from url: String) async throws -> [UInt8] {
    var nonce = random.bytes(8)
    nonce[0] = nonce[0] & 0x7F | 0x40
    let query = try TimeStampRequest(imprint: digest.bytes, nonce: nonce)
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    request.headers.add(name: "content-type", value: TimeStampRequest.mediaType)
    request.body = .bytes(ByteBuffer(bytes: query.der))
    let answer = try await client.execute(request, timeout: .nanoseconds(Int64(deadline / .nanoseconds(1))))
    guard answer.status == .ok else {
      throw ProviderError(.retryable, provider: "tsa", message: "status \(answer.status.code)")
    }
    let body = try await answer.body.collect(upTo: TimeStampResponse.octetCountMax)
    return try TimeStampResponse(der: Array(body.readableBytesView)).verifiedToken(for: query).der
  }
}
