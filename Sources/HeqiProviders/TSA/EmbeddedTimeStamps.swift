import CMS
package import HeqiDomain
package import HeqiPorts

/// RFC 3161 tokens by the platform's own unit. It states the machine's clock; reports say that it is self-issued (B-13).
package struct EmbeddedTimeStamps: TimeStampAuthority {
  /// Policy under which tokens are issued: an OID of our own under 2.25 (ITU-T X.667), which needs no registration.
  static let policyText = "2.25.5938240117462953187"

  private let unit: EmbeddedTimeStampAuthority

  /// - Throws: `ProviderError` `.unavailable` when the PKI's unit cannot be used.
  package init(pki: EmbeddedPKI, clock: any WallClock, random: any RandomSource) throws(ProviderError) {
    do throws(CMSError) {
      guard let policy = ObjectIdentifier(Self.policyText) else {
        throw CMSError(.invalidArgument, "the policy is no object identifier")
      }
      unit = try EmbeddedTimeStampAuthority(
        certificate: pki.timeStamping.certificate, chain: Array(pki.timeStamping.chain.dropFirst()),
        key: pki.timeStamping.key, policy: policy,
        clock: { PKITime(microsecondsSince1970: clock.now.microseconds) },
        serialNumber: { CertificateSerial.fresh(random) })
    } catch {
      throw ProviderError(.unavailable, provider: "tsa", message: "\(error)")
    }
  }

  package func token(over digest: HeqiDomain.Digest) async throws(ProviderError) -> [UInt8] {
    do throws(CMSError) {
      return try await unit.token(imprint: digest.bytes)
    } catch {
      throw ProviderError(.retryable, provider: "tsa", message: "\(error)")
    }
  }

  /// Answers a TimeStampReq of somebody else; a bad one gets a refusal, never an exception.
  package func respond(to request: [UInt8]) async -> [UInt8] { await unit.respond(to: request) }
}
