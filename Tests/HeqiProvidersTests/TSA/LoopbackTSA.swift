import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on the loopback address that answers POSTs as a test says.
final class LoopbackTSA: Sendable {
  enum Answer: Sendable {
    case ok([UInt8])
    case status(Int)
    case nothing
  }

  let url: String
  private let channel: any Channel
  private let counter: Counter

  private final class Counter: Sendable { let value = Atomic<Int>(0) }

  init(_ answer: @escaping @Sendable ([UInt8]) async -> Answer) async throws {
    let counter = Counter()
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
    private let answer: @Sendable ([UInt8]) async -> Answer
    private var body: [UInt8] = []

    init(counter: Counter, answer: @escaping @Sendable ([UInt8]) async -> Answer) {
      self.counter = counter
      self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head: body = []
      case .body(let bytes): body += bytes.readableBytesView
      case .end:
        counter.value.add(1, ordering: .relaxed)
        Self.start(answer, body, context.channel)
      }
    }

    /// The answer may take its time, so it leaves the event loop.
    private static func start(
      _ answer: @escaping @Sendable ([UInt8]) async -> Answer, _ request: [UInt8], _ channel: any Channel
    ) {
      Task.detached { await reply(await answer(request), channel) }
    }

    private static func reply(_ answer: Answer, _ channel: any Channel) async {
      switch answer {
      case .nothing: break
      case .ok(let bytes): try? await send(.ok, bytes, channel)
      case .status(let code): try? await send(HTTPResponseStatus(statusCode: code), [], channel)
      }
    }

    private static func send(_ status: HTTPResponseStatus, _ bytes: [UInt8], _ channel: any Channel) async throws {
      let head = HTTPResponseHead(version: .http1_1, status: status, headers: ["content-length": "\(bytes.count)"])
      channel.write(HTTPServerResponsePart.head(head), promise: nil)
      channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes))), promise: nil)
      try await channel.writeAndFlush(HTTPServerResponsePart.end(nil))
    }
  }
}
