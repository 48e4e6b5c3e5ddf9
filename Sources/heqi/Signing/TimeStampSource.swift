internal import AsyncHTTPClient
internal import HeqiDomain
internal import HeqiPorts
internal import HeqiProviders

/// Time-stamping authorities in the order given: the next is asked when one fails or is slow.
struct TimeStampSource: Sendable {
  private let authorities: HTTPTimeStamps

  /// - Parameter deadline: longest wait for one authority.
  init(urls: [String], deadline: Duration, client: HTTPClient) {
    authorities = HTTPTimeStamps(
      urls: urls, deadline: deadline, random: SystemRandom(), clock: SystemClock(), client: client)
  }

  /// A verified token over a SHA-256. - Throws: `CommandRefusal` with what the last authority said.
  func token(_ imprint: [UInt8]) async throws -> [UInt8] {
    guard let digest = Digest(imprint) else { throw CommandRefusal("a time-stamp needs a SHA-256 digest") }
    do {
      return try await authorities.token(over: digest)
    } catch {
      throw CommandRefusal("no time-stamp: \(error.message); check the address and the network, or name another --tsa")
    }
  }
}
