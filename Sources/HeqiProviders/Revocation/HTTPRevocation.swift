package import AsyncHTTPClient
package import CMS
package import HeqiPorts
import NIOCore
import NIOHTTP1

/// Asks the addresses that certificates name: OCSP first, because its answer is fresh, then CRLs; missing issuers too.
package struct HTTPRevocation: Sendable {
  /// Octets of an issuer's certificate or a bundle of them.
  static let issuerOctetsMax = 1 << 20

  private let client: HTTPClient
  private let deadline: TimeAmount
  private let random: any RandomSource

  /// - Parameter deadlineSeconds: longest wait for one address.
  package init(deadlineSeconds: Int, random: any RandomSource, client: HTTPClient = .shared) {
    self.client = client
    self.random = random
    deadline = .seconds(Int64(deadlineSeconds))
  }

  /// Revocation data about `certificate`. - Throws: `ProviderError` when no address gives any.
  package func evidence(
    _ certificate: X509Certificate, _ issuer: X509Certificate
  ) async throws(ProviderError) -> RevocationEvidence {
    let name = certificate.subject.commonName ?? certificate.serialNumberText
    var problem = "its certificate names no address for it"
    for url in certificate.ocspURLs where Self.isHTTP(url) {
      do {
        return RevocationEvidence(ocspResponses: [try await ocsp(url, certificate, issuer)])
      } catch {
        problem = "\(url): \(Self.reason(error))"
      }
    }
    for url in certificate.crlURLs where Self.isHTTP(url) {
      do {
        let octets = try await get(url, CertificateRevocationList.octetCountMax)
        return RevocationEvidence(crls: [try CertificateRevocationList(der: Self.der(octets))])
      } catch {
        problem = "\(url): \(Self.reason(error))"
      }
    }
    throw Self.failure("no revocation data for \(name); \(problem)")
  }

  /// The certificates behind the caIssuers addresses; none when they do not answer.
  package func issuers(of certificate: X509Certificate) async -> [X509Certificate] {
    for url in certificate.issuerURLs where Self.isHTTP(url) {
      guard let octets = try? await get(url, Self.issuerOctetsMax) else { continue }
      if let single = try? X509Certificate(der: Self.der(octets)) { return [single] }
      if let bundle = try? SignedData(octets).certificates, !bundle.isEmpty { return bundle }
    }
    return []
  }

  private func ocsp(
    _ url: String, _ certificate: X509Certificate, _ issuer: X509Certificate
  ) async throws -> OCSPResponse {
    let request = OCSPRequest([OCSPCertificateID(certificate, issuer: issuer)], nonce: random.bytes(16))
    var post = HTTPClientRequest(url: url)
    post.method = .POST
    post.headers.add(name: "content-type", value: OCSPRequest.mediaType)
    post.headers.add(name: "accept", value: OCSPResponse.mediaType)
    post.body = .bytes(ByteBuffer(bytes: request.der))
    let response = try OCSPResponse(der: try await body(post, OCSPResponse.octetCountMax))
    guard response.nonce == nil || response.nonce == request.nonce else {
      throw Self.failure("the answer has another nonce; it may be replayed")
    }
    guard let answer = response.answer(for: certificate, issuer: issuer), answer.status != .unknown else {
      throw Self.failure("the responder does not know the certificate")
    }
    return response
  }

  private func get(_ url: String, _ octetsMax: Int) async throws -> [UInt8] {
    try await body(HTTPClientRequest(url: url), octetsMax)
  }

  private func body(_ request: HTTPClientRequest, _ octetsMax: Int) async throws -> [UInt8] {
    let response = try await client.execute(request, timeout: deadline)
    guard response.status == .ok else { throw Self.failure("the server answered \(response.status.code)") }
    return Array(try await response.body.collect(upTo: octetsMax).readableBytesView)
  }

  private static func isHTTP(_ url: String) -> Bool {
    let lowered = url.lowercased()
    return lowered.hasPrefix("http://") || lowered.hasPrefix("https://")
  }

  /// Some servers give PEM where the standard asks for DER.
  private static func der(_ octets: [UInt8]) -> [UInt8] {
    guard octets.starts(with: Array("-----BEGIN".utf8)) else { return octets }
    return (try? PEM.blocks(in: String(decoding: octets, as: UTF8.self)).first?.bytes) ?? octets
  }

  private static func reason(_ error: any Error) -> String {
    (error as? ProviderError)?.message ?? (error as? CMSError)?.message ?? "no answer (\(type(of: error)))"
  }

  private static func failure(_ message: String) -> ProviderError {
    ProviderError(.retryable, provider: "revocation", message: message)
  }
}
