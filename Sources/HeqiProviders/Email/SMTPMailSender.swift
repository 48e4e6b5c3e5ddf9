package import HeqiDomain
package import HeqiPorts
package import NIOCore
import NIOPosix
import NIOSSL

/// Sends mail through one SMTP server (RFC 5321): STARTTLS or TLS from the start, AUTH PLAIN or LOGIN.
package struct SMTPMailSender: MailSender {
  /// Where the server is and who we are to it.
  package struct Settings: Sendable {
    package let host: String
    package let port: Int
    /// TLS from the first byte; otherwise STARTTLS whenever the server offers it.
    package let usesImplicitTLS: Bool
    package let user: String?
    package let password: Sensitive<String>?
    /// `合契 <no-reply@example.com>`.
    package let from: String
    /// For a whole message, connection included.
    package let limit: Duration

    package init(
      host: String, port: Int, usesImplicitTLS: Bool, user: String?, password: Sensitive<String>?, from: String,
      limit: Duration = .seconds(15)
    ) {
      self.host = host
      self.port = port
      self.usesImplicitTLS = usesImplicitTLS
      self.user = user
      self.password = password
      self.from = from
      self.limit = limit
    }
  }

  private let settings: Settings
  private let sender: MailSenderAddress
  private let group: any EventLoopGroup
  private let tls: NIOSSLContext
  private let clock: any WallClock

  /// - Parameter trustedCertificatePEM: an additional trust anchor, for a server with a private CA.
  /// - Throws: `ProviderError` `.unavailable` when the settings cannot be used.
  package init(
    settings: Settings, group: any EventLoopGroup, clock: any WallClock, trustedCertificatePEM: String? = nil
  ) throws(ProviderError) {
    guard let sender = MailSenderAddress(settings.from) else {
      throw ProviderError(.unavailable, provider: "mail", message: "mail-from is no e-mail address")
    }
    self.settings = settings
    self.sender = sender
    self.group = group
    self.clock = clock
    do {
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.minimumTLSVersion = .tlsv12
      if let pem = trustedCertificatePEM {
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))
      }
      tls = try NIOSSLContext(configuration: configuration)
    } catch {
      throw ProviderError(.unavailable, provider: "mail", message: "TLS for mail cannot be set up")
    }
  }

  package func send(_ message: MailMessage) async throws(ProviderError) {
    guard EmailAddress(message.to.reveal()) != nil else {
      throw ProviderError(.refused, provider: "mail", message: "the recipient is no e-mail address")
    }
    let dialogue = SMTPDialogue(
      settings: settings, from: sender.address, recipient: message.to,
      content: MailFormat.text(message, from: sender, at: clock.now), tls: tls)
    let group = group
    try await Deadline.run(settings.limit, provider: "mail") { try await dialogue.run(on: group) }
  }
}
