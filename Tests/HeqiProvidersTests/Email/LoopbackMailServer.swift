import HeqiDomain
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A mail server on the loopback address that plays a script and keeps what it heard.
final class LoopbackMailServer: Sendable {
  struct Script: Sendable {
    var offersTLS = false
    var offersAuth: String?
    /// Replies by the first word of a command; others get 250.
    var replies: [String: String] = [:]
    /// Sent behind the answer to STARTTLS, in the clear.
    var injected = ""
    /// Says nothing at all.
    var isSilent = false
  }

  let port: Int
  private let channel: any Channel
  private let heard: Heard

  final class Heard: Sendable {
    let lines = Mutex<[String]>([])
  }

  init(_ script: Script, tls: NIOSSLContext? = nil) async throws {
    let heard = Heard()
    self.heard = heard
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Player(script: script, tls: tls, heard: heard))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    port = channel.localAddress?.port ?? 0
  }

  var lines: [String] { heard.lines.withLock { $0 } }
  func close() async throws { try await channel.close() }

  private final class Player: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let script: Script
    private let tls: NIOSSLContext?
    private let heard: Heard
    private var buffer = ""
    private var isInData = false
    /// Lines of AUTH LOGIN still to come: user and password.
    private var answersExpected = 0

    init(script: Script, tls: NIOSSLContext?, heard: Heard) {
      self.script = script
      self.tls = tls
      self.heard = heard
    }

    func channelActive(context: ChannelHandlerContext) { say("220 test ESMTP", context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      var bytes = unwrapInboundIn(data)
      buffer += bytes.readString(length: bytes.readableBytes) ?? ""
      while let end = buffer.firstIndex(of: "\r\n") {
        let line = String(buffer[..<end])
        buffer = String(buffer[buffer.index(after: end)...])
        heard.lines.withLock { $0.append(line) }
        answer(line, context)
      }
    }

    private func answer(_ line: String, _ context: ChannelHandlerContext) {
      if isInData {
        guard line == "." else { return }
        isInData = false
        return say(script.replies["."] ?? "250 queued", context)
      }
      if answersExpected > 0 {
        answersExpected -= 1
        return say(answersExpected > 0 ? "334 UGFzc3dvcmQ6" : "235 welcome", context)
      }
      let word = line.split(separator: " ").first.map { $0.uppercased() } ?? ""
      switch word {
      case _ where script.replies[word] != nil: say(script.replies[word] ?? "", context)
      case "EHLO":
        var lines = ["250-test"]
        if script.offersTLS { lines.append("250-STARTTLS") }
        if let methods = script.offersAuth { lines.append("250-AUTH \(methods)") }
        say((lines + ["250 8BITMIME"]).joined(separator: "\r\n"), context)
      case "STARTTLS":
        say("220 go" + (script.injected.isEmpty ? "" : "\r\n\(script.injected)"), context)
        if let tls { try? context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first) }
      case "AUTH":
        let isPlain = line.uppercased().hasPrefix("AUTH PLAIN")
        answersExpected = isPlain ? 0 : 2
        say(isPlain ? "235 welcome" : "334 VXNlcm5hbWU6", context)
      case "DATA":
        isInData = true
        say("354 go on", context)
      default: say("250 ok", context)
      }
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
      guard !script.isSilent else { return }
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
    }
  }
}
