import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An archive service on the loopback address that speaks docs/operations/archive-service.md, written from that page and
/// not from the code under test. It can be told to misbehave.
///
/// Shared state: what it has archived and how it behaves, guarded by a mutex.
final class LoopbackLedger: Sendable {
  enum Fault: Sendable, CaseIterable {
    case hangs, resets, halfAnswer, endlessAnswer, unavailable, tooMany, notYet, refuses, redirects
    case unsigned, signedByAnother, signedLongAgo, otherHash, otherID, fromTheFuture, emptyNumber, badAddress, notJSON
  }

  static let keyID = "shop"
  static let secret = "ledger-secret"

  struct Seen: Sendable {
    let headers: [String: String]
    let body: String
  }

  private struct State {
    var fault: Fault?
    var seen: [Seen] = []
    /// Receipts by idempotency key.
    var receipts: [String: String] = [:]
  }

  let url: String
  private let channel: any Channel
  private let shared: Shared

  private final class Shared: Sendable {
    let state = Mutex(State())
    let now: @Sendable () -> Int64
    init(_ now: @escaping @Sendable () -> Int64) { self.now = now }
  }

  /// - Parameter now: the service's clock, Unix seconds.
  init(now: @escaping @Sendable () -> Int64) async throws {
    let shared = Shared(now)
    self.shared = shared
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(shared))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    url = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/v1/archive"
  }

  func fail(_ fault: Fault?) { shared.state.withLock { $0.fault = fault } }
  var seen: [Seen] { shared.state.withLock { $0.seen } }
  var receiptCount: Int { shared.state.withLock { $0.receipts.count } }
  func close() async throws { try await channel.close() }

  static func signature(_ id: String, _ timestamp: String, _ body: String, secret: String = secret) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(timestamp).\(body)".utf8), using: SymmetricKey(data: Data(secret.utf8)))
    return "v1," + Data(code).base64EncodedString()
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    private let shared: Shared
    private var headers: [String: String] = [:]
    private var body: [UInt8] = []

    init(_ shared: Shared) { self.shared = shared }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        body = []
        headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
      case .body(let bytes): body += bytes.readableBytesView
      case .end: answer(Seen(headers: headers, body: String(decoding: body, as: UTF8.self)), context.channel)
      }
    }

    private func answer(_ seen: Seen, _ channel: any Channel) {
      let fault = shared.state.withLock { state in
        state.seen.append(seen)
        return state.fault
      }
      switch fault {
      case .hangs: return
      case .resets: channel.close(promise: nil)
      case .unavailable: send(503, "", [:], channel)
      case .tooMany: send(429, "", [:], channel)
      case .notYet: send(202, "", [:], channel)
      case .refuses: send(422, "", [:], channel)
      case .redirects: send(307, "", ["location": "http://127.0.0.1:1/elsewhere"], channel)
      default: receipt(seen, fault, channel)
      }
    }

    private func receipt(_ seen: Seen, _ fault: Fault?, _ channel: any Channel) {
      let id = seen.headers["idempotency-key"] ?? ""
      let sent = seen.headers["heqi-archive-timestamp"] ?? ""
      guard seen.headers["heqi-archive-key"] == LoopbackLedger.keyID,
        seen.headers["heqi-archive-signature"] == LoopbackLedger.signature(id, sent, seen.body),
        let question = (try? JSONSerialization.jsonObject(with: Data(seen.body.utf8))) as? [String: Any],
        question["archiveId"] as? String == id, let hash = question["hash"] as? String
      else { return send(401, "", [:], channel) }
      let now = shared.now()
      let receipt = shared.state.withLock { state in
        if let kept = state.receipts[id] { return kept }
        let made = """
          {"archiveId":"\(fault == .otherID ? "x" : id)","hash":"\(fault == .otherHash ? "sha256:" + String(repeating: "0", count: 64) : hash)",\
          "transactionNo":"\(fault == .emptyNumber ? "" : "0x\(state.receipts.count + 1)")","archivedAt":\(fault == .fromTheFuture ? now + 301 : now),\
          "authority":"Loopback chain","certificateUrl":"\(fault == .badAddress ? "javascript:alert(1)" : "https://chain.example/\(id)")"}
          """
        if fault == nil { state.receipts[id] = made }
        return made
      }
      let text = fault == .notJSON ? "<html>" : receipt
      let timestamp = String(fault == .signedLongAgo ? now - 301 : now)
      var headers = ["heqi-archive-timestamp": timestamp]
      if fault != .unsigned {
        headers["heqi-archive-signature"] =
          fault == .signedByAnother ? LoopbackLedger.signature(id, timestamp, text, secret: "x") : LoopbackLedger.signature(id, timestamp, text)
      }
      switch fault {
      case .halfAnswer: start(200, headers, length: text.utf8.count, channel, text.utf8.prefix(10).map { $0 })
      case .endlessAnswer: start(200, headers, length: 1 << 30, channel, [UInt8](repeating: 0x20, count: 1 << 17))
      default: send(200, text, headers, channel)
      }
    }

    private func start(_ status: Int, _ headers: [String: String], length: Int, _ channel: any Channel, _ bytes: [UInt8]) {
      let fields = HTTPHeaders(headers.map { ($0.key, $0.value) } + [("content-length", String(length))])
      let head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: fields)
      channel.write(HTTPServerResponsePart.head(head), promise: nil)
      channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes))), promise: nil)
    }

    private func send(_ status: Int, _ text: String, _ headers: [String: String], _ channel: any Channel) {
      start(status, headers, length: text.utf8.count, channel, Array(text.utf8))
      channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
    }
  }
}
