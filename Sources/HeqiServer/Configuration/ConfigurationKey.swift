/// Every setting of the program: one row each, printed by `heqi doctor` and documented in docs/operations/configuration.md.
package enum ConfigurationKey: String, CaseIterable, Sendable {
  case mode
  case host
  case port
  case publicURL = "public-url"
  case dataDirectory = "data"
  case replicaDirectory = "replica"
  case databaseURL = "database-url"
  case databasePoolSize = "database-pool-size"
  case masterKeyFile = "master-key-file"
  case resourcesPath = "resources"
  case trustedProxies = "trusted-proxies"
  case logLevel = "log-level"
  case smtpURL = "smtp-url"
  case mailFrom = "mail-from"
  case timestampURLs = "tsa-urls"
  case timestampTimeoutSeconds = "tsa-timeout-seconds"
  case timestampTotalSeconds = "tsa-total-seconds"
  case timestampRoots = "tsa-roots"
  case signDeadlineDaysMax = "sign-deadline-days-max"
  case uploadBytesMax = "upload-bytes-max"
  case linkReviewDays = "review-working-days"
  case clockOffsetSeconds = "clock-offset-seconds"
  case orgDirectories = "org-directories"
  case faceVendorURLs = "face-vendor-urls"
  case smsVendorURLs = "sms-vendor-urls"
  case ocrVendorURLs = "ocr-vendor-urls"
  case ledgerArchiveURL = "archive-ledger-url"
  case webhooksAllowPrivateNetworks = "webhooks-allow-private-networks"

  /// Name of the environment variable, such as `HEQI_DATABASE_URL`.
  package var environmentName: String {
    "HEQI_" + rawValue.uppercased().replacing("-", with: "_")
  }

  /// Secrets are never printed.
  package var isSecret: Bool { [.databaseURL, .smtpURL, .faceVendorURLs, .smsVendorURLs, .ocrVendorURLs, .ledgerArchiveURL].contains(self) }

  /// Value used when nobody sets one; `nil` means "off" or "derived from the data folder".
  package var defaultValue: String? {
    switch self {
    case .mode: "evaluation"
    case .host: "127.0.0.1"
    case .port: "8080"
    case .dataDirectory: "var"
    case .databasePoolSize: "8"
    case .logLevel: "notice"
    case .mailFrom: "heqi@localhost"
    case .timestampTimeoutSeconds: "5"
    case .timestampTotalSeconds: "12"
    case .signDeadlineDaysMax: "365"
    case .uploadBytesMax: "52428800"
    case .linkReviewDays: "2"
    case .clockOffsetSeconds: "0"
    case .publicURL, .replicaDirectory, .databaseURL, .masterKeyFile, .resourcesPath, .trustedProxies, .smtpURL,
      .timestampURLs, .timestampRoots, .orgDirectories, .faceVendorURLs, .smsVendorURLs, .ocrVendorURLs, .ledgerArchiveURL,
      .webhooksAllowPrivateNetworks:
      nil
    }
  }

  /// One line of help: meaning, unit, shape.
  package var help: String {
    switch self {
    case .mode: "evaluation | production. Production refuses to start on evaluation defaults."
    case .host: "Address to listen on."
    case .port: "TCP port, 1…65535; 0 takes a free one."
    case .publicURL: "Address people type, for links in messages and certificates; default http://host:port."
    case .dataDirectory: "Data folder: database, files, keys."
    case .replicaDirectory: "Second root of the file store, best on another disk; default <data>/replica."
    case .databaseURL: "postgres://user:password@host:port/name; without it SQLite in the data folder."
    case .databasePoolSize: "PostgreSQL connections, 1…100."
    case .masterKeyFile: "File with the 32-byte master key in hex; default <data>/keys/master.key, made on first start."
    case .resourcesPath: "Folder of templates, locales and assets; default beside the program."
    case .trustedProxies: "Comma-separated addresses whose X-Forwarded-For is believed (B-12)."
    case .logLevel: "trace | debug | info | notice | warning | error."
    case .smtpURL: "smtp://user:password@host:587 or smtps://…:465; without it mail goes to the evaluation outbox."
    case .mailFrom: "Sender address of e-mail."
    case .timestampURLs: "Comma-separated RFC 3161 servers, tried in order; without it the embedded authority."
    case .timestampTimeoutSeconds: "Deadline of one time-stamp request, 1…60 seconds."
    case .timestampTotalSeconds:
      "Longest wait for a time stamp over all servers together, 1…300 seconds; shared between them while they hang."
    case .timestampRoots:
      "Comma-separated files or folders of root certificates (PEM or DER) that time stamps must lead to; without it any authority is believed and verdicts call its time unproven."
    case .signDeadlineDaysMax: "Longest 签署有效期 that may be set, days."
    case .uploadBytesMax: "Largest upload, bytes (default 50 MiB)."
    case .orgDirectories:
      "Personnel systems as CREDIT-CODE=https://…, comma-separated; each is pulled at 06:00 and 18:00 (F-057)."
    case .faceVendorURLs:
      "Comma-separated services of face checks, asked in order (docs/operations/vendors.md); without them evaluation mode lets the tester choose and production offers none."
    case .smsVendorURLs:
      "Comma-separated SMS services, asked in order (docs/operations/vendors.md); without them messages go to the evaluation outbox."
    case .ocrVendorURLs:
      "Comma-separated services that read cards and licences, asked in order (docs/operations/vendors.md); the built-in reader stands at the end."
    case .ledgerArchiveURL:
      "https://KEY-ID:SECRET@host/path of an archive service for BLOCKCHAIN; without it the platform's own transparency log stands in."
    case .webhooksAllowPrivateNetworks:
      "true | false: whether callbacks may go to http:// and to private addresses; default true in evaluation, else false."
    case .linkReviewDays: "Working days within which a review is due (F-096)."
    case .clockOffsetSeconds: "Seconds by which this server's clock is off, for drills; production refuses anything but 0."
    }
  }
}
