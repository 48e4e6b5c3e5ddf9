import AsyncHTTPClient
import HeqiDomain
import HeqiPorts
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import HeqiProviders

/// F-057: a company's personnel system over HTTP, against a loopback server.
@Suite("HTTP directory")
struct DirectoryTests {
  /// Answers by path: `/ok` with a tag, `/500`, `/404`.
  private final class Handler: ChannelInboundHandler, Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard case .head(let head) = unwrapInboundIn(data) else { return }
      var headers = HTTPHeaders([("etag", "\"v1\""), ("connection", "close")])
      var status = HTTPResponseStatus.ok
      var body = "{}"
      if head.uri == "/500" { status = .internalServerError }
      if head.uri == "/404" { status = .notFound }
      if head.headers.first(name: "if-none-match") == "\"v1\"" {
        status = .notModified
        body = ""
      }
      headers.add(name: "content-length", value: "\(body.utf8.count)")
      context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }

  private func withServer(_ body: (Int) async throws -> Void) async throws {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.pipeline.configureHTTPServerPipeline().flatMap { channel.pipeline.addHandler(Handler()) }
      }.bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(server.localAddress?.port)
    do { try await body(port) } catch {
      try await server.close().get()
      throw error
    }
    try await server.close().get()
  }

  @Test("a roster comes with its tag, the same tag is answered as unchanged, failures say what kind they are")
  func answers() async throws {
    try await withServer { port in
      let code = try UnifiedSocialCreditCode("91350100M000100Y43")
      let other = try UnifiedSocialCreditCode("91350206MA32JUL977")
      func directory(_ path: String) -> HTTPOrgDirectory { HTTPOrgDirectory(addresses: [code: "http://127.0.0.1:\(port)\(path)"]) }
      #expect(directory("/ok").isAvailable(for: code) && !directory("/ok").isAvailable(for: other))
      #expect(try await directory("/ok").roster(of: code, tag: nil) == .roster(Array("{}".utf8), tag: "\"v1\""))
      #expect(try await directory("/ok").roster(of: code, tag: "\"v0\"") == .roster(Array("{}".utf8), tag: "\"v1\""))
      #expect(try await directory("/ok").roster(of: code, tag: "\"v1\"") == .unchanged)
      for (path, kind) in [("/500", ProviderError.Kind.retryable), ("/404", .refused)] {
        do throws(ProviderError) {
          _ = try await directory(path).roster(of: code, tag: nil)
          Issue.record("\(path) was taken for a roster")
        } catch { #expect(error.kind == kind) }
      }
      await #expect(throws: ProviderError.self) { _ = try await directory("/ok").roster(of: other, tag: nil) }
    }
  }

  @Test("nobody listening is an answer to come back to")
  func silent() async throws {
    let code = try UnifiedSocialCreditCode("91350100M000100Y43")
    let directory = HTTPOrgDirectory(addresses: [code: "http://127.0.0.1:1/"], deadline: .seconds(2))
    do throws(ProviderError) {
      _ = try await directory.roster(of: code, tag: nil)
      Issue.record("there was an answer")
    } catch { #expect(error.kind == .retryable) }
  }
}
