package import CMS
internal import HeqiDomain
internal import HeqiPorts
internal import HeqiProviders

/// Why a service outside gave nothing.
package struct TrustServiceError: Error, Sendable, CustomStringConvertible {
  /// What happened and what to do about it.
  package let message: String
  package var description: String { message }
}

/// What a signing command asks of the network: time-stamps, revocation data, missing issuers.
package struct TrustServices: Sendable {
  private let authorities: HTTPTimeStamps
  private let revocation: HTTPRevocation
  /// Whether an authority is named at all.
  package let hasAuthority: Bool

  /// Runs `body` with services that are closed afterwards.
  /// - Parameters:
  ///   - tsa: addresses of time-stamping authorities, the next is asked when one fails or is slow.
  ///   - timeoutSeconds: longest wait for one address.
  package static func run<Value>(
    tsa: [String], timeoutSeconds: Int, _ body: (TrustServices) async throws -> Value
  ) async throws -> Value {
    try await OneShotClient.run { client in
      let services = TrustServices(
        authorities: HTTPTimeStamps(
          urls: tsa, deadline: .seconds(timeoutSeconds), random: SystemRandom(), clock: SystemClock(), client: client),
        revocation: HTTPRevocation(deadlineSeconds: timeoutSeconds, random: SystemRandom(), client: client),
        hasAuthority: !tsa.isEmpty)
      return try await body(services)
    }
  }

  /// A verified token over a SHA-256. - Throws: `TrustServiceError` with what the last authority said.
  package func token(_ imprint: [UInt8]) async throws -> [UInt8] {
    guard hasAuthority else {
      throw TrustServiceError(message: "no time-stamping authority is named; give one with --tsa")
    }
    guard let digest = Digest(imprint) else { throw TrustServiceError(message: "a time-stamp needs a SHA-256 digest") }
    do throws(ProviderError) {
      return try await authorities.token(over: digest)
    } catch {
      throw TrustServiceError(
        message: "no time-stamp: \(error.message); check the address and the network, or name another --tsa")
    }
  }

  /// Revocation data from the addresses in `certificate`. - Throws: `TrustServiceError`.
  package func evidence(_ certificate: X509Certificate, _ issuer: X509Certificate) async throws -> RevocationEvidence {
    do throws(ProviderError) {
      return try await revocation.evidence(certificate, issuer)
    } catch {
      throw TrustServiceError(message: error.message)
    }
  }

  /// Issuers from the addresses in `certificate`; none when they do not answer.
  package func issuers(of certificate: X509Certificate) async -> [X509Certificate] {
    await revocation.issuers(of: certificate)
  }

  /// The machine's clock, this moment.
  package static func now() -> PKITime { PKITime(microsecondsSince1970: SystemClock().now.microseconds) }
}
