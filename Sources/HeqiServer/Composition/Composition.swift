internal import HeqiAPI
internal import HeqiApplication
internal import HeqiDomain
package import HeqiHTTPKit
package import HeqiPorts
internal import HeqiProviders
internal import HeqiSQL
internal import HeqiStorage
internal import HeqiWeb
internal import HeqiWorkers
package import Hummingbird
package import Logging
internal import MerkleLog
internal import Office
package import ServiceLifecycle

/// The one place that knows everything: builds ports, stores, actions, routes and workers, each once.
package struct Composition: Sendable {
  let configuration: ServerConfiguration
  let data: OpenedData
  let metrics: MetricsRegistry
  let logger: Logger
  let parties: Parties
  let people: PeopleComposition
  let ledger: ContractLedger
  let contracts: ContractActions
  let seals: SealActions
  let companies: CompanyActions
  let powers: PowerActions
  let businessTypes: BusinessTypeActions
  let complete: CompleteContract
  let renew: RenewSignatures
  let log: TransparencyLog
  let clients: ClientComposition
  let alarms: OperateNotices
  let web: WebConfiguration
  let renderer: HeqiWeb.PageRenderer

  package init(
    _ configuration: ServerConfiguration, data: OpenedData, metrics: MetricsRegistry, failpoint: (any Failpoint)? = nil,
    logger: Logger
  ) async throws {
    self.configuration = configuration
    self.data = data
    self.metrics = metrics
    self.logger = logger
    parties = try await Parties(configuration, data: data)
    let isEvaluation = configuration.mode == .evaluation
    let passwords = PasswordHasher(random: parties.random)
    people = PeopleComposition(
      ledger: PeopleLedger(engine: data.engine, vault: data.vault, clock: parties.clock, random: parties.random),
      blobs: data.blobs, cleaner: WorkerPhotoCleaner(workers: parties.workers), keys: parties.keys,
      authority: parties.authority, parties: parties.identity, passwords: passwords,
      limits: isEvaluation ? .evaluation : .standard, reviewWorkingDays: configuration.reviewWorkingDays, logger: logger)
    let peopleLedger = PeopleLedger(engine: data.engine, vault: data.vault, clock: parties.clock, random: parties.random)
    seals = SealActions(ledger: peopleLedger, passwords: passwords, workers: parties.workers)
    powers = PowerActions(
      ledger: peopleLedger, blobs: data.blobs, codes: people.people.codes, keys: parties.keys, authority: parties.authority,
      timeStamps: parties.timeStamps, renderer: Office.PageRenderer(workers: parties.workers))
    businessTypes = BusinessTypeActions(ledger: peopleLedger)
    companies = CompanyActions(
      ledger: peopleLedger,
      blobs: data.blobs, cleaner: WorkerPhotoCleaner(workers: parties.workers), keys: parties.keys,
      authority: parties.authority, timeStamps: parties.timeStamps, reader: ChainedLicenceRecognizer(parties.vendors.pictures, embedded: WorkerLicenceRecognizer(workers: parties.workers)),
      payouts: ManualPayoutVerifier(),
      directory: HTTPOrgDirectory(addresses: configuration.orgDirectories), directoryCodes: configuration.orgDirectories.keys.sorted { $0.text < $1.text }, codes: people.people.codes, publicURL: configuration.publicURL,
      bank: isEvaluation ? parties.outbox : nil, reviewWorkingDays: configuration.reviewWorkingDays, logger: logger)
    let live = LiveUpdates()
    ledger = ContractLedger(
      engine: data.engine, vault: data.vault, clock: parties.clock, random: parties.random,
      notifier: ContractNotifier(publicURL: configuration.publicURL, random: parties.random), live: live)
    let files = ContractFiles(blobs: data.blobs)
    let failpoint = failpoint ?? NoFailpoint()
    let roots = [parties.pki.root], intermediates = [parties.pki.issuing.certificate]
    let signer = try PlatformSigner(
      certificate: parties.pki.platform.certificate, chain: intermediates, key: parties.pki.platform.key,
      timeStamps: parties.timeStamps)
    let sign = CompleteSignature(
      ledger: ledger, files: files, keys: parties.keys, timeStamps: parties.timeStamps,
      pins: seals.pins, companyCertificates: companies.certificates, failpoint: failpoint)
    contracts = ContractActions(
      ledger: ledger, files: files, live: live,
      sign: sign,
      askSigningCode: AskSigningCode(ledger: ledger, desk: people.people.codes),
      showPage: ShowPage(
        ledger: ledger, files: files, renderer: Office.PageRenderer(workers: parties.workers),
        reading: RecordReading(ledger: ledger), cache: PageImageCache()),
      findKeyword: FindKeyword(ledger: ledger, files: files, extractor: TextExtractor(workers: parties.workers)),
      verifyUpload: VerifyUpload(
        ledger: ledger, roots: roots, intermediates: intermediates, timeStampRoots: parties.timeStampRoots),
      exportApprovals: ExportApprovals(ledger: ledger, signer: signer),
      extractor: TextExtractor(workers: parties.workers),
      signBatch: SignBatch(ledger: ledger, desk: people.people.codes, complete: sign))
    let status = FindCertificateStatus(engine: data.engine, certificates: CertificateStore(tenantID: Tenant.main))
    let proof = ProlongProof(
      timeStamps: parties.timeStamps,
      revocation: PlatformRevocation(
        authority: parties.authority, outside: HTTPRevocation(deadlineSeconds: 5, random: parties.random),
        random: parties.random, status: { await status($0) }),
      roots: roots + parties.timeStampRoots, intermediates: intermediates)
    complete = CompleteContract(
      ledger: ledger, files: files, signer: signer,
      trust: .init(
        roots: roots, intermediates: intermediates, timeStampRoots: parties.timeStampRoots,
        authorityStatement: parties.authority.statement, publicURL: configuration.publicURL),
      proof: proof, failpoint: failpoint)
    renew = RenewSignatures(ledger: ledger, files: files, proof: proof)
    log = TransparencyLog(
      engine: data.engine,
      signer: try NoteSigner(name: "heqi/events", seed: DerivedKey.bytes(data.masterKey.reveal(), for: "transparency-log")),
      clock: parties.clock)
    clients = try ClientComposition(
      configuration, data: data, parties: parties, contracts: ledger, files: files, codes: people.people.codes, log: log)
    web = WebConfiguration(
      isEvaluation: isEvaluation, resourcesPath: configuration.resourcesPath, authorityStatement: parties.authority.statement,
      tenantID: Tenant.main)
    alarms = OperateNotices(engine: data.engine, clock: parties.clock, random: parties.random)
    renderer = HeqiWeb.PageRenderer(
      library: try PageLibrary(directory: configuration.resourcesPath), configuration: web,
      counter: WorkbenchCounter(contracts, alarms: alarms))
  }

  /// Every route, in the order of their middleware.
  package func router() throws -> Router<HeqiRequestContext> {
    let router = Router(context: HeqiRequestContext.self)
    HealthRoutes(
      engine: data.engine, metrics: metrics, freeBytes: { [directory = data.directory] in directory.freeBytes },
      streamCount: { [live = contracts.live] in await live.count },
      callbackCounts: { [callbacks = clients.callbacks] in (try? await callbacks.counts()) ?? [:] },
      archiveCounts: { [archive = clients.archive] in (try? await archive.counts()) ?? [:] },
      vendors: parties.vendors.links
    ).add(to: router)
    PKIRoutes(
      authority: parties.authority, engine: data.engine, certificates: CertificateStore(tenantID: Tenant.main), clock: parties.clock
    ).add(to: router)
    LogRoutes(log: log).add(to: router)
    router.add(middleware: MetricsMiddleware())
    let addresses = ClientAddress(trustedProxies: configuration.trustedProxies.compactMap { AddressBlock($0) })
    let cookieKey = DerivedKey.bytes(data.masterKey.reveal(), for: "cookies")
    clients.routes(
      .init(
        addresses: addresses, signer: CookieSigner(key: cookieKey), random: parties.random,
        page: WebProblemPage(renderer: renderer), clock: parties.clock, description: renderer.library.apiDescription.bytes)
    ).add(to: router)
    let entrance = SignLinkRoutes.Entrance(
      addresses: addresses, signer: CookieSigner(key: cookieKey), random: parties.random, clock: parties.clock,
      publicURL: configuration.publicURL)
    SignLinkRoutes(
      renderer: renderer, links: clients.links, sign: clients.sign, accept: clients.accept, faces: clients.faces,
      contracts: contracts, entrance: entrance
    ).add(to: router)
    GroupRoutes(renderer: renderer, groups: clients.groups, entrance: entrance).add(to: router)
    FaceRoutes(renderer: renderer, reviews: clients.faceReviews, testFaces: parties.testFaces, entrance: entrance).add(to: router)
    let smsReports = parties.smsReports(entrance.publicURL, master: data.masterKey.reveal(), engine: data.engine)
    SMSReportRoutes(
      reports: smsReports.take, secret: smsReports.secret, page: WebProblemPage(renderer: renderer), entrance: entrance
    ).add(to: router)
    RequestPipeline(
      page: WebProblemPage(renderer: renderer), sessions: StoredSessionLookup(people.people.resolveSession),
      cookieKey: DerivedKey.bytes(data.masterKey.reveal(), for: "cookies"),
      trustedProxies: configuration.trustedProxies.compactMap { AddressBlock($0) }, clock: parties.clock, random: parties.random,
      mapping: { Problem.of($0) }
    ).add(to: router)
    WebRoutes(
      renderer: renderer, configuration: web, people: people.people, review: people.review,
      backlog: ReadBacklog(
        engine: data.engine, clock: parties.clock, topics: [MessageOutbox.smsTopic, MessageOutbox.mailTopic, CompletionJob.topic],
        queues: [VerificationDesk.queue, CompanyDesk.queue, RenewalJob.queue]),
      contracts: contracts, companies: companies, outbox: web.isEvaluation ? parties.outbox : nil, clock: parties.clock
    ).add(to: router)
    DescriptionRoutes(renderer: renderer).add(to: router)
    ClientRoutes(renderer: renderer, clients: OperateClients(manage: clients.manage), clock: parties.clock).add(to: router)
    DashboardRoutes(renderer: renderer, figures: ReadFigures(ledger: ledger)).add(to: router)
    OfficeCallbackRoutes(
      renderer: renderer, callbacks: OperateCallbacks(callbacks: clients.callbacks, ledger: ledger),
      archives: OperateArchives(archive: clients.archive), alarms: alarms, clock: parties.clock
    ).add(to: router)
    RevocationRoutes(renderer: renderer, revocations: clients.forceRevocation, clock: parties.clock).add(to: router)
    FaceReviewRoutes(renderer: renderer, reviews: clients.faceReviews, clock: parties.clock).add(to: router)
    VendorRoutes(
      renderer: renderer,
      vendors: SwitchVendors(
        engine: data.engine, clock: parties.clock, random: parties.random, configured: parties.vendors.configured,
        links: parties.vendors.links), reportAddresses: smsReports.addresses, clock: parties.clock
    ).add(to: router)
    ContactRoutes(renderer: renderer, contacts: ContactActions(ledger: ledger, publicURL: configuration.publicURL)).add(to: router)
    SealUploadRoutes(renderer: renderer, upload: seals.upload).add(to: router)
    SealRoutes(renderer: renderer, seals: seals).add(to: router)
    NoticeRoutes(renderer: renderer, choose: ChooseNotices(ledger: seals.ledger)).add(to: router)
    PowerRoutes(renderer: renderer, powers: powers, clock: parties.clock).add(to: router)
    BusinessTypeRoutes(renderer: renderer, types: businessTypes).add(to: router)
    ContractRoutes(
      renderer: renderer, actions: contracts, readLiveImage: people.people.readLiveImage,
      source: ReadSource(
        photos: AssemblePhotos(reencoder: ImageReencoder(workers: parties.workers)), converter: LibreOfficeConverter()),
      clock: parties.clock, tenantID: Tenant.main
    ).add(to: router)
    return router
  }

  /// Everything that runs beside the server.
  package func workers() -> [any Service] {
    let deliver = DeliverMessage(engine: data.engine, vault: data.vault, sms: parties.sms, mail: parties.mail, clock: parties.clock)
    return [
      OutboxRelay(
        engine: data.engine, topics: NotificationWorker.topics(deliver) + [ClientTurnWorker.topic(clients.tellTurn)], clock: parties.clock, random: parties.random,
        logger: logger),
      JobRelay(
        engine: data.engine, queues: [IdentityWorker.queue(people.people.runIdentityChecks), CompanyWorker.queue(companies.checks),
          LeaverWorker.queue(ReassignReviews(ledger: ledger))], clock: parties.clock,
        random: parties.random, logger: logger),
      CallbackWorker(deliver: clients.deliverCallback, logger: logger),
      ArchiveSweep(archive: clients.archive, logger: logger),
      FaceSweep(faces: clients.faces, reviews: clients.faceReviews, logger: logger),
      ContractJobs(
        engine: data.engine, clock: parties.clock, random: parties.random, complete: complete, renew: renew, logger: logger),
      ExpirySweep(expire: ExpireContracts(ledger: ledger), logger: logger),
      SealSweep(expire: ExpireSeals(ledger: seals.ledger), logger: logger),
      DirectorySweep(pull: companies.directory, tenantID: Tenant.main, logger: logger),
      LogWorker(log: log, logger: logger),
      ClientUseSweep(log: clients.log, logger: logger),
      ScrubSweep(blobs: data.blobs, clock: parties.clock, logger: logger),
      RetentionSweep(purge: people.people.purgeExpired, tenantID: Tenant.main, logger: logger),
    ] + samples
  }

  /// The sample people and contract, in evaluation mode.
  private var samples: [any Service] {
    guard web.isEvaluation else { return [] }
    return [
      EvaluationSample(
        people: people.people, review: people.review, contracts: contracts, companies: companies,
        seals: seals, powers: powers, types: businessTypes, outbox: parties.outbox,
        documents: renderer.library.documents, clock: parties.clock, logger: logger)
    ]
  }
}
