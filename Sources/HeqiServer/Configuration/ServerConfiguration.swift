internal import Foundation
package import HeqiDomain
package import Logging

/// The validated settings of a server. Nothing below reads the environment again.
package struct ServerConfiguration: Sendable {
  package enum Mode: String, Sendable { case evaluation, production }

  /// Where an SMTP server listens and who we are to it.
  package struct SMTP: Sendable {
    package let host: String
    package let port: Int
    /// TLS from the first byte (`smtps`); otherwise STARTTLS when offered.
    package let usesImplicitTLS: Bool
    package let user: String?
    package let password: Sensitive<String>?
  }

  /// An outside service that archives digests (M-022).
  package struct LedgerArchive: Sendable {
    /// Without key and secret.
    package let url: String
    package let keyID: String
    package let secret: Sensitive<String>
  }

  package let mode: Mode
  package let host: String
  package let port: Int
  package let publicURL: String
  package let dataDirectory: String
  package let replicaDirectory: String
  package let databaseURL: Sensitive<String>?
  package let databasePoolSize: Int
  package let masterKeyFile: String
  package let resourcesPath: String?
  package let trustedProxies: [String]
  package let logLevel: Logger.Level
  package let smtp: SMTP?
  package let mailFrom: String
  package let timestampURLs: [String]
  /// Personnel systems by credit code of the company (F-057).
  package let orgDirectories: [UnifiedSocialCreditCode: String]
  /// Outside services by port, in the order of the settings.
  package let ledgerArchive: LedgerArchive?
  private let vendorSettings: [VendorPort: [CloudVendorSetting]]
  package let timestampTimeout: Duration
  /// Longest wait for all of them together.
  package let timestampTotal: Duration
  /// Files and folders of their root certificates.
  package let timestampRoots: [String]
  package let signDeadlineDaysMax: Int
  package let uploadBytesMax: Int
  package let reviewWorkingDays: Int
  /// Whether callbacks may go to `http://` and to private addresses (drill 28).
  package let webhooksAllowPrivateNetworks: Bool
  /// How far the server's clock is off; zero but in drills.
  package let clockOffset: Duration

  /// Validates every setting. - Throws: `ConfigurationError` for the first that cannot be used.
  package init(_ sources: ConfigurationSources) throws(ConfigurationError) {
    let read = Reader(sources: sources)
    guard let mode = Mode(rawValue: try read.text(.mode)) else {
      throw read.fault(.mode, "is neither evaluation nor production")
    }
    self.mode = mode
    host = try read.text(.host)
    port = try read.number(.port, in: 0...65535)
    let publicURL = sources[.publicURL] ?? "http://\(host):\(port)"
    guard publicURL.hasPrefix("http://") || publicURL.hasPrefix("https://"), !publicURL.hasSuffix("/") else {
      throw read.fault(.publicURL, "must start with http:// or https:// and not end in a slash")
    }
    self.publicURL = publicURL
    dataDirectory = try read.text(.dataDirectory)
    replicaDirectory = sources[.replicaDirectory] ?? dataDirectory + "/replica"
    if let url = sources[.databaseURL] {
      guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else {
        throw read.fault(.databaseURL, "must start with postgres://; leave it out to use SQLite")
      }
      databaseURL = Sensitive(url)
    } else {
      databaseURL = nil
    }
    databasePoolSize = try read.number(.databasePoolSize, in: 1...100)
    masterKeyFile = sources[.masterKeyFile] ?? dataDirectory + "/keys/master.key"
    resourcesPath = sources[.resourcesPath]
    trustedProxies = read.list(.trustedProxies)
    guard let level = Logger.Level(rawValue: try read.text(.logLevel)) else {
      throw read.fault(.logLevel, "is not one of trace, debug, info, notice, warning, error")
    }
    logLevel = level
    smtp = try sources[.smtpURL].map { text throws(ConfigurationError) in try Self.smtp(text, read) }
    mailFrom = try read.text(.mailFrom)
    guard smtp == nil || EmailAddress(mailFrom) != nil else {
      throw read.fault(.mailFrom, "must be an e-mail address that the mail server may send from, such as heqi@example.com")
    }
    timestampURLs = read.list(.timestampURLs)
    guard timestampURLs.allSatisfy({ $0.hasPrefix("http://") || $0.hasPrefix("https://") }) else {
      throw read.fault(.timestampURLs, "must be http:// or https:// addresses separated by commas")
    }
    orgDirectories = try Self.directories(read)
    vendorSettings = [
      .face: try Self.vendors(.faceVendorURLs, .face, mode, read), .sms: try Self.vendors(.smsVendorURLs, .sms, mode, read),
      .ocr: try Self.vendors(.ocrVendorURLs, .ocr, mode, read),
    ]
    ledgerArchive = try sources[.ledgerArchiveURL].map { text throws(ConfigurationError) in
      try Self.ledgerArchive(text, isPlainAllowed: mode == .evaluation, read)
    }
    timestampTimeout = .seconds(try read.number(.timestampTimeoutSeconds, in: 1...60))
    timestampTotal = .seconds(try read.number(.timestampTotalSeconds, in: 1...300))
    timestampRoots = read.list(.timestampRoots)
    signDeadlineDaysMax = try read.number(.signDeadlineDaysMax, in: 1...3650)
    uploadBytesMax = try read.number(.uploadBytesMax, in: 1024...536_870_912)
    reviewWorkingDays = try read.number(.linkReviewDays, in: 1...30)
    let allow = sources[.webhooksAllowPrivateNetworks] ?? (mode == .evaluation ? "true" : "false")
    guard let isAllowed = Bool(allow) else { throw read.fault(.webhooksAllowPrivateNetworks, "is neither true nor false") }
    webhooksAllowPrivateNetworks = isAllowed
    clockOffset = .seconds(try read.number(.clockOffsetSeconds, in: -315_360_000...315_360_000))
  }

  package func vendors(_ port: VendorPort) -> [CloudVendorSetting] { vendorSettings[port] ?? [] }

  /// Evaluation defaults still in use; production refuses to start while there are any (design of evaluation mode).
  package var evaluationDefaultsInUse: [String] {
    var found: [String] = []
    if vendors(.sms).isEmpty { found.append("SMS: set sms-vendor-urls") }
    if smtp == nil { found.append("mail: set smtp-url") }
    if timestampURLs.isEmpty { found.append("time stamps: set tsa-urls to a trusted RFC 3161 authority") }
    if !timestampURLs.isEmpty, timestampRoots.isEmpty {
      found.append("time stamps: set tsa-roots to the root certificates of the authorities, else anybody's token is believed")
    }
    found.append("certificates: the embedded authority is not a licensed 电子认证服务")
    if clockOffset != .zero { found.append("clock-offset-seconds: the clock is moved; set it to 0") }
    if webhooksAllowPrivateNetworks { found.append("webhooks-allow-private-networks: set it to false") }
    if publicURL.hasPrefix("http://") { found.append("public-url: must be https://") }
    return found
  }

  private static func smtp(_ text: String, _ read: Reader) throws(ConfigurationError) -> SMTP {
    guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
      parts.scheme == "smtp" || parts.scheme == "smtps"
    else { throw read.fault(.smtpURL, "must look like smtp://user:password@host:587") }
    let implicit = parts.scheme == "smtps"
    return SMTP(
      host: host, port: parts.port ?? (implicit ? 465 : 587), usesImplicitTLS: implicit, user: parts.user,
      password: parts.password.map { Sensitive($0) })
  }

  private static func vendors(_ key: ConfigurationKey, _ port: VendorPort, _ mode: Mode, _ read: Reader) throws(ConfigurationError) -> [CloudVendorSetting] {
    var found: [CloudVendorSetting] = []
    for entry in read.list(key) {
      do throws(CloudVendorSetting.Fault) {
        let setting = try CloudVendorSetting(entry, port: port, allowsHTTP: mode == .evaluation)
        guard !found.contains(where: { $0.kind == setting.kind }) else { throw CloudVendorSetting.Fault("names \(setting.name) twice") }
        found.append(setting)
      } catch {
        throw read.fault(key, error.reason)
      }
    }
    return found
  }

  /// `http://` only for evaluation: a secret and receipts go over it.
  private static func ledgerArchive(_ text: String, isPlainAllowed: Bool, _ read: Reader) throws(ConfigurationError) -> LedgerArchive {
    guard var parts = URLComponents(string: text), parts.host?.isEmpty == false,
      parts.scheme == "https" || (parts.scheme == "http" && isPlainAllowed), let key = parts.user, let secret = parts.password,
      !key.isEmpty, !secret.isEmpty
    else { throw read.fault(.ledgerArchiveURL, "must look like https://KEY-ID:SECRET@archive.example.com/v1/archive") }
    (parts.user, parts.password) = (nil, nil)
    guard let url = parts.string else { throw read.fault(.ledgerArchiveURL, "is no address") }
    return LedgerArchive(url: url, keyID: key, secret: Sensitive(secret))
  }

  private static func directories(_ read: Reader) throws(ConfigurationError) -> [UnifiedSocialCreditCode: String] {
    var directories: [UnifiedSocialCreditCode: String] = [:]
    for entry in read.list(.orgDirectories) {
      let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let code = try? UnifiedSocialCreditCode(parts[0]),
        parts[1].hasPrefix("http://") || parts[1].hasPrefix("https://")
      else { throw read.fault(.orgDirectories, "must be CREDIT-CODE=https://… entries separated by commas") }
      directories[code] = parts[1]
    }
    return directories
  }

  private struct Reader {
    let sources: ConfigurationSources

    func text(_ key: ConfigurationKey) throws(ConfigurationError) -> String {
      guard let text = sources[key], !text.isEmpty else { throw fault(key, "is empty") }
      return text
    }
    func number(_ key: ConfigurationKey, in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
      guard let number = Int(try text(key)), range.contains(number) else {
        throw fault(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
    func list(_ key: ConfigurationKey) -> [String] {
      (sources[key] ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
    func fault(_ key: ConfigurationKey, _ reason: String) -> ConfigurationError {
      ConfigurationError(
        "\(key.rawValue) (\(key.environmentName), from \(sources.origin(of: key).rawValue)) \(reason). \(key.help)")
    }
  }
}
