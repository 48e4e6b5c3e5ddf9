internal import CMS
package import HeqiDomain
package import HeqiHTTPKit
package import HeqiPorts
package import HeqiProviders
package import HeqiSQL
internal import HeqiStorage
package import Hummingbird

/// What the platform publishes about its certificates: `/pki/root.cer`, `/pki/issuing.cer`, both CRLs, OCSP, and the
/// embedded time-stamping authority. Plain HTTP by design: everything served here is signed.
package struct PKIRoutes: Sendable {
  let pki: EmbeddedPKI
  let service: RevocationService
  let timeStamps: EmbeddedTimeStamps
  let engine: any SQLEngine
  let certificates: CertificateStore
  let clock: any WallClock

  /// Requests larger than this are refused, in bytes.
  private static let requestBytesMax = 16 * 1024

  package func add(to router: Router<HeqiRequestContext>) {
    let group = router.group("pki")
    group.get("root.cer") { _, _ in Self.answer(pki.root.certificate.der, "application/pkix-cert", cachedSeconds: 86_400) }
    group.get("issuing.cer") { _, _ in Self.answer(pki.issuing.certificate.der, "application/pkix-cert", cachedSeconds: 86_400) }
    group.get("root.pem") { _, _ in Self.answer(Array(pki.root.certificate.pem.utf8), "application/x-pem-file", cachedSeconds: 86_400) }
    group.get("root.crl") { _, _ in Self.answer(try await service.rootList(), "application/pkix-crl", cachedSeconds: 3600) }
    group.get("issuing.crl") { _, _ in Self.answer(try await issuingList(), "application/pkix-crl", cachedSeconds: 300) }
    group.post("ocsp") { request, _ in
      let body = try await Self.body(request)
      return Self.answer(try await ocsp(body), OCSPResponse.mediaType, cachedSeconds: 0)
    }
    group.post("tsa") { request, _ in
      let body = try await Self.body(request)
      return Self.answer(await timeStamps.respond(to: body), TimeStampResponse.mediaType, cachedSeconds: 0)
    }
  }

  private func issuingList() async throws -> [UInt8] {
    let now = clock.now
    let certificates = certificates
    let revoked = try await engine.read { try certificates.revoked(at: now, in: $0) }
    return try await service.issuingList(revoked.compactMap(Self.entry))
  }

  private func ocsp(_ request: [UInt8]) async throws -> [UInt8] {
    let engine = engine, certificates = certificates
    return try await service.answer(request) { serial in
      let octets = serial.first == 0 ? Array(serial.dropFirst()) : serial
      let hex = Hex.encode(octets)
      guard let found = try? await engine.read({ try certificates.find(serial: hex, in: $0) }), let at = found.revokedAt else { return nil }
      return Self.entry(HeqiDomain.RevokedCertificate(serial: hex, revokedAt: at, reason: found.revocationReason ?? .unspecified))
    }
  }

  private static func entry(_ revoked: HeqiDomain.RevokedCertificate) -> CMS.RevokedCertificate? {
    guard let serial = Hex.decode(revoked.serial) else { return nil }
    let positive = (serial.first ?? 0) >= 0x80 ? [0] + serial : serial
    return CMS.RevokedCertificate(
      serialNumber: positive, time: PKITime(microsecondsSince1970: revoked.revokedAt.microseconds),
      reason: CMS.RevocationReason(rawValue: UInt8(revoked.reason.rawValue)) ?? .unspecified)
  }

  private static func body(_ request: Request) async throws -> [UInt8] {
    Array(try await request.body.collect(upTo: requestBytesMax).readableBytesView)
  }

  private static func answer(_ bytes: [UInt8], _ type: String, cachedSeconds: Int) -> Response {
    Response(
      status: .ok,
      headers: [.contentType: type, .cacheControl: cachedSeconds == 0 ? "no-store" : "public, max-age=\(cachedSeconds)"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
