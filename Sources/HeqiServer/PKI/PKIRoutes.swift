internal import HeqiApplication
internal import HeqiDomain
package import HeqiHTTPKit
internal import HeqiPorts
internal import HeqiSQL
internal import HeqiStorage
package import Hummingbird

/// What the platform publishes about its certificates: root and issuer, the CRL, OCSP. Plain HTTP by design:
/// everything served here is signed (RFC 5280 §8).
package struct PKIRoutes: Sendable {
  let authority: any CertificateStatusAuthority
  let engine: any SQLEngine
  let certificates: CertificateStore
  let clock: any WallClock

  /// Requests larger than this are refused, in bytes.
  private static let requestBytesMax = 16 * 1024

  package func add(to router: Router<HeqiRequestContext>) {
    let group = router.group("pki")
    group.get("root.cer") { _, _ in Self.answer(authority.rootCertificate, "application/pkix-cert", cachedSeconds: 86_400) }
    group.get("issuing.cer") { _, _ in Self.answer(authority.issuerCertificate, "application/pkix-cert", cachedSeconds: 86_400) }
    group.get("issuing.crl") { _, _ in Self.answer(try await list(), "application/pkix-crl", cachedSeconds: 300) }
    group.get("root.crl") { _, _ in
      let now = clock.now
      return Self.answer(try await authority.rootRevocationList(number: now.seconds, at: now), "application/pkix-crl", cachedSeconds: 3600)
    }
    group.post("ocsp") { request, _ in
      let body = Array(try await request.body.collect(upTo: Self.requestBytesMax).readableBytesView)
      return Self.answer(await ocsp(body), "application/ocsp-response", cachedSeconds: 0)
    }
  }

  private func list() async throws -> [UInt8] {
    let now = clock.now
    let certificates = certificates
    let revoked = try await engine.read { try certificates.revoked(at: now, in: $0) }
    return try await authority.revocationList(revoked, number: now.seconds, at: now)
  }

  private func ocsp(_ request: [UInt8]) async -> [UInt8] {
    let status = FindCertificateStatus(engine: engine, certificates: certificates)
    return await authority.answer(ocspRequest: request, at: clock.now) { await status($0) }
  }

  private static func answer(_ bytes: [UInt8], _ type: String, cachedSeconds: Int) -> Response {
    Response(
      status: .ok,
      headers: [.contentType: type, .cacheControl: cachedSeconds == 0 ? "no-store" : "public, max-age=\(cachedSeconds)"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
