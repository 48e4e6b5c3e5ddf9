internal import Crypto
internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// The systems that callbacks go to: one port, and as many addresses of the loopback network as there are endpoints. Some
/// answer, some never do, some answer 500. Every call that is answered well had a good signature and came once.
///
/// Shared state: what has arrived.
final class WebhookReceiver: Sendable {
  enum Manner: Sendable { case healthy, hanging, failing }

  struct Arrival: Sendable {
    let number: Int
    let at: ContinuousClock.Instant
  }

  private struct State {
    var arrivals: [Arrival] = []
    var seen: Set<Int> = []
    var faults: [String: Int] = [:]
    var hung = 0
    var failed = 0
  }

  private let state = Mutex(State())
  private let key: SymmetricKey
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  init(secret: String) { key = SymmetricKey(data: Data(secret.utf8)) }

  /// Listens on every address; returns the port.
  func start() async throws -> Int {
    let channel = try await ServerBootstrap(group: group).serverChannelOption(.backlog, value: 4096)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(WebhookCall(self)) }
      }
      .bind(host: "0.0.0.0", port: 0).get()
    guard let port = channel.localAddress?.port else { throw LoadError("no port") }
    return port
  }

  func stop() async throws { try await group.shutdownGracefully() }

  var count: Int { state.withLock { $0.arrivals.count } }
  var bad: (hung: Int, failed: Int) { state.withLock { ($0.hung, $0.failed) } }
  var faults: [String: Int] { state.withLock { $0.faults } }
  func arrivals() -> [Arrival] { state.withLock { $0.arrivals } }
  func forget() { state.withLock { $0 = State() } }

  /// Takes one call apart; the answer, or nil for none.
  fileprivate func answer(_ call: [UInt8]) -> [UInt8]? {
    let text = String(decoding: call, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { return fault("no head", 400) }
    let lines = text[..<end.lowerBound].split(separator: "\r\n")
    if lines[0].contains(" /hang ") {
      state.withLock { $0.hung += 1 }
      return nil
    }
    if lines[0].contains(" /fail ") {
      state.withLock { $0.failed += 1 }
      return Self.reply(500)
    }
    func header(_ name: String) -> Substring { lines.first { $0.hasPrefix(name + ": ") }?.dropFirst(name.count + 2) ?? "" }
    let signed = "\(header("webhook-id")).\(header("webhook-timestamp")).\(text[end.upperBound...])"
    let good = "v1," + Data(HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: key)).base64EncodedString()
    guard header("webhook-signature") == good else { return fault("a bad signature", 401) }
    guard let number = Int(text[end.upperBound...].dropFirst(5).prefix { $0 != "," && $0 != "}" }) else { return fault("no number", 400) }
    let now = ContinuousClock.now
    return state.withLock { state in
      guard state.seen.insert(number).inserted else {
        state.faults["twice", default: 0] += 1
        return Self.reply(200)
      }
      state.arrivals.append(Arrival(number: number, at: now))
      return Self.reply(200)
    }
  }

  private func fault(_ words: String, _ status: Int) -> [UInt8] {
    state.withLock { $0.faults[words, default: 0] += 1 }
    return Self.reply(status)
  }

  private static func reply(_ status: Int) -> [UInt8] {
    Array("HTTP/1.1 \(status) X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
  }
}

/// One call on one connection.
private final class WebhookCall: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let receiver: WebhookReceiver
  private var bytes: [UInt8] = []

  init(_ receiver: WebhookReceiver) { self.receiver = receiver }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    bytes += unwrapInboundIn(data).readableBytesView
    // The body is a JSON object, and nothing comes behind it.
    guard bytes.last == UInt8(ascii: "}") else { return }
    guard let answer = receiver.answer(bytes) else { return }
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer)), promise: nil)
    context.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
