import CMS
import Foundation
import HeqiDomain
import HeqiPorts
import HeqiProviders
import NIOPosix
import NIOSSL
import Testing

@Suite("SMTP mail sender")
struct SMTPMailSenderTests {
  private func send(
    _ server: LoopbackMailServer, host: String = "127.0.0.1", user: String? = nil, trusted: String? = nil,
    subject: String = "合契：《租赁合同》等待您签署", body: String = "您好\n.一行以点开头", limit: Duration = .seconds(60)
  ) async throws {
    let sender = try SMTPMailSender(
      settings: .init(
        host: host, port: server.port, usesImplicitTLS: false, user: user, password: user.map { _ in Sensitive("geheim") },
        from: "合契 <no-reply@example.com>", limit: limit),
      group: MultiThreadedEventLoopGroup.singleton, clock: StandingClock(), trustedCertificatePEM: trusted)
    try await sender.send(
      MailMessage(to: Sensitive("ye@example.com"), subject: subject, body: body, code: nil, idempotencyKey: "k1"))
  }

  @Test("a message arrives whole: encoded subject, base64 body, the same id for the same key")
  func delivery() async throws {
    let server = try await LoopbackMailServer(.init())
    try await send(server)
    let lines = server.lines
    #expect(lines.contains("MAIL FROM:<no-reply@example.com>") && lines.contains("RCPT TO:<ye@example.com>"))
    #expect(lines.contains { $0.hasPrefix("From: =?UTF-8?B?") && $0.hasSuffix("<no-reply@example.com>") })
    #expect(lines.contains { $0.hasPrefix("Subject: =?UTF-8?B?") })
    #expect(lines.contains { $0.hasPrefix("Date: ") && $0.hasSuffix("+0800") })
    let body = try #require(lines.firstIndex(of: "")).advanced(by: 1)
    let text = lines[body..<(lines.lastIndex(of: ".") ?? lines.endIndex)].joined()
    #expect(Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) } == "您好\n.一行以点开头")
    let id = lines.first { $0.hasPrefix("Message-ID:") }
    try await send(server)
    #expect(server.lines.filter { $0 == id }.count == 2)
    try await server.close()
  }

  @Test("line breaks in a subject or recipient inject nothing")
  func injection() async throws {
    let server = try await LoopbackMailServer(.init())
    try await send(server, subject: "Hi\r\nBcc: evil@example.com")
    #expect(!server.lines.contains { $0.hasPrefix("Bcc") })
    let sender = try SMTPMailSender(
      settings: .init(
        host: "127.0.0.1", port: server.port, usesImplicitTLS: false, user: nil, password: nil, from: "a@example.com"),
      group: MultiThreadedEventLoopGroup.singleton, clock: StandingClock())
    await #expect(throws: ProviderError(.refused, provider: "mail", message: "")) {
      try await sender.send(
        MailMessage(to: Sensitive("a@b.c>\r\nDATA"), subject: "", body: "", code: nil, idempotencyKey: "k"))
    }
    try await server.close()
  }

  @Test("refusals are told apart from troubles that pass", arguments: [
    ("RCPT", "550 no such user", ProviderError.Kind.refused), ("RCPT", "451 try later", .retryable),
    (".", "554 spam", .refused), ("MAIL", "421 closing", .retryable), ("EHLO", "nonsense", .refused),
  ])
  func refusals(word: String, reply: String, kind: ProviderError.Kind) async throws {
    let server = try await LoopbackMailServer(.init(replies: [word: reply]))
    await #expect(throws: ProviderError(kind, provider: "mail", message: "")) { try await send(server) }
    try await server.close()
  }

  @Test("a silent server ends at the deadline, a closed port at once, both retryable (drill 7)")
  func silence() async throws {
    let server = try await LoopbackMailServer(.init(isSilent: true))
    await #expect(throws: ProviderError(.retryable, provider: "mail", message: "")) {
      try await send(server, limit: .milliseconds(200))
    }
    try await server.close()
    await #expect(throws: ProviderError(.retryable, provider: "mail", message: "")) { try await send(server) }
  }

  @Test("STARTTLS protects the password; both AUTH methods work", arguments: ["PLAIN LOGIN", "LOGIN"])
  func tls(methods: String) async throws {
    let identity = try await TestIdentity()
    let server = try await LoopbackMailServer(.init(offersTLS: true, offersAuth: methods), tls: try identity.context())
    try await send(server, host: "localhost", user: "bot", trusted: identity.pem)
    let lines = server.lines
    #expect(lines.filter { $0.hasPrefix("EHLO") }.count == 2)
    #expect(lines.contains { $0.hasPrefix("AUTH " + methods.prefix(5)) })
    #expect(lines.contains("MAIL FROM:<no-reply@example.com>"))
    try await server.close()
  }

  @Test("a certificate nobody vouches for, and data sent before TLS, end the attempt without a message")
  func tlsRefused() async throws {
    let identity = try await TestIdentity()
    let server = try await LoopbackMailServer(.init(offersTLS: true), tls: try identity.context())
    await #expect(throws: ProviderError.self) { try await send(server, host: "localhost") }
    try await server.close()
    let injecting = try await LoopbackMailServer(.init(offersTLS: true, injected: "250 fake"))
    await #expect(throws: ProviderError.self) { try await send(injecting, limit: .seconds(2)) }
    #expect(!injecting.lines.contains { $0.hasPrefix("MAIL") })
    try await injecting.close()
  }

  @Test("a sender address that is none is refused at start")
  func address() {
    #expect(throws: ProviderError.self) {
      _ = try SMTPMailSender(
        settings: .init(host: "h", port: 25, usesImplicitTLS: false, user: nil, password: nil, from: "nobody"),
        group: MultiThreadedEventLoopGroup.singleton, clock: StandingClock())
    }
  }
}

/// A certificate for `localhost` and the authority that issued it.
struct TestIdentity {
  /// The authority's, for clients that are to trust it.
  let pem: String
  private let leaf: String
  private let key: PrivateKey

  init() async throws {
    let now = PKITime(secondsSince1970: Int64(Date().timeIntervalSince1970))
    func name(_ text: String) -> DistinguishedName { DistinguishedName([.init(.commonName, text)]) }
    let root = try await CertificateIssuer.selfSignedRoot(
      subject: name("Test Root"), key: try PrivateKey.generateP256(), serialNumber: [1], notBefore: now.adding(seconds: -3600),
      notAfter: now.adding(seconds: 3600))
    key = try PrivateKey.generateP256()
    var template = CertificateTemplate(
      .signatory, subject: name("localhost"), publicKey: key.publicKey, serialNumber: [2], notBefore: now.adding(seconds: -3600),
      notAfter: now.adding(seconds: 3600))
    // subjectAltName with one dNSName (RFC 5280 §4.2.1.6).
    let names = [0x30, 0x0B, 0x82, 0x09] + Array("localhost".utf8)
    template.extensions.append(CertificateExtension(try #require(ObjectIdentifier("2.5.29.17")), critical: false, value: names))
    leaf = try await root.issue(template).pem
    pem = root.certificate.pem
  }

  func context() throws -> NIOSSLContext {
    let armour = PEM(label: "PRIVATE KEY", bytes: key.pkcs8).text
    return try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(leaf.utf8)).map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(armour.utf8), format: .pem))))
  }
}
