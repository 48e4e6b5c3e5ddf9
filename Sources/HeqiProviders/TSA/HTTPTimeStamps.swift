package import AsyncHTTPClient
package import CMS
package import HeqiDomain
package import HeqiPorts
import NIOCore
import NIOHTTP1

/// RFC 3161 over HTTP with a list of authorities: the next is asked when one fails or is slow (H-07, L1, drills 7, 17).
/// When none answers the caller learns so; a time is never made up, and no token is taken on trust.
package struct HTTPTimeStamps: TimeStampAuthority {
  private let client: HTTPClient
  private let authorities: [Authority]
  private let deadline: Duration
  private let total: Duration
  private let roots: [X509Certificate]
  private let clock: any WallClock
  private let random: any RandomSource

  private struct Authority: Sendable {
    let url: String
    let breaker: CircuitBreaker
  }

  /// Greatest difference between the token's time and our clock, in seconds.
  static let skewMax: UInt64 = 300

  /// - Parameters:
  ///   - urls: `http://` or `https://` addresses, best first.
  ///   - deadline: longest wait for one authority.
  ///   - total: longest wait for all of them together, because a person waits for it; nil waits `deadline` for each.
  ///     Shared evenly, so that the last of the list is asked too when all before it hang.
  ///   - roots: the chain must end in one of them; none = any chain whose signature and purpose are right.
  package init(
    urls: [String], deadline: Duration, total: Duration? = nil, random: any RandomSource, clock: any WallClock = SystemClock(),
    roots: [X509Certificate] = [], client: HTTPClient = .shared
  ) {
    self.client = client
    authorities = urls.map { Authority(url: $0, breaker: CircuitBreaker(failuresMax: 3, openFor: .seconds(60))) }
    self.deadline = deadline
    self.total = total ?? deadline * max(1, urls.count)
    self.roots = roots
    self.clock = clock
    self.random = random
  }

  package func token(over digest: HeqiDomain.Digest) async throws(ProviderError) -> [UInt8] {
    var last = ProviderError(
      .retryable, provider: "tsa",
      message: "every time-stamp authority is resting after failures; it is asked again in a minute")
    // A cancelled caller asks nobody else, and no authority is blamed for it.
    let awake = authorities.filter { $0.breaker.allows(at: clock.now) }
    let share = min(deadline, total / max(1, awake.count))
    for authority in awake where !Task.isCancelled {
      do throws(ProviderError) {
        let token = try await ask(authority.url, digest, within: share)
        authority.breaker.recordSuccess()
        return token
      } catch {
        if !Task.isCancelled { authority.breaker.recordFailure(at: clock.now) }
        last = error
      }
    }
    throw last
  }

  private func ask(
    _ url: String, _ digest: HeqiDomain.Digest, within limit: Duration
  ) async throws(ProviderError) -> [UInt8] {
    let request: TimeStampRequest
    do {
      request = try TimeStampRequest(imprint: digest.bytes, nonce: [random.bytes(1)[0] & 0x7F | 0x40] + random.bytes(7))
    } catch {
      throw ProviderError(.unavailable, provider: "tsa", message: "\(error)")
    }
    let body = request.der
    let client = client
    let timeout = TimeAmount.nanoseconds(Int64(limit / .nanoseconds(1)))
    let answer = try await Deadline.run(limit, provider: "tsa") {
      var post = HTTPClientRequest(url: url)
      post.method = .POST
      post.headers.add(name: "content-type", value: TimeStampRequest.mediaType)
      post.headers.add(name: "accept", value: TimeStampResponse.mediaType)
      post.body = .bytes(ByteBuffer(bytes: body))
      let response = try await client.execute(post, timeout: timeout)
      guard response.status == .ok else {
        throw ProviderError(
          response.status.code >= 500 ? .retryable : .refused, provider: "tsa",
          message: "the time-stamp authority answered \(response.status.code)")
      }
      let buffer = try await response.body.collect(upTo: TimeStampResponse.octetCountMax)
      return Array(buffer.readableBytesView)
    }
    return try verified(answer, request)
  }

  /// Everything L1 asks for: granted, imprint, nonce, signature, purpose, time near ours, a certificate that is valid
  /// at that time, chain to a given root.
  private func verified(_ answer: [UInt8], _ request: TimeStampRequest) throws(ProviderError) -> [UInt8] {
    let token: TimeStampToken
    do {
      token = try TimeStampResponse(der: answer).verifiedToken(for: request)
    } catch {
      throw ProviderError(.refused, provider: "tsa", message: "the answer is not acceptable: \(error)")
    }
    let difference = token.info.time.secondsSince1970 - clock.now.seconds
    guard difference.magnitude <= Self.skewMax else {
      throw ProviderError(
        .refused, provider: "tsa", message: "the token's time differs from our clock by \(difference) s; check NTP")
    }
    guard let unit = Self.unit(of: token), unit.isValid(at: token.info.time) else {
      throw ProviderError(
        .refused, provider: "tsa", message: "the authority's certificate is not valid at the time it states")
    }
    guard roots.isEmpty || chainEndsInRoot(unit, token) else {
      throw ProviderError(
        .refused, provider: "tsa", message: "the authority's certificate does not lead to a configured root")
    }
    return token.der
  }

  /// The certificate that made the token.
  private static func unit(of token: TimeStampToken) -> X509Certificate? {
    token.signedData.signers.first.flatMap { signer in token.signedData.certificates.first { signer.names($0) } }
  }

  private func chainEndsInRoot(_ unit: X509Certificate, _ token: TimeStampToken) -> Bool {
    PathValidator(roots: roots, intermediates: token.signedData.certificates)
      .validate(unit, at: token.info.time, purpose: .timeStamping).indication == .passed
  }
}
