internal import CMS
package import HeqiDomain
package import HeqiPorts

/// The platform's own RFC 3161 authority. It states the machine's clock; reports say that it is self-issued (B-13).
package struct EmbeddedTimeStamps: TimeStampAuthority {
  private let authority: EmbeddedTimeStampAuthority
  /// Policy of the embedded authority: "time of the platform's clock, one second".
  private static let policy = "1.3.6.1.4.1.58888.1.1"

  package init(pki: EmbeddedPKI, clock: any WallClock, random: any RandomSource) throws {
    guard let policy = ObjectIdentifier(Self.policy) else {
      throw ProviderError(.unavailable, provider: "tsa", message: "the policy identifier is malformed")
    }
    authority = try EmbeddedTimeStampAuthority(
      certificate: pki.timeStamping.certificate, chain: pki.chain, key: pki.timeStamping.key, policy: policy,
      clock: { PKITime(microsecondsSince1970: clock.now.microseconds) },
      serialNumber: { EmbeddedPKI.serial(random) })
  }

  package func token(over digest: Digest) async throws(ProviderError) -> [UInt8] {
    do {
      return try await authority.token(imprint: digest.bytes)
    } catch {
      throw ProviderError(.unavailable, provider: "tsa", message: "the embedded authority failed: \(error)")
    }
  }

  /// Answers a TimeStampReq of somebody else (`/pki/tsa`).
  package func respond(to request: [UInt8]) async -> [UInt8] { await authority.respond(to: request) }
}
