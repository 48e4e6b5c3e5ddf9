import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on the loopback address that answers POSTs as a test says.
final class LoopbackTSA: Sendable {
  enum Answer: Sendable {
    case ok([UInt8])
    case status(Int)
    /// Head and half of the body, then silence.
    case half([UInt8])
    /// An endless body.
    case flood
    /// The connection is closed without an answer.
    case closed
    case nothing
  }

  /// One request as it came.
  struct Request: Sendable {
    let uri: String
    let headers: [String: String]
    let body: [UInt8]
    var text: String { String(decoding: body, as: UTF8.self) }
  }

  let url: String
  /// Address without a path.
  var base: String { String(url.dropLast("/tsa".count)) }
  private let channel: any Channel
  private let counter: Counter

  private final class Counter: Sendable { let value = Atomic<Int>(0) }

  convenience init(_ answer: @escaping @Sendable ([UInt8]) async -> Answer) async throws {
    try await self.init(Counter()) { await answer($0.body) }
  }

  /// A server whose answer may look at the whole request.
  static func seeing(_ answer: @escaping @Sendable (Request) async -> Answer) async throws -> LoopbackTSA {
    try await LoopbackTSA(Counter(), answer)
  }

  private init(_ counter: Counter, _ answer: @escaping @Sendable (Request) async -> Answer) async throws {
    self.counter = counter
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(counter: counter, answer: answer))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    url = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/tsa"
  }

  var count: Int { counter.value.load(ordering: .relaxed) }
  func close() async throws { try await channel.close() }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    private let counter: Counter
    private let answer: @Sendable (Request) async -> Answer
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(counter: Counter, answer: @escaping @Sendable (Request) async -> Answer) {
      self.counter = counter
      self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        self.head = head
        body = []
      case .body(let bytes): body += bytes.readableBytesView
      case .end:
        counter.value.add(1, ordering: .relaxed)
        let headers = Dictionary(head?.headers.map { ($0.name.lowercased(), $0.value) } ?? []) { first, _ in first }
        Self.start(answer, Request(uri: head?.uri ?? "", headers: headers, body: body), context.channel)
      }
    }

    /// The answer may take its time, so it leaves the event loop.
    private static func start(
      _ answer: @escaping @Sendable (Request) async -> Answer, _ request: Request, _ channel: any Channel
    ) {
      Task.detached { await reply(await answer(request), channel) }
    }

    private static func reply(_ answer: Answer, _ channel: any Channel) async {
      switch answer {
      case .nothing: break
      case .closed: try? await channel.close()
      case .half(let bytes):
        try? await start(.ok, length: bytes.count, channel)
        try? await channel.writeAndFlush(
          HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes.prefix(bytes.count / 2)))))
      case .flood:
        try? await start(.ok, length: 1 << 30, channel)
        let block = ByteBuffer(repeating: 0x30, count: 1 << 16)
        while (try? await channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(block)))) != nil {}
      case .ok(let bytes): try? await send(.ok, bytes, channel)
      case .status(let code): try? await send(HTTPResponseStatus(statusCode: code), [], channel)
      }
    }

    private static func start(_ status: HTTPResponseStatus, length: Int, _ channel: any Channel) async throws {
      let head = HTTPResponseHead(version: .http1_1, status: status, headers: ["content-length": "\(length)"])
      try await channel.writeAndFlush(HTTPServerResponsePart.head(head))
    }

    private static func send(_ status: HTTPResponseStatus, _ bytes: [UInt8], _ channel: any Channel) async throws {
      let head = HTTPResponseHead(version: .http1_1, status: status, headers: ["content-length": "\(bytes.count)"])
      channel.write(HTTPServerResponsePart.head(head), promise: nil)
      channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes))), promise: nil)
      try await channel.writeAndFlush(HTTPServerResponsePart.end(nil))
    }
  }
}
