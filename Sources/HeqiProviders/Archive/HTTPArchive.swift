import AsyncHTTPClient
import Crypto
import Foundation
package import HeqiDomain
package import HeqiPorts
import NIOCore
import NIOHTTP1

/// BLOCKCHAIN with an outside service over HTTPS (M-022, H-08): the digest and what names it go out as signed JSON, a
/// signed receipt comes back. The wire format is in docs/operations/archive-service.md. Whatever is unsigned, about
/// something else, too long or late is no receipt.
package struct HTTPArchive: ArchiveService {
  /// Longest answer, bytes.
  static let answerBytesMax = 65_536
  /// Greatest difference between the service's clock and ours, seconds.
  static let skewMax: Int64 = 300
  private static let textCharactersMax = 512

  package let provider = ArchiveProvider.ledger
  private let url: String
  private let keyID: String
  private let key: SymmetricKey
  private let deadline: Duration
  private let clock: any WallClock
  private let breaker = CircuitBreaker()

  /// - Parameters:
  ///   - url: `https://` address of the service.
  ///   - keyID: names the secret to the service.
  ///   - secret: its UTF-8 bytes are the HMAC key of both directions.
  ///   - deadline: longest wait for an answer.
  package init(url: String, keyID: String, secret: Sensitive<String>, deadline: Duration = .seconds(5), clock: any WallClock) {
    self.url = url
    self.keyID = keyID
    key = SymmetricKey(data: Data(secret.reveal().utf8))
    self.deadline = deadline
    self.clock = clock
  }

  private struct Question: Encodable {
    let archiveId: String
    let eventId: String
    let hash: String
    let requestedAt: Int64
  }

  private struct Receipt: Decodable {
    let archiveId: String
    let hash: String
    let transactionNo: String
    let archivedAt: Int64
    let authority: String
    let certificateUrl: String?
  }

  private struct Answer: Sendable {
    let status: Int
    let timestamp: String?
    let signature: String?
    let body: [UInt8]
  }

  package func archive(_ request: ArchiveRequest) async throws(ProviderError) -> ArchiveReceipt {
    guard breaker.allows(at: clock.now) else { throw Self.error(.retryable, "the archive service is resting after failures") }
    do throws(ProviderError) {
      let receipt = try receipt(in: try await ask(request), for: request)
      breaker.recordSuccess()
      return receipt
    } catch {
      // A refused digest says nothing against the service.
      if error.kind == .retryable { breaker.recordFailure(at: clock.now) } else { breaker.recordSuccess() }
      throw error
    }
  }

  private func ask(_ request: ArchiveRequest) async throws(ProviderError) -> Answer {
    let now = clock.now.seconds
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let question = Question(
      archiveId: request.archiveID, eventId: request.eventID.description, hash: request.digest.description, requestedAt: now)
    guard let body = try? encoder.encode(question) else { throw Self.error(.refused, "the request cannot be written as JSON") }
    var post = HTTPClientRequest(url: url)
    post.method = .POST
    for (name, value) in [
      ("content-type", "application/json"), ("idempotency-key", request.archiveID), ("heqi-archive-key", keyID),
      ("heqi-archive-timestamp", String(now)), ("heqi-archive-signature", signature(of: body, request.archiveID, String(now))),
    ] { post.headers.add(name: name, value: value) }
    post.body = .bytes(ByteBuffer(bytes: body))
    let (signed, timeout) = (post, TimeAmount.nanoseconds(Int64(deadline / .nanoseconds(1))))
    return try await Deadline.run(deadline, provider: "archive.ledger") {
      try await OneShotClient.run(followsRedirects: false) { client in
        let response = try await client.execute(signed, timeout: timeout)
        let headers = response.headers
        guard (200..<300).contains(response.status.code) else {
          return Answer(status: Int(response.status.code), timestamp: nil, signature: nil, body: [])
        }
        let bytes = try await response.body.collect(upTo: Self.answerBytesMax)
        return Answer(
          status: Int(response.status.code), timestamp: headers.first(name: "heqi-archive-timestamp"),
          signature: headers.first(name: "heqi-archive-signature"), body: Array(bytes.readableBytesView))
      }
    }
  }

  /// `v1,` and Base64 of HMAC-SHA-256 over `<archive id>.<timestamp>.<body>`, as for callbacks.
  private func signature(of body: some DataProtocol, _ archiveID: String, _ timestamp: String) -> String {
    let text = Data("\(archiveID).\(timestamp).".utf8) + Data(body)
    return "v1," + Data(HMAC<SHA256>.authenticationCode(for: text, using: key)).base64EncodedString()
  }

  // MARK: the answer

  private func receipt(in answer: Answer, for request: ArchiveRequest) throws(ProviderError) -> ArchiveReceipt {
    switch answer.status {
    case 200, 201: break
    case 202: throw Self.error(.retryable, "the archive service has taken the digest and has no receipt yet")
    case 408, 425, 429, 500...: throw Self.error(.retryable, "the archive service answered \(answer.status)")
    default: throw Self.error(.refused, "the archive service answered \(answer.status)")
    }
    guard isSigned(answer, by: request.archiveID) else { throw Self.error(.retryable, "the answer is not signed by the archive service") }
    guard let receipt = try? JSONDecoder().decode(Receipt.self, from: Data(answer.body)) else {
      throw Self.error(.retryable, "the receipt cannot be read")
    }
    guard receipt.archiveId == request.archiveID, receipt.hash == request.digest.description else {
      throw Self.error(.refused, "the receipt is about another digest")
    }
    guard receipt.archivedAt > 0, receipt.archivedAt <= clock.now.seconds + Self.skewMax else {
      throw Self.error(.refused, "the receipt is dated in the future; check the clocks")
    }
    guard Self.isText(receipt.transactionNo), Self.isText(receipt.authority), receipt.certificateUrl.map(Self.isAddress) ?? true else {
      throw Self.error(.refused, "the receipt has no transaction number, no authority, or an address that is none")
    }
    return ArchiveReceipt(
      transactionNo: receipt.transactionNo, authority: receipt.authority, certificateURL: receipt.certificateUrl,
      at: Instant(seconds: receipt.archivedAt), proof: answer.body)
  }

  /// Constant time (swift-crypto compares authentication codes so).
  private func isSigned(_ answer: Answer, by archiveID: String) -> Bool {
    guard let timestamp = answer.timestamp, let seconds = Int64(timestamp), abs(clock.now.seconds - seconds) <= Self.skewMax,
      let signature = answer.signature, signature.hasPrefix("v1,"), let code = Data(base64Encoded: String(signature.dropFirst(3)))
    else { return false }
    let text = Data("\(archiveID).\(timestamp).".utf8) + Data(answer.body)
    return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: text, using: key)
  }

  private static func isText(_ text: String) -> Bool {
    (1...textCharactersMax).contains(text.count) && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
  }

  private static func isAddress(_ text: String) -> Bool { isText(text) && text.hasPrefix("https://") }

  private static func error(_ kind: ProviderError.Kind, _ message: String) -> ProviderError {
    ProviderError(kind, provider: "archive.ledger", message: message)
  }
}
