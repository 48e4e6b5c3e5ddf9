import Graphics
import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import HeqiWorkers
import Office
import Testing

@testable import HeqiApplication

/// A business system and its signers by link, over real signatures, stamps and storage.
struct ClientWorld: Sendable {
  static let scene = Scene(client: .h5, ip: "192.0.2.9", deviceID: "", userAgent: "test")
  static let zhang = (name: "张三", card: "310101199001011234", mobile: "13800138000")
  static let li = (name: "李四", card: "11010519491231002X", mobile: "13800138001")

  let base: ContractWorld
  let client: APIClient
  let upload: UploadClientFile
  let initiate: InitiateClientContract
  let links: SignLinkActions
  let sign: SignByLink
  let accept: AcceptByLink
  let makeGroup: MakeSignGroup
  let groups: SignGroupActions

  @discardableResult
  static func with<T: Sendable>(
    _ kind: TestDatabase.Engine = .sqliteMemory, start: Instant = Instant(seconds: 1_780_000_000),
    _ body: @Sendable (ClientWorld) async throws -> T
  ) async throws -> T {
    try await ContractWorld.with(kind, start: start) { try await body(ClientWorld($0)) }
  }

  /// A namespace of its own unless `tenantID` names one.
  init(_ base: ContractWorld, tenantID: String? = nil) async throws {
    self.base = base
    let random = SystemRandom()
    let manage = ManageClients(engine: base.engine, vault: base.ledger.vault, clock: base.clock, random: random)
    client = try await manage.create(name: "商户", scopes: Set(APIScope.allCases), tenantID: tenantID).client
    let ledger = ClientLedger(contracts: base.ledger, files: ContractFiles(blobs: base.blobs))
    let issue = IssueSignLinks(ledger: ledger, publicURL: "http://localhost")
    let desk = CodeDesk(
      ledger: PeopleLedger(engine: base.engine, vault: base.ledger.vault, clock: base.clock, random: random), limits: .evaluation)
    let workers = OfficeWorkers()
    upload = UploadClientFile(engine: base.engine, blobs: base.blobs, clock: base.clock, random: random)
    initiate = InitiateClientContract(
      ledger: ledger, upload: upload, places: PlaceClientFields(extractor: TextExtractor(workers: workers), random: random),
      fill: FillTemplate(engine: base.engine, compiled: CompiledTemplates(images: ImageReencoder(workers: workers))),
      links: issue, offersFaceChecks: true, allowsPlainCallbacks: true)
    links = SignLinkActions(ledger: ledger, desk: desk, issue: issue)
    sign = SignByLink(links: links, keys: base.keys, authority: base.authority, timeStamps: base.timeStamps)
    accept = AcceptByLink(links: links, timeStamps: base.timeStamps, roots: [base.pki.root])
    makeGroup = MakeSignGroup(ledger: ledger, links: issue, publicURL: "http://localhost")
    groups = SignGroupActions(links: links, desk: desk, sign: sign, accept: accept)
  }

  func signer(
    _ who: (name: String, card: String, mobile: String), _ method: ClientSignMethod = .certificate, sequence: Int = 1
  ) throws -> ClientContractRequest.Signer {
    ClientContractRequest.Signer(
      partyID: who.name, partyType: "SIGNER", name: who.name, idCardNumber: try IDCardNumber(who.card),
      mobile: try #require(MobileNumber(who.mobile)), signMethod: method, notifyType: .link, sequence: sequence)
  }

  func order(
    _ bizID: String, _ signers: [ClientContractRequest.Signer], files: Int = 1, fields: [ClientContractRequest.Field] = [],
    level: AssuranceLevel = .reliable, archives: [ArchiveProvider] = [], callbackURL: String? = nil
  ) async throws -> (view: ClientContractView, tokens: [String]) {
    var choices: [ClientContractRequest.FileChoice] = []
    for number in 1...files {
      let file = try await upload(ContractWorld.pdf("文件 \(number)"), name: "文件\(number).pdf", client: client)
      choices.append(.init(id: file.id, name: nil))
    }
    let made = try await initiate(
      ClientContractRequest(
        bizID: bizID, bizType: "T", title: "协议 \(bizID)", source: files == 1 ? .file(choices[0].id) : .files(choices),
        signers: signers, fields: fields, callbackURL: callbackURL, callbackHeaders: nil, expireDays: 7, archiveProviders: archives,
        assuranceLevel: level, body: Array(bizID.utf8)), client: client, scene: Self.scene)
    return (made.view, made.tasks.map { String($0.url.split(separator: "/").last!) })
  }

  func visit(_ token: String) async throws -> LinkVisit {
    try await links.visit(token, scene: Self.scene, language: .chinese)
  }

  /// Opens and reads to the last page; the digest that was shown.
  @discardableResult
  func read(_ token: String, pages: Int? = nil) async throws -> HeqiDomain.Digest {
    let first = try await visit(token)
    if first.party.state == .awaitingReceipt { _ = try await links.receive(first) }
    let visit = try await visit(token)
    let file = try #require(visit.contract.round.file)
    for page in 1...(pages ?? file.pageCount) {
      try await base.actions.recordReading(visit.contract.id, seen: file.latest.digest, page: page, caller: visit.caller)
    }
    return file.latest.digest
  }

  /// Reads to the end, asks for the code and signs by link.
  func sign(_ token: String) async throws -> Contract {
    let seen = try await read(token)
    _ = try await links.askCode(try await visit(token), seen: seen)
    return try await sign(
      token, SignByLink.Input(seenDigest: seen, isContentConfirmed: true, handwriting: nil, handwritingDiagonal: 0, code: try await code()), scene: Self.scene, language: .chinese)
  }

  func contract(_ id: ID<Contract>) async throws -> Contract {
    while try await base.jobs.runOnce() > 0 {}
    let vault = try await base.ledger.vault.open(tenantID: client.tenantID, at: base.clock.now)
    return try #require(try await base.engine.read { try ContractStore(vault: vault).find(id, in: $0) })
  }

  /// The newest code in the outbox.
  func code() async throws -> String {
    let vault = try await base.ledger.vault.open(tenantID: client.tenantID, at: base.clock.now)
    let rows = try await base.engine.read {
      try $0.query("SELECT id, payload FROM outbox WHERE topic = 'sms' ORDER BY created_at_us, id")
    }
    let letters = try rows.map { try OutboxLetter(payload: $0.text("payload"), id: $0.text("id"), vault: vault) }
    return try #require(letters.last { $0.code != nil }?.code)
  }
}
