import HeqiDomain
import HeqiPorts
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// One POST over one connection of its own: nothing that one receiver does can touch another's.
struct CallbackExchange: Sendable {
  /// Of the answer's body; then the connection is closed, whatever else would come.
  static let bodyBytesMax = 64 << 10
  /// Of everything that comes before the body's first byte.
  static let headBytesMax = 16 << 10

  let address: CallbackAddress
  let headers: [(name: String, value: String)]
  let body: String
  /// nil for plain HTTP.
  let context: NIOSSLContext?
  let clock: any WallClock
  let end: NIODeadline

  /// Throws `ProviderError` `.unavailable` when no connection came about: another address may do.
  func run(at target: HostAddress, within connectMax: Duration, on loop: any EventLoop) async throws -> CallbackAnswer {
    let answer = loop.makePromise(of: CallbackAnswer.self)
    let limit = min(TimeAmount.nanoseconds(Int64(connectMax / .nanoseconds(1))), max(.nanoseconds(1), end - .now()))
    do {
      let socket = try SocketAddress(ipAddress: target.text, port: address.port)
      _ = try await ClientBootstrap(group: loop).connectTimeout(limit)
        .channelInitializer { channel in channel.eventLoop.makeCompletedFuture { try add(to: channel, answer) } }
        .connect(to: socket).get()
    } catch {
      let fault = ProviderError(.unavailable, provider: "callback", message: "no connection: \(Self.words(error))")
      answer.fail(fault)
      throw fault
    }
    return try await answer.futureResult.get()
  }

  private func add(to channel: any Channel, _ answer: EventLoopPromise<CallbackAnswer>) throws {
    let pipeline = channel.pipeline.syncOperations
    if let context {
      // An address has no name to send; then the certificate must hold the address itself.
      let name = address.host.contains(":") || Self.isIPv4(address.host) ? nil : address.host
      try pipeline.addHandler(try NIOSSLClientHandler(context: context, serverHostname: name))
    }
    try pipeline.addHandler(ByteLimit(Self.headBytesMax + Self.bodyBytesMax))
    try pipeline.addHTTPClientHandlers()
    try pipeline.addHandler(AnswerReader(self, answer))
  }

  private static func isIPv4(_ host: String) -> Bool { (try? SocketAddress(ipAddress: host, port: 0)) != nil }

  static func words(_ error: any Error) -> String {
    switch error {
    case let error as ProviderError: error.message
    case let error as IOError where error.errnoCode == ECONNREFUSED: "refused"
    case is ChannelError: "time-out"
    case is NIOSSLError, is BoringSSLError: "TLS failed (\(type(of: error)))"
    default: "\(type(of: error))"
    }
  }
}

/// Sends the request once the connection stands, and reads the answer up to its limits.
private final class AnswerReader: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  private let exchange: CallbackExchange
  private let answer: EventLoopPromise<CallbackAnswer>
  private var head: HTTPResponseHead?
  private var count = 0
  private var timer: Scheduled<Void>?

  init(_ exchange: CallbackExchange, _ answer: EventLoopPromise<CallbackAnswer>) {
    self.exchange = exchange
    self.answer = answer
  }

  func channelActive(context: ChannelHandlerContext) {
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    let reader = NIOLoopBound(self, eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(deadline: exchange.end) {
      reader.value.fail("no answer in time", bound.value)
    }
    var headers = HTTPHeaders(exchange.headers.map { ($0.name, $0.value) })
    headers.add(name: "host", value: exchange.address.authority)
    headers.add(name: "content-length", value: String(exchange.body.utf8.count))
    headers.add(name: "connection", value: "close")
    let request = HTTPRequestHead(version: .http1_1, method: .POST, uri: exchange.address.target, headers: headers)
    context.write(wrapOutboundOut(.head(request)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: exchange.body)))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body(let part):
      count += part.readableBytes
      if count >= CallbackExchange.bodyBytesMax { finish(context) }
    case .end: finish(context)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard event is ByteLimit.Reached else { return context.fireUserInboundEventTriggered(event) }
    head == nil ? fail("the answer's head is too long", context) : finish(context)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // Many servers cut TLS short after their answer; what has come by then counts.
    if case .uncleanShutdown? = error as? NIOSSLError { return }
    fail(CallbackExchange.words(error), context)
  }

  func channelInactive(context: ChannelHandlerContext) { fail("closed before an answer", context) }

  private func finish(_ context: ChannelHandlerContext) {
    guard let head else { return fail("an answer without a head", context) }
    let wait = head.headers.first(name: "retry-after").flatMap { RetryAfter.seconds(of: $0, at: exchange.clock.now) }
    end(context) { answer.succeed(.answered(status: Int(head.status.code), retryAfterSeconds: wait)) }
  }

  private func fail(_ words: String, _ context: ChannelHandlerContext) {
    end(context) { answer.fail(ProviderError(.retryable, provider: "callback", message: words)) }
  }

  /// The first end counts.
  private func end(_ context: ChannelHandlerContext, _ tell: () -> Void) {
    timer?.cancel()
    tell()
    context.close(promise: nil)
  }
}

/// Tells when more has come than an answer may hold, before anything of it is taken apart.
private final class ByteLimit: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  struct Reached {}

  private let max: Int
  private var count = 0

  init(_ max: Int) { self.max = max }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    count += unwrapInboundIn(data).readableBytes
    context.fireChannelRead(data)
    if count > max { context.fireUserInboundEventTriggered(Reached()) }
  }
}
