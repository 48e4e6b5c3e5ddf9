import Foundation
import HeqiDomain
import HeqiPorts
import NIOCore
import NIOPosix
import NIOSSL

/// One message over one connection, from greeting to QUIT (RFC 5321 §3; RFC 3207; RFC 4954).
struct SMTPDialogue: Sendable {
  let settings: SMTPMailSender.Settings
  let from: String
  let recipient: Sensitive<String>
  let content: String
  let tls: NIOSSLContext

  private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  func run(on group: any EventLoopGroup) async throws {
    let tls = tls
    let host = serverName
    let isImplicit = settings.usesImplicitTLS
    let connection: Connection
    do {
      connection = try await ClientBootstrap(group: group).connectTimeout(.seconds(5))
        .connect(host: settings.host, port: settings.port) { channel in
          channel.eventLoop.makeCompletedFuture {
            if isImplicit {
              try channel.pipeline.syncOperations.addHandler(try NIOSSLClientHandler(context: tls, serverHostname: host))
            }
            return try Connection(wrappingChannelSynchronously: channel)
          }
        }
    } catch {
      throw ProviderError(.retryable, provider: "mail", message: "the mail server cannot be reached; check host, port and firewall")
    }
    try await connection.executeThenClose { inbound, outbound in
      var lines = SMTPLines(inbound.makeAsyncIterator())
      try await talk(connection.channel, &lines, outbound)
    }
  }

  private func talk(
    _ channel: any Channel, _ lines: inout SMTPLines, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) async throws {
    func say(_ line: String) async throws { try await outbound.write(ByteBuffer(string: line + "\r\n")) }

    try await lines.reply(expecting: 220, after: "greeting")
    try await say("EHLO \(Self.ownName)")
    var abilities = try await lines.reply(expecting: 250, after: "EHLO")
    var isEncrypted = settings.usesImplicitTLS
    if !isEncrypted, abilities.contains(where: { $0.uppercased().hasPrefix("STARTTLS") }) {
      try await say("STARTTLS")
      try await lines.reply(expecting: 220, after: "STARTTLS")
      // Anything already sent in the clear behind the answer would be taken as encrypted (CVE-2011-0411).
      guard lines.isEmpty else {
        throw ProviderError(.refused, provider: "mail", message: "the mail server sent data before TLS began")
      }
      let context = tls
      let host = serverName
      try await channel.eventLoop.submit {
        try channel.pipeline.syncOperations.addHandler(
          try NIOSSLClientHandler(context: context, serverHostname: host), position: .first)
      }.get()
      isEncrypted = true
      try await say("EHLO \(Self.ownName)")
      abilities = try await lines.reply(expecting: 250, after: "EHLO")
    }
    if let user = settings.user, let password = settings.password {
      guard isEncrypted || isLoopback else {
        throw ProviderError(
          .refused, provider: "mail", message: "the mail server offers no TLS; a password is not sent in the clear, use smtps://")
      }
      try await authenticate(user, password, abilities, &lines, outbound)
    }
    try await say("MAIL FROM:<\(from)>")
    try await lines.reply(expecting: 250, after: "MAIL FROM")
    try await say("RCPT TO:<\(recipient.reveal())>")
    try await lines.reply(expecting: 250, after: "RCPT TO")
    try await say("DATA")
    try await lines.reply(expecting: 354, after: "DATA")
    let stuffed = content.components(separatedBy: "\r\n").map { $0.hasPrefix(".") ? "." + $0 : $0 }.joined(separator: "\r\n")
    try await say(stuffed + (stuffed.hasSuffix("\r\n") ? "." : "\r\n."))
    try await lines.reply(expecting: 250, after: "message")
    // Accepted: whatever happens to QUIT does not matter any more.
    try? await say("QUIT")
  }

  private func authenticate(
    _ user: String, _ password: Sensitive<String>, _ abilities: [String], _ lines: inout SMTPLines,
    _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) async throws {
    func say(_ line: String) async throws { try await outbound.write(ByteBuffer(string: line + "\r\n")) }
    func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    let methods = abilities.first { $0.uppercased().hasPrefix("AUTH") }?.uppercased().split(separator: " ") ?? []
    if methods.contains("PLAIN") {
      try await say("AUTH PLAIN \(encoded("\u{0}\(user)\u{0}\(password.reveal())"))")
    } else if methods.contains("LOGIN") {
      try await say("AUTH LOGIN")
      try await lines.reply(expecting: 334, after: "AUTH LOGIN")
      try await say(encoded(user))
      try await lines.reply(expecting: 334, after: "AUTH LOGIN")
      try await say(encoded(password.reveal()))
    } else {
      throw ProviderError(.refused, provider: "mail", message: "the mail server offers neither AUTH PLAIN nor AUTH LOGIN")
    }
    try await lines.reply(expecting: 235, after: "AUTH")
  }

  /// For SNI and certificate check; addresses have no name there.
  private var serverName: String? {
    let isAddress = settings.host.contains(":") || settings.host.allSatisfy { $0.isNumber || $0 == "." }
    return isAddress ? nil : settings.host
  }

  private var isLoopback: Bool { ["127.0.0.1", "::1", "localhost"].contains(settings.host) }

  private static let ownName = "[127.0.0.1]"
}

/// Reply lines out of a byte stream, with caps.
struct SMTPLines {
  private var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private var buffer: [UInt8] = []

  /// RFC 5321 §4.5.3.1.5 allows 512 octets; some servers say more.
  private static let lineLengthMax = 4096
  private static let linesMax = 100

  init(_ iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) { self.iterator = iterator }

  /// True when nothing was received behind the last reply.
  var isEmpty: Bool { buffer.isEmpty }

  /// Reads one whole reply and returns its texts. 4xx throws `retryable`, every other unexpected code `refused`.
  @discardableResult
  mutating func reply(expecting code: Int, after step: String) async throws -> [String] {
    var texts: [String] = []
    while texts.count < Self.linesMax {
      let line = try await line()
      guard line.utf8.count >= 3, let number = Int(line.prefix(3)) else {
        throw ProviderError(.refused, provider: "mail", message: "the mail server's answer to \(step) is not SMTP")
      }
      texts.append(String(line.dropFirst(4)))
      if line.dropFirst(3).first == "-" { continue }
      // 251 and 252 are as good as 250 for a recipient (RFC 5321 §4.2.3).
      guard number == code || (code == 250 && (number == 251 || number == 252)) else {
        throw ProviderError(
          (400..<500).contains(number) ? .retryable : .refused, provider: "mail",
          message: "the mail server answered \(number) to \(step)")
      }
      return texts
    }
    throw ProviderError(.refused, provider: "mail", message: "the mail server's answer to \(step) does not end")
  }

  private mutating func line() async throws -> String {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        var line = buffer[..<end]
        if line.last == 13 { line = line.dropLast() }
        let text = String(decoding: line, as: UTF8.self)
        buffer.removeSubrange(...end)
        return text
      }
      guard buffer.count <= Self.lineLengthMax else {
        throw ProviderError(.refused, provider: "mail", message: "a line of the mail server is too long")
      }
      guard let next = try await iterator.next(isolation: #isolation) else {
        throw ProviderError(.retryable, provider: "mail", message: "the mail server closed the connection")
      }
      buffer += next.readableBytesView
    }
  }
}
