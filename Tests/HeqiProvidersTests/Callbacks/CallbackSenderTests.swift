import HeqiDomain
import HeqiPorts
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

@testable import HeqiProviders

/// Callbacks against a loopback receiver that answers, refuses, redirects, hangs and floods (drills 7 and 28).
@Suite("Callback sender")
struct CallbackSenderTests {
  private final class Seen: Sendable {
    let uris = Mutex<[String]>([])
    let headers = Mutex<HTTPHeaders>([:])
    let body = Mutex("")
  }

  private final class Handler: ChannelInboundHandler, Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart
    let seen: Seen
    init(seen: Seen) { self.seen = seen }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      if case .body(let part) = unwrapInboundIn(data) { seen.body.withLock { $0 += String(buffer: part) } }
      guard case .head(let head) = unwrapInboundIn(data) else { return }
      seen.uris.withLock { $0.append(head.uri) }
      seen.headers.withLock { $0 = head.headers }
      if head.uri == "/hang" { return }
      let status = HTTPResponseStatus(statusCode: Int(head.uri.dropFirst().prefix(3)) ?? 200)
      var headers = HTTPHeaders([("connection", "close"), ("location", "/200-elsewhere"), ("retry-after", "42")])
      let size = head.uri.hasSuffix("giant") ? 50_000_000 : 2
      headers.add(name: "content-length", value: "\(size)")
      context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
      // Of the giant only the beginning ever comes: whoever waits for the whole of it waits for ever.
      context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(repeating: 32, count: min(size, 100_000))))), promise: nil)
      if size == 2 { context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
    }
  }

  private func withReceiver(_ body: (String, Seen) async throws -> Void) async throws {
    let seen = Seen()
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.pipeline.configureHTTPServerPipeline().flatMap { channel.pipeline.addHandler(Handler(seen: seen)) }
      }.bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(server.localAddress?.port)
    do { try await body("http://localhost:\(port)", seen) } catch {
      try await server.close().get()
      throw error
    }
    try await server.close().get()
  }

  private func post(_ url: String, _ path: String = "", allows: Bool = true, within deadline: Duration = .seconds(10)) async throws -> CallbackAnswer {
    await HTTPCallbackSender(allowsPrivateNetworks: allows, deadline: deadline).post(
      "{\"a\":1}", to: try #require(CallbackAddress(url + path)), headers: [("webhook-id", "x")])
  }

  private func expect(_ answer: CallbackAnswer, _ url: String, _ path: String = "", allows: Bool = true) async throws {
    let given = try await post(url, path, allows: allows)
    #expect(given == answer, "\(url)\(path)")
  }

  @Test("the receiver gets body and headers; its status comes back, redirects are not followed, a giant body is cut")
  func answers() async throws {
    try await withReceiver { url, seen in
      try await expect(.answered(status: 200, retryAfterSeconds: 42), url, "/200")
      #expect(seen.body.withLock { $0 } == "{\"a\":1}" && seen.headers.withLock { $0.first(name: "webhook-id") } == "x")
      #expect(seen.headers.withLock { $0.first(name: "host")?.hasPrefix("localhost:") } == true)
      for status in [302, 410, 429, 500, 503] {
        try await expect(.answered(status: status, retryAfterSeconds: 42), url, "/\(status)")
      }
      #expect(seen.uris.withLock { !$0.contains("/200-elsewhere") })
      try await expect(.answered(status: 200, retryAfterSeconds: 42), url, "/200-giant")
    }
  }

  @Test("who does not answer is left at the time limit")
  func hangs() async throws {
    try await withReceiver { url, _ in
      guard case .failed = try await post(url, "/hang", within: .milliseconds(200)) else {
        Issue.record("a hanging receiver counts as delivered")
        return
      }
    }
  }

  @Test("no address inside the network is called, however it is written (drill 28)", arguments: [
    "https://127.0.0.1/", "https://localhost/", "https://2130706433/", "https://0177.0.0.1/", "https://0x7f.1/", "https://[::1]/",
    "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest/meta-data", "https://10.0.0.1/", "https://0/",
  ])
  func closed(_ url: String) async throws {
    let sender = HTTPCallbackSender(allowsPrivateNetworks: false)
    let address = try #require(CallbackAddress(url))
    #expect(try await sender.target(of: address) == nil)
    try await expect(.failed("the address is not in the public internet"), url, allows: false)
  }

  @Test("plain http is refused where private networks are; a receiver on loopback hears nothing")
  func plain() async throws {
    try await withReceiver { url, seen in
      try await expect(.failed("https is required"), url, "/200", allows: false)
      #expect(seen.uris.withLock { $0.isEmpty })
    }
  }

  @Test("a public address is the one that is connected to")
  func pinned() async throws {
    let address = try #require(CallbackAddress("https://93.184.215.14/hook"))
    #expect(try await HTTPCallbackSender(allowsPrivateNetworks: false).target(of: address) == "93.184.215.14")
  }
}
