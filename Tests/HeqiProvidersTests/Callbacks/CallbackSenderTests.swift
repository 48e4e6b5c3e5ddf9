import HeqiDomain
import HeqiPorts
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
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
      if head.uri == "/metadata" {
        let away = HTTPResponseHead(
          version: .http1_1, status: .found, headers: ["location": "http://169.254.169.254/latest/meta-data", "content-length": "0"])
        context.write(wrapOutboundOut(.head(away)), promise: nil)
        return context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
      if head.uri == "/endless" {
        context.writeAndFlush(
          wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: ["x-long": String(repeating: "a", count: 60_000)]))),
          promise: nil)
        return context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(repeating: 32, count: 60_000)))), promise: nil)
      }
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

  private func withReceiver(
    tls: NIOSSLContext? = nil, _ body: (String, Seen) async throws -> Void
  ) async throws {
    let seen = Seen()
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
          try pipeline.configureHTTPServerPipeline()
          try pipeline.addHandler(Handler(seen: seen))
        }
      }.bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(server.localAddress?.port)
    do { try await body("http://localhost:\(port)", seen) } catch {
      try await server.close().get()
      throw error
    }
    try await server.close().get()
  }

  private func post(_ url: String, _ path: String = "", allows: Bool = true, within deadline: Duration = .seconds(60)) async throws -> CallbackAnswer {
    await HTTPCallbackSender(allowsPrivateNetworks: allows, deadline: deadline, clock: StandingClock()).post(
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

  @Test("drill 28: no address inside the network is called, however it is written", arguments: [
    "https://127.0.0.1/", "https://localhost/", "https://2130706433/", "https://0177.0.0.1/", "https://0x7f.1/", "https://[::1]/",
    "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest/meta-data", "https://10.0.0.1/", "https://0/",
  ])
  func closed(_ url: String) async throws {
    let sender = HTTPCallbackSender(allowsPrivateNetworks: false, clock: StandingClock())
    let address = try #require(CallbackAddress(url))
    #expect(try await sender.targets(of: address) == nil)
    try await expect(.refused("the address is not in the public internet"), url, allows: false)
  }

  @Test("plain http is refused where private networks are; a receiver on loopback hears nothing")
  func plain() async throws {
    try await withReceiver { url, seen in
      try await expect(.refused("https is required"), url, "/200", allows: false)
      #expect(seen.uris.withLock { $0.isEmpty })
    }
  }

  @Test("a public address is the one that is connected to")
  func pinned() async throws {
    let address = try #require(CallbackAddress("https://93.184.215.14/hook"))
    let sender = HTTPCallbackSender(allowsPrivateNetworks: false, clock: StandingClock())
    #expect(try await sender.targets(of: address)?.map(\.text) == ["93.184.215.14"])
  }

  @Test("drill 28: a name that points inside when it is asked again gains nothing (DNS rebinding)")
  func rebinding() async throws {
    try await withReceiver { url, seen in
      let port = try #require(url.split(separator: ":").last)
      let asked = Mutex(0)
      let outside = HostAddress(bytes: [93, 184, 215, 14], text: "93.184.215.14")
      let inside = HostAddress(bytes: [127, 0, 0, 1], text: "127.0.0.1")
      let clock = StandingClock()
      let names = HostNames(clock: clock) { _ in asked.withLock { count in
        count += 1
        return count == 1 ? [outside] : [inside, outside]
      } }
      func sender(_ allows: Bool) -> HTTPCallbackSender {
        HTTPCallbackSender(allowsPrivateNetworks: allows, deadline: .seconds(60), clock: clock, trustRoots: .default, names: names)
      }
      let address = try #require(CallbackAddress("https://rebound.example:\(port)/200"))
      #expect(try await sender(false).targets(of: address) == [outside])
      clock.advance(.seconds(11))
      #expect(await sender(false).post("{}", to: address, headers: []) == .refused("the address is not in the public internet"))
      #expect(asked.withLock { $0 } == 2 && seen.uris.withLock { $0.isEmpty })
      // The connection goes to the address that was looked at, under the name that was asked for, without another question.
      let plain = try #require(CallbackAddress("http://rebound.example:\(port)/200"))
      #expect(await sender(true).post("{}", to: plain, headers: []) == .answered(status: 200, retryAfterSeconds: 42))
      #expect(asked.withLock { $0 } == 2)
      #expect(seen.headers.withLock { $0.first(name: "host") } == "rebound.example:\(port)")
    }
  }

  @Test("drill 16: time limit, endless answer, redirect to the metadata service, 410, 429 with Retry-After")
  func rudeReceiver() async throws {
    #expect(CallbackSchedule.verdict(on: .failed("no answer in time"), attempts: 1, jitter: 0.5) == .again(after: .seconds(5), reason: "no answer in time"))
    try await withReceiver { url, seen in
      #expect(try await post(url, "/hang", within: .seconds(2)) == .failed("no answer in time"))
      try await expect(.answered(status: 200, retryAfterSeconds: 42), url, "/200-giant")
      try await expect(.answered(status: 200), url, "/endless")
      try await expect(.answered(status: 302), url, "/metadata")
      #expect(seen.uris.withLock { $0.last } == "/metadata")
      let gone = try await post(url, "/410"), busy = try await post(url, "/429")
      #expect(CallbackSchedule.verdict(on: gone, attempts: 1, jitter: 0.5) == .dead(reason: "410 gone", disables: true))
      #expect(CallbackSchedule.verdict(on: busy, attempts: 1, jitter: 0.5) == .again(after: .seconds(42), reason: "429"))
    }
  }

  @Test("over TLS the certificate is checked against the name, wherever the name points; who is not vouched for hears nothing")
  func secure() async throws {
    let identity = try await TestIdentity()
    let roots = NIOSSLTrustRoots.certificates(try NIOSSLCertificate.fromPEMBytes(Array(identity.pem.utf8)))
    try await withReceiver(tls: try identity.context()) { url, seen in
      let port = try #require(url.split(separator: ":").last)
      let names = HostNames(clock: StandingClock()) { _ in [HostAddress(bytes: [127, 0, 0, 1], text: "127.0.0.1")] }
      func post(_ host: String, _ roots: NIOSSLTrustRoots) async throws -> CallbackAnswer {
        await HTTPCallbackSender(allowsPrivateNetworks: true, deadline: .seconds(60), clock: StandingClock(), trustRoots: roots, names: names)
          .post("{}", to: try #require(CallbackAddress("https://\(host):\(port)/200")), headers: [])
      }
      guard case .failed = try await post("other.example", roots), case .failed = try await post("localhost", .default),
        case .failed = try await post("127.0.0.1", roots)
      else {
        Issue.record("a certificate for another name, of nobody known, or without the address was taken")
        return
      }
      #expect(seen.uris.withLock { $0.isEmpty })
      #expect(try await post("localhost", roots) == .answered(status: 200, retryAfterSeconds: 42))
      #expect(seen.uris.withLock { $0 } == ["/200"])
    }
  }

  @Test("nobody listening, and a connection that ends at once, are failures that come again")
  func unreachable() async throws {
    guard case .failed(let words) = try await post("http://127.0.0.1:1/") else {
      Issue.record("a closed port counts as answered")
      return
    }
    #expect(words.hasPrefix("no connection"))
    guard case .failed = try await post("https://localhost:1/") else {
      Issue.record("a closed port counts as answered")
      return
    }
  }
}
