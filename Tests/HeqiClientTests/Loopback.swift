import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

/// A platform of the tests' own on loopback, which answers what a test tells it to.
final class Loopback: Sendable {
  /// One request as it arrived.
  struct Request: Sendable {
    var method = ""
    var target = ""
    var headers = HTTPHeaders()
    var body = ""
  }
  enum Answer: Sendable {
    case status(Int, String, HTTPHeaders = [:])
    /// The connection breaks.
    case hangUp
    /// Nothing is ever answered.
    case silence
  }

  let requests = Mutex<[Request]>([])
  private let answers: Mutex<[Answer]>

  private init(_ answers: [Answer]) { self.answers = Mutex(answers) }

  /// The next answer; the last stays.
  private func next() -> Answer { answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }

  /// Runs `body` against a server that gives `answers` in turn.
  static func with(_ answers: Answer..., body: (String, Loopback) async throws -> Void) async throws {
    let loopback = Loopback(answers)
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(loopback))
        }
      }.bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(server.localAddress?.port)
    do { try await body("http://127.0.0.1:\(port)", loopback) } catch {
      try await server.close().get()
      throw error
    }
    try await server.close().get()
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    let loopback: Loopback
    var request = Request()
    init(_ loopback: Loopback) { self.loopback = loopback }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head): request = Request(method: head.method.rawValue, target: head.uri, headers: head.headers)
      case .body(let part): request.body += String(buffer: part)
      case .end:
        loopback.requests.withLock { $0.append(request) }
        switch loopback.next() {
        case .hangUp: context.close(promise: nil)
        case .silence: break
        case .status(let status, let body, var headers):
          headers.add(name: "content-length", value: String(body.utf8.count))
          let head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: headers)
          context.write(wrapOutboundOut(.head(head)), promise: nil)
          context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
          context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
      }
    }
  }
}
