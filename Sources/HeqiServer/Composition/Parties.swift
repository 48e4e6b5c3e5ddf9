internal import CMS
internal import HeqiApplication
internal import HeqiDomain
internal import HeqiPorts
internal import HeqiProviders
internal import NIOPosix
internal import Office

/// Every outside party behind its port: the embedded default, or what the settings name.
struct Parties: Sendable {
  let clock: any WallClock
  let random: any RandomSource
  let pki: EmbeddedPKI
  let authority: EmbeddedCertificateAuthority
  let keys: any KeyStore
  let timeStamps: any TimeStampAuthority
  /// Roots that outside authorities must lead to; empty with the embedded one, whose root is the platform's own.
  let timeStampRoots: [X509Certificate]
  let outbox: EvaluationOutbox
  let sms: any SMSSender
  let mail: any MailSender
  let identity: RunIdentityChecks.Parties
  let vendors: Vendors
  let testFaces: EvaluationFaceVendor?
  let workers: OfficeWorkers

  init(_ configuration: ServerConfiguration, data: OpenedData) async throws {
    let random = SystemRandom()
    let clock: any WallClock =
      configuration.clockOffset == .zero ? SystemClock() : ShiftedClock(SystemClock(), by: configuration.clockOffset)
    self.clock = clock
    self.random = random
    let masterKey = data.masterKey.reveal()
    pki = try await EmbeddedPKI.bootstrap(
      directory: data.directory.pki, masterKey: masterKey, publicURL: configuration.publicURL, clock: clock, random: random)
    authority = try EmbeddedCertificateAuthority(pki: pki, random: random)
    keys = try SoftwareKeyStore(masterKey: masterKey)
    timeStampRoots = try Self.roots(configuration)
    timeStamps = try Self.timeStamps(configuration, pki, roots: timeStampRoots, clock: clock, random: random)
    outbox = EvaluationOutbox(engine: data.engine, clock: clock, random: random)
    mail = try configuration.smtp.map { smtp in
      try SMTPMailSender(
        settings: .init(
          host: smtp.host, port: smtp.port, usesImplicitTLS: smtp.usesImplicitTLS, user: smtp.user, password: smtp.password,
          from: configuration.mailFrom),
        group: MultiThreadedEventLoopGroup.singleton, clock: clock)
    } ?? outbox
    // Only evaluation mode has the vendor whose outcome the tester chooses: production cannot build it.
    testFaces = configuration.mode == .evaluation && configuration.vendors(.face).isEmpty
      ? EvaluationFaceVendor(engine: data.engine, clock: clock, random: random, publicURL: configuration.publicURL) : nil
    vendors = Vendors(configuration, testFaces: testFaces, engine: data.engine, clock: clock, random: random)
    sms = vendors.sms.isEmpty ? outbox : ChainedSMSSender(vendors.sms)
    workers = OfficeWorkers(temporaryRoot: data.directory.cache)
    identity = RunIdentityChecks.Parties(
      reader: ChainedTextRecognizer(vendors.pictures, embedded: WorkerTextRecognizer(workers: workers)), police: ManualPoliceIDChecker(), faces: ManualFaceVerifier())
  }

  /// The embedded authority, or the list of the settings in its order.
  static func timeStamps(
    _ configuration: ServerConfiguration, _ pki: EmbeddedPKI, roots: [X509Certificate], clock: any WallClock,
    random: any RandomSource
  ) throws(ProviderError) -> any TimeStampAuthority {
    guard !configuration.timestampURLs.isEmpty else {
      return try EmbeddedTimeStamps(pki: pki, clock: clock, random: random)
    }
    return HTTPTimeStamps(
      urls: configuration.timestampURLs, deadline: configuration.timestampTimeout, total: configuration.timestampTotal,
      random: random, clock: clock, roots: roots)
  }

  static func roots(_ configuration: ServerConfiguration) throws(ConfigurationError) -> [X509Certificate] {
    do {
      return try TrustedRoots.read(configuration.timestampRoots)
    } catch {
      throw ConfigurationError("tsa-roots: \(error.message)")
    }
  }
}
