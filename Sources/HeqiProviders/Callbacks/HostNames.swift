import Glibc
import HeqiDomain
import HeqiPorts
import NIOCore
import NIOPosix
import Synchronization

/// Looks host names up on threads of its own, so that a name server that hangs holds up nobody who waits for another name
/// for longer than `limit`, and never the files of the process.
///
/// Names that were found before have threads apart from those that were not: names without end that nobody answers for
/// take the second kind only.
///
/// Shared state: what is known and what is being looked up, guarded by a mutex.
final class HostNames: Sendable {
  typealias LookUp = @Sendable (String) throws -> [HostAddress]

  /// How long an answer is used: bursts to one receiver ask once. Addresses are checked at each use.
  private static let life = Duration.seconds(10)
  /// Names kept; the older half goes when there are more.
  private static let countMax = 20_000

  private struct Known {
    var addresses: [HostAddress]
    var until: Instant
  }
  private struct State {
    var known: [String: Known] = [:]
    var underWay: [String: EventLoopFuture<[HostAddress]>] = [:]
    var proven: NIOThreadPool?
    var unproven: NIOThreadPool?
  }

  private let state = Mutex(State())
  private let clock: any WallClock
  private let threads: Int
  private let lookUp: LookUp

  /// - Parameter threads: of each kind.
  init(clock: any WallClock, threads: Int = 16, lookUp: @escaping LookUp = { try HostAddress.resolve($0) }) {
    self.clock = clock
    self.threads = threads
    self.lookUp = lookUp
  }

  deinit {
    state.withLock { state in
      for pool in [state.proven, state.unproven] { pool?.shutdownGracefully { _ in } }
    }
  }

  /// All addresses of a host, the preferred one first. Throws after `limit`; the look-up goes on and serves a later one.
  func addresses(of host: String, within limit: Duration) async throws(ProviderError) -> [HostAddress] {
    if let literal = HostAddress.literal(host) { return [literal] }
    let now = clock.now
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let found = state.withLock { state -> EventLoopFuture<[HostAddress]> in
      if let known = state.known[host], now < known.until { return loop.makeSucceededFuture(known.addresses) }
      if let running = state.underWay[host] { return running }
      let promise = loop.makePromise(of: [HostAddress].self)
      state.underWay[host] = promise.futureResult
      pool(for: host, &state).submit { [self] mode in
        guard case .active = mode else { return finish(host, .failure(HostAddress.none), promise) }
        finish(host, Result { try lookUp(host) }, promise)
      }
      return promise.futureResult
    }
    let mine = loop.makePromise(of: [HostAddress].self)
    let timer = loop.scheduleTask(in: .nanoseconds(Int64(limit / .nanoseconds(1)))) {
      mine.fail(ProviderError(.retryable, provider: "callback", message: "the name server did not answer in time"))
    }
    found.whenComplete { result in
      timer.cancel()
      mine.completeWith(result)
    }
    do { return try await mine.futureResult.get() } catch {
      throw (error as? ProviderError) ?? HostAddress.none
    }
  }

  private func finish(_ host: String, _ result: Result<[HostAddress], any Error>, _ promise: EventLoopPromise<[HostAddress]>) {
    let until = clock.now.adding(Self.life)
    state.withLock { state in
      state.underWay[host] = nil
      if case .success(let addresses) = result {
        if state.known.count >= Self.countMax {
          let middle = state.known.values.map(\.until).sorted()[state.known.count / 2]
          state.known = state.known.filter { $0.value.until > middle }
        }
        state.known[host] = Known(addresses: addresses, until: until)
      } else {
        state.known[host] = nil
      }
    }
    promise.completeWith(result)
  }

  private func pool(for host: String, _ state: inout State) -> NIOThreadPool {
    func started() -> NIOThreadPool {
      let pool = NIOThreadPool(numberOfThreads: threads)
      pool.start()
      return pool
    }
    if state.known[host] != nil {
      let pool = state.proven ?? started()
      state.proven = pool
      return pool
    }
    let pool = state.unproven ?? started()
    state.unproven = pool
    return pool
  }
}

/// One address of a host.
struct HostAddress: Equatable, Sendable {
  static let none = ProviderError(.retryable, provider: "callback", message: "the host has no address")

  let bytes: [UInt8]
  let text: String

  /// The address that a host is written as, decimal and octal forms of IPv4 included; nil for a name. Does not block.
  static func literal(_ host: String) -> HostAddress? { try? resolve(host, flags: AI_NUMERICHOST).first }

  /// What the system's resolver says. Blocks.
  static func resolve(_ host: String, flags: Int32 = 0) throws -> [HostAddress] {
    var hints = addrinfo()
    hints.ai_flags = flags
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &list) == 0 else { throw none }
    defer { freeaddrinfo(list) }
    var found: [HostAddress] = []
    var next = list
    while let entry = next {
      next = entry.pointee.ai_next
      guard let raw = entry.pointee.ai_addr else { continue }
      let bytes: [UInt8]
      switch entry.pointee.ai_family {
      case AF_INET:
        bytes = raw.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
          withUnsafeBytes(of: pointer.pointee.sin_addr) { Array($0) }
        }
      case AF_INET6:
        bytes = raw.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
          withUnsafeBytes(of: pointer.pointee.sin6_addr) { Array($0) }
        }
      default: continue
      }
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      guard getnameinfo(raw, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else { continue }
      let name = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      found.append(HostAddress(bytes: bytes, text: name))
    }
    guard !found.isEmpty else { throw none }
    return found
  }
}
