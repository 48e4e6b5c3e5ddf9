package import HeqiDomain
package import HeqiPorts
import NIOCore
import NIOPosix
package import NIOSSL

/// Calls business systems over HTTP and never a place inside the network (drill 28): the name is resolved once, the
/// address is checked, and the connection goes to that very address. A name that points elsewhere a moment later
/// (DNS rebinding) changes nothing; certificates are still checked against the name.
///
/// One for the whole process: threads, trust store and known names are shared by all attempts.
package struct HTTPCallbackSender: CallbackSender {
  private static let connectMax = Duration.seconds(5)
  private static let refused = "the address is not in the public internet"

  private let allowsPrivateNetworks: Bool
  private let deadline: Duration
  private let clock: any WallClock
  private let names: HostNames
  private let tls: SharedTLS
  private let group: any EventLoopGroup

  /// - Parameters:
  ///   - deadline: of one attempt, from looking the name up to the end of the answer.
  ///   - trustRoots: who may vouch for receivers; another than the system's in tests only.
  package init(
    allowsPrivateNetworks: Bool, deadline: Duration = .seconds(15), clock: any WallClock,
    trustRoots: NIOSSLTrustRoots = .default
  ) {
    self.init(
      allowsPrivateNetworks: allowsPrivateNetworks, deadline: deadline, clock: clock, trustRoots: trustRoots,
      names: HostNames(clock: clock))
  }

  init(
    allowsPrivateNetworks: Bool, deadline: Duration, clock: any WallClock, trustRoots: NIOSSLTrustRoots, names: HostNames
  ) {
    self.allowsPrivateNetworks = allowsPrivateNetworks
    self.deadline = deadline
    self.clock = clock
    self.names = names
    tls = SharedTLS(trustRoots)
    group = MultiThreadedEventLoopGroup.singleton
  }

  package func post(
    _ body: String, to address: CallbackAddress, headers: [(name: String, value: String)]
  ) async -> CallbackAnswer {
    guard address.isSecure || allowsPrivateNetworks else { return .refused("https is required") }
    let end = NIODeadline.now() + .nanoseconds(Int64(deadline / .nanoseconds(1)))
    do throws(ProviderError) {
      guard let targets = try await targets(of: address) else { return .refused(Self.refused) }
      var failure = ProviderError(.retryable, provider: "callback", message: "the host has no address")
      // A name may have an address that is down; the next one was checked as well.
      for target in targets.prefix(2) {
        do throws(ProviderError) {
          return try await exchange(body, to: address, at: target, headers: headers, until: end)
        } catch {
          failure = error
          guard error.kind == .unavailable else { throw error }
        }
      }
      throw failure
    } catch {
      return .failed(error.message)
    }
  }

  /// The addresses to connect to; nil when one of them is closed.
  func targets(of address: CallbackAddress) async throws(ProviderError) -> [HostAddress]? {
    let found = try await names.addresses(of: address.host, within: min(deadline, Self.connectMax))
    guard allowsPrivateNetworks || found.allSatisfy({ PublicNetwork.contains($0.bytes) }) else { return nil }
    return found
  }

  private func exchange(
    _ body: String, to address: CallbackAddress, at target: HostAddress, headers: [(name: String, value: String)],
    until end: NIODeadline
  ) async throws(ProviderError) -> CallbackAnswer {
    let exchange = CallbackExchange(
      address: address, headers: headers, body: body, context: address.isSecure ? try tls.context : nil, clock: clock, end: end)
    do {
      return try await exchange.run(at: target, within: Self.connectMax, on: group.next())
    } catch let error as ProviderError {
      throw error
    } catch {
      throw ProviderError(.retryable, provider: "callback", message: "the call failed: \(type(of: error))")
    }
  }
}

/// One TLS context for all attempts: reading the system's trust store takes longer than a call.
private final class SharedTLS: Sendable {
  private let made: Result<NIOSSLContext, ProviderError>

  init(_ trustRoots: NIOSSLTrustRoots) {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.trustRoots = trustRoots
    configuration.applicationProtocols = ["http/1.1"]
    do {
      made = .success(try NIOSSLContext(configuration: configuration))
    } catch {
      made = .failure(ProviderError(.unavailable, provider: "callback", message: "TLS cannot be set up: \(type(of: error))"))
    }
  }

  var context: NIOSSLContext {
    get throws(ProviderError) { try made.get() }
  }
}
