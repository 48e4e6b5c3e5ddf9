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
  let outbox: EvaluationOutbox
  let sms: any SMSSender
  let mail: any MailSender
  let identity: RunIdentityChecks.Parties
  let faces: (any FaceVendor)?
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
    timeStamps =
      configuration.timestampURLs.isEmpty
      ? try EmbeddedTimeStamps(pki: pki, clock: clock, random: random)
      : HTTPTimeStamps(
        urls: configuration.timestampURLs, deadline: configuration.timestampTimeout, random: random, clock: clock)
    outbox = EvaluationOutbox(engine: data.engine, clock: clock, random: random)
    sms = outbox
    mail = try configuration.smtp.map { smtp in
      try SMTPMailSender(
        settings: .init(
          host: smtp.host, port: smtp.port, usesImplicitTLS: smtp.usesImplicitTLS, user: smtp.user, password: smtp.password,
          from: configuration.mailFrom),
        group: MultiThreadedEventLoopGroup.singleton, clock: clock)
    } ?? outbox
    // Only evaluation mode has the vendor whose outcome the tester chooses: production cannot build it.
    testFaces = configuration.mode == .evaluation && configuration.faceVendor == nil
      ? EvaluationFaceVendor(engine: data.engine, clock: clock, random: random, publicURL: configuration.publicURL) : nil
    faces = configuration.faceVendor.map { settings -> any FaceVendor in
      TencentFaceVendor(
        client: TencentCloudClient(
          baseURL: "https://\(settings.host)", service: TencentFaceVendor.service, version: TencentFaceVendor.version,
          region: "ap-guangzhou",
          signature: TencentCloudSignature(secretID: settings.secretID, secretKey: settings.secretKey), clock: clock),
        ruleID: settings.ruleID)
    } ?? testFaces
    workers = OfficeWorkers(temporaryRoot: data.directory.cache)
    identity = RunIdentityChecks.Parties(
      reader: WorkerTextRecognizer(workers: workers), police: ManualPoliceIDChecker(), faces: ManualFaceVerifier())
  }
}
