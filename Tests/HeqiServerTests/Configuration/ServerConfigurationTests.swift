import HeqiDomain
import HeqiServer
import Logging
import Testing

@Suite("Settings of the server")
struct ServerConfigurationTests {
  @Test("with nothing set, the program runs in evaluation mode on SQLite and embedded parties")
  func defaults() throws {
    let configuration = try ServerConfiguration(ConfigurationSources())
    #expect(configuration.mode == .evaluation)
    #expect(configuration.port == 8080)
    #expect(configuration.databaseURL == nil)
    #expect(configuration.replicaDirectory == "var/replica")
    #expect(configuration.smtp == nil)
    #expect(configuration.timestampURLs.isEmpty)
  }

  @Test("a flag beats the environment, which beats the file")
  func precedence() throws {
    let file = "port = 1111 # from the file\nhost = 0.0.0.0\nlog-level = info\n"
    let sources = try ConfigurationSources(
      flags: [.port: "3333"], environment: ["HEQI_PORT": "2222", "HEQI_HOST": "::1"], file: file)
    let configuration = try ServerConfiguration(sources)
    #expect(configuration.port == 3333)
    #expect(configuration.host == "::1")
    #expect(configuration.logLevel == .info)
    #expect(sources.origin(of: .port) == .flag)
    #expect(sources.origin(of: .host) == .environment)
    #expect(sources.origin(of: .logLevel) == .file)
  }

  @Test("an unusable value is refused by name with what to write instead", arguments: [
    (ConfigurationKey.port, "80x80"), (.port, "70000"), (.mode, "demo"), (.databaseURL, "mysql://h/x"),
    (.publicURL, "example.com"), (.publicURL, "https://example.com/"), (.logLevel, "loud"), (.smtpURL, "http://mail"),
    (.ledgerArchiveURL, "https://archive.example/"), (.ledgerArchiveURL, "https://id@archive.example/"), (.ledgerArchiveURL, "ftp://id:key@archive.example/"),
    (.timestampURLs, "ftp://tsa"), (.timestampTimeoutSeconds, "0"), (.uploadBytesMax, "1"),
  ])
  func refusals(_ key: ConfigurationKey, _ text: String) throws {
    let sources = try ConfigurationSources(flags: [key: text])
    #expect { try ServerConfiguration(sources) } throws: { error in
      let text = String(describing: error)
      return text.contains(key.rawValue) && text.contains(key.environmentName) && text.contains(key.help)
    }
  }

  @Test("an unknown line of the file is named with its number")
  func unknownFileLine() {
    #expect(throws: ConfigurationError("heqi.conf line 2: there is no setting “prot”. `heqi doctor` lists all of them.")) {
      try ConfigurationSources(file: "port = 1\nprot = 2\n")
    }
  }

  @Test("an SMTP address is taken apart, and its password is never printed")
  func smtp() throws {
    let sources = try ConfigurationSources(
      flags: [.smtpURL: "smtps://me:s3cret@mail.example.com", .mailFrom: "heqi@example.com"])
    let smtp = try #require(try ServerConfiguration(sources).smtp)
    #expect(smtp.host == "mail.example.com")
    #expect(smtp.port == 465)
    #expect(smtp.usesImplicitTLS)
    #expect(smtp.password?.reveal() == "s3cret")
    #expect(!"\(smtp)".contains("s3cret"))
    #expect(!EffectiveConfiguration.lines(sources).joined().contains("s3cret"))
  }

  @Test("an archive service is taken apart, its secret is never printed, and production takes it over https only")
  func ledgerArchive() throws {
    let sources = try ConfigurationSources(flags: [.ledgerArchiveURL: "http://shop:s3cret@127.0.0.1:9000/v1/archive"])
    let service = try #require(try ServerConfiguration(sources).ledgerArchive)
    #expect(service.url == "http://127.0.0.1:9000/v1/archive" && service.keyID == "shop" && service.secret.reveal() == "s3cret")
    #expect(!"\(service)".contains("s3cret") && !EffectiveConfiguration.lines(sources).joined().contains("s3cret"))
    let production = try ConfigurationSources(flags: [.mode: "production", .ledgerArchiveURL: "http://shop:s3cret@127.0.0.1/"])
    #expect { try ServerConfiguration(production) } throws: { String(describing: $0).contains("archive-ledger-url") }
  }

  @Test("a mail server without an address to send from is refused before anything starts")
  func sender() throws {
    let sources = try ConfigurationSources(flags: [.smtpURL: "smtp://mail.example.com"])
    #expect { try ServerConfiguration(sources) } throws: { String(describing: $0).contains("mail-from") }
  }

  @Test("production names every evaluation default still in use")
  func evaluationDefaults() throws {
    let found = try ServerConfiguration(ConfigurationSources()).evaluationDefaultsInUse.joined(separator: "\n")
    for word in ["SMS", "mail", "time stamps", "certificates", "https://"] { #expect(found.contains(word)) }
  }

  @Test("every setting has help and a name of its own in the environment")
  func documentation() {
    #expect(ConfigurationKey.allCases.allSatisfy { $0.help.count > 10 })
    #expect(Set(ConfigurationKey.allCases.map(\.environmentName)).count == ConfigurationKey.allCases.count)
  }
}
