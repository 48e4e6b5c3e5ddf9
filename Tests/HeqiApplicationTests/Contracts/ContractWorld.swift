import CMS
import Foundation
import Graphics
import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import HeqiWorkers
import Logging
import Office
import PAdES
import Synchronization
import Testing
import Typeset

@testable import HeqiApplication

/// A clock that a test turns by hand.
final class ContractTestClock: WallClock {
  private let instant: Mutex<Instant>
  init(_ start: Instant) { instant = Mutex(start) }
  var now: Instant {
    // Every look is a little later, so that ids and events keep their order.
    instant.withLock { instant in
      instant = instant.adding(.microseconds(50))
      return instant
    }
  }
  func advance(_ duration: Duration) { instant.withLock { $0 = $0.adding(duration) } }
}

/// The embedded authority with a switch; another one can take its place.
final class SwitchedTimeStamps: TimeStampAuthority {
  private let authority: Mutex<any TimeStampAuthority>
  private let isDown = Mutex(false)
  init(_ authority: any TimeStampAuthority) { self.authority = Mutex(authority) }
  func turn(off: Bool) { isDown.withLock { $0 = off } }
  func replace(by other: any TimeStampAuthority) { authority.withLock { $0 = other } }
  func token(over digest: Digest) async throws(ProviderError) -> [UInt8] {
    if isDown.withLock({ $0 }) { throw ProviderError(.retryable, provider: "tsa", message: "silent") }
    return try await authority.withLock { $0 }.token(over: digest)
  }
}

/// Revocation data with a switch.
final class SwitchedRevocation: RevocationDataSource {
  private let source: PlatformRevocation
  private let isDown = Mutex(false)
  init(_ source: PlatformRevocation) { self.source = source }
  func turn(off: Bool) { isDown.withLock { $0 = off } }
  func data(
    about certificate: [UInt8], issuer: [UInt8], at now: Instant
  ) async throws(ProviderError) -> RevocationData {
    if isDown.withLock({ $0 }) { throw ProviderError(.retryable, provider: "revocation", message: "silent") }
    return try await source.data(about: certificate, issuer: issuer, at: now)
  }
}

/// A whole platform in memory with three verified people: real signatures, real stamps, real storage.
struct ContractWorld: Sendable {
  let engine: any SQLEngine
  let vault: TenantVault
  let ledger: ContractLedger
  let actions: ContractActions
  let jobs: ContractJobs
  let expire: ExpireContracts
  let complete: CompleteContract
  let clock: ContractTestClock
  let timeStamps: SwitchedTimeStamps
  let revocation: SwitchedRevocation
  let pki: EmbeddedPKI
  let authority: EmbeddedCertificateAuthority
  let keys: SoftwareKeyStore
  let blobs: BlobStore

  static let zhang = ("张小三", "13800000001")
  static let li = ("李小四", "13800000002")
  static let wang = ("王小五", "13800000003")

  static func with<T: Sendable>(
    _ kind: TestDatabase.Engine = .sqliteMemory, failpoint: any Failpoint = NoFailpoint(),
    start: Instant = Instant(seconds: 1_780_000_000), _ body: @Sendable (ContractWorld) async throws -> T
  ) async throws -> T {
    try await TestDatabase.with(kind) { engine in
      try await TestDatabase.withFolder { folder in
        try await body(ContractWorld(engine, folder, failpoint, start))
      }
    }
  }

  /// On an engine of the test's own, already migrated.
  static func with<T: Sendable>(engine: any SQLEngine, _ body: @Sendable (ContractWorld) async throws -> T) async throws -> T {
    try await TestDatabase.withFolder { folder in
      try await body(ContractWorld(engine, folder, NoFailpoint(), Instant(seconds: 1_780_000_000)))
    }
  }

  private init(_ engine: any SQLEngine, _ folder: String, _ failpoint: any Failpoint, _ start: Instant) async throws {
    self.engine = engine
    let random = SystemRandom()
    clock = ContractTestClock(start)
    let rings = DataKeyRing(
      engine: engine, masters: MasterKeyRing(current: try MasterKey([UInt8](repeating: 7, count: 32))))
    let vault = Vault(keys: rings)
    self.vault = try await vault.open(tenantID: "main", at: clock.now)
    pki = try await EmbeddedPKI.bootstrap(
      directory: folder + "/pki", masterKey: [UInt8](repeating: 9, count: 32), publicURL: "http://localhost",
      clock: clock, random: random)
    authority = try EmbeddedCertificateAuthority(pki: pki, random: random)
    keys = try SoftwareKeyStore(masterKey: [UInt8](repeating: 9, count: 32))
    timeStamps = SwitchedTimeStamps(try EmbeddedTimeStamps(pki: pki, clock: clock, random: random))
    blobs = BlobStore(
      engine: engine, keys: rings, primary: try BlobDirectory(folder + "/a", name: "primary"),
      replica: try BlobDirectory(folder + "/b", name: "replica"))
    let live = LiveUpdates()
    ledger = ContractLedger(
      engine: engine, vault: vault, clock: clock, random: random,
      notifier: ContractNotifier(publicURL: "http://localhost", random: random), live: live)
    let files = ContractFiles(blobs: blobs)
    let desk = CodeDesk(
      ledger: PeopleLedger(engine: engine, vault: vault, clock: clock, random: random), limits: .evaluation)
    let workers = OfficeWorkers()
    let reading = RecordReading(ledger: ledger)
    let signer = try PlatformSigner(
      certificate: pki.platform.certificate, chain: Array(pki.platform.chain.dropFirst()), key: pki.platform.key,
      timeStamps: timeStamps)
    let sign = CompleteSignature(
      ledger: ledger, files: files, keys: keys, timeStamps: timeStamps,
      pins: SealPINDesk(
        engine: engine, clock: clock, random: random, hasher: PasswordHasher(strength: .weak, random: random)),
      companyCertificates: IssueCompanyCertificate(
        ledger: PeopleLedger(engine: engine, vault: vault, clock: clock, random: random), keys: keys, authority: authority),
      failpoint: failpoint)
    actions = ContractActions(
      ledger: ledger, files: files, live: live,
      sign: sign,
      askSigningCode: AskSigningCode(ledger: ledger, desk: desk),
      showPage: ShowPage(
        ledger: ledger, files: files, renderer: PageRenderer(workers: workers), reading: reading,
        cache: PageImageCache()),
      findKeyword: FindKeyword(ledger: ledger, files: files, extractor: TextExtractor(workers: workers)),
      verifyUpload: VerifyUpload(ledger: ledger, roots: [pki.root], intermediates: [pki.issuing.certificate]),
      exportApprovals: ExportApprovals(ledger: ledger, signer: signer), extractor: TextExtractor(workers: workers),
      signBatch: SignBatch(ledger: ledger, desk: desk, complete: sign))
    let status = FindCertificateStatus(engine: engine, certificates: CertificateStore(tenantID: "main"))
    revocation = SwitchedRevocation(
      PlatformRevocation(
        authority: authority, outside: HTTPRevocation(deadlineSeconds: 1, random: random), random: random,
        status: { await status($0) }))
    let proof = ProlongProof(
      timeStamps: timeStamps, revocation: revocation, roots: [pki.root], intermediates: [pki.issuing.certificate])
    complete = CompleteContract(
      ledger: ledger, files: files, signer: signer,
      trust: .init(
        roots: [pki.root], intermediates: [pki.issuing.certificate], authorityStatement: authority.statement,
        publicURL: "http://localhost"),
      proof: proof, failpoint: failpoint)
    jobs = ContractJobs(
      engine: engine, clock: clock, random: random, complete: complete,
      renew: RenewSignatures(ledger: ledger, files: files, proof: proof),
      logger: Logger(label: "test"))
    expire = ExpireContracts(ledger: ledger)
  }

  // MARK: people

  /// A registered person; verified ones get a certificate and a seal.
  func person(_ who: (name: String, mobile: String), isVerified: Bool = true, showsImage: Bool = false) async throws
    -> Caller
  {
    let now = clock.now
    let id: ID<Account> = ledger.random.id(at: now)
    let account = Account(
      id: id, tenantID: "main", name: who.name, mobile: try #require(MobileNumber(who.mobile)),
      email: try #require(EmailAddress("u\(who.mobile)@example.com")), isVerified: isVerified, createdAt: now)
    let key = try await keys.makeKey(owner: id.description)
    let issued = try await authority.issue(
      subject: CertificateSubject(commonName: who.name, serialNumber: "HEQI-\(who.mobile)"), publicKey: key.publicKey,
      at: now)
    let certificate = Certificate(
      id: ledger.random.id(at: now), tenantID: "main", accountID: id, serial: issued.serial, subjectName: who.name,
      chain: issued.chain, keyHandle: key.handle, notBefore: issued.notBefore, notAfter: issued.notAfter)
    let drawing = try NameSeal(name: who.name, side: 20).drawing()
    let seal = Seal(
      id: ledger.random.id(at: now), tenantID: "main", ownerID: id, kind: .personalName, name: who.name,
      status: .active,
      isDefault: true, widthMM: 20, heightMM: 20, createdAt: now)
    var verification = IdentityVerification(id: ledger.random.id(at: now), accountID: id, tenantID: "main")
    verification.status = isVerified ? .verified : .unverified
    verification.name = who.name
    if showsImage {
      verification.images.live = StoredImage(digest: FileDigest.of(Array(who.name.utf8)), length: 9)
      verification.consents.showLiveImage = now
    }
    let stored = verification
    try await engine.write { connection in
      try AccountStore(vault: vault).insert(account, in: connection)
      try VerificationStore(vault: vault).insert(stored, in: connection)
      guard isVerified else { return }
      try CertificateStore(tenantID: "main").insert(certificate, in: connection)
      try SealStore(tenantID: "main").insert(
        seal, drawing: SealDrawing(pdf: drawing.pdf(), svg: drawing.svg()), in: connection)
    }
    return Caller(
      accountID: id, tenantID: "main", name: who.name, isVerified: isVerified,
      scene: Scene(client: .web, ip: "172.124.10.22", deviceID: "device-1", userAgent: "test"))
  }

  // MARK: contracts

  static func pdf(_ title: String = "房屋租赁合同", pages: Int = 2) throws -> [UInt8] {
    var blocks: [Block] = [
      .heading(0, title), .paragraph("甲方：张小三　乙方：李小四"), .paragraph("甲方（签章）："), .paragraph("乙方（签章）："),
    ]
    for page in 1..<max(2, pages) { blocks += [.pageBreak, .paragraph("第 \(page + 1) 页。租金每月五千元，押一付三。")] }
    return try Document(title: title, blocks: blocks).render()
  }

  /// A complete draft of `initiator` for `receivers`, with a seal and a date place each.
  func draft(
    by initiator: Caller, to receivers: [(name: String, mobile: String)], order: IssueOrder = .signThenSend,
    signing: SigningOrder = .parallel, forcedReading: Int = 0, needsCode: Bool = true, mark: SignPlace.Kind = .seal
  ) async throws -> Contract {
    var contract = try await actions.upload(
      .init(contractID: nil, fileName: "C:\\合同\\房屋租赁合同.pdf", bytes: Self.pdf()), caller: initiator)
    let people = receivers.enumerated().map { index, who in
      SetReceivers.Receiver(name: who.name, mobile: who.mobile, turn: index + 1)
    }
    contract = try await actions.setReceivers(contract.id, people, caller: initiator)
    let places = contract.round.parties.enumerated().flatMap { index, party in
      let x = 60 + 130 * Double(index)
      return [
        SetPlaces.Place(partyID: party.id, kind: mark, page: 1, box: PageBox(x: x, y: 300, width: 119, height: 119)),
        SetPlaces.Place(partyID: party.id, kind: .date, page: 1, box: PageBox(x: x, y: 270, width: 119, height: 20)),
        SetPlaces.Place(partyID: party.id, kind: .text, page: 2, box: PageBox(x: x, y: 100, width: 119, height: 20)),
      ]
    }
    contract = try await actions.setPlaces(contract.id, places, caller: initiator)
    let settings = ContractSettings(
      issueOrder: order, signingOrder: signing, signDeadline: clock.now.adding(.seconds(7 * 86_400)),
      forcedReadingSeconds: forcedReading, requiresIntentionCheck: needsCode, subjectMatter: .general)
    return try await actions.setSettings(contract.id, title: nil, settings: settings, caller: initiator)
  }

  func initiated(
    by initiator: Caller, to receivers: [(name: String, mobile: String)], order: IssueOrder = .signThenSend,
    signing: SigningOrder = .parallel, forcedReading: Int = 0, needsCode: Bool = true, mark: SignPlace.Kind = .seal
  ) async throws -> Contract {
    let contract = try await draft(
      by: initiator, to: receivers, order: order, signing: signing, forcedReading: forcedReading, needsCode: needsCode,
      mark: mark)
    return try await actions.initiate(contract.id, caller: initiator)
  }

  /// Reads the newest code out of the outbox, as the person reads it from the telephone.
  func code(for caller: Caller, _ contract: Contract) async throws -> String {
    let seen = try #require(contract.round.file?.latest.digest)
    _ = try await actions.askSigningCode(contract.id, seen: seen, caller: caller)
    return try #require(try await letters().last { $0.code != nil }?.code)
  }

  /// All letters that wait in the outbox, oldest first.
  func letters() async throws -> [OutboxLetter] {
    let rows = try await engine.read {
      try $0.query("SELECT id, payload FROM outbox WHERE topic IN ('sms', 'mail') ORDER BY created_at_us, id")
    }
    return try rows.map { try OutboxLetter(payload: $0.text("payload"), id: $0.text("id"), vault: vault) }
  }

  /// The whole signing visit: open the sheet, read, ask for the code, sign.
  func sign(_ contract: Contract, by caller: Caller, handwriting: Handwriting? = nil) async throws
    -> CompleteSignature.Outcome
  {
    let sheet = try await actions.signingSheet(contract.id, caller: caller)
    for page in 1...sheet.pageCount {
      try await actions.recordReading(contract.id, seen: sheet.digest, page: page, caller: caller)
    }
    let code = sheet.needsCode ? try await code(for: caller, sheet.contract) : nil
    return try await actions.sign(
      .init(
        contractID: contract.id, seenDigest: sheet.digest, isContentConfirmed: true, handwriting: handwriting,
        handwritingDiagonal: 400, code: code), caller: caller)
  }

  /// Plays until nobody has anything to do, then runs the jobs.
  func finish(_ contract: Contract, _ callers: [Caller]) async throws -> Contract {
    var contract = contract
    while let open = contract.openRequests.first {
      let account = contract.round.party(open.partyID)?.accountID
      let caller = try #require(callers.first { $0.accountID == account })
      contract =
        open.action == .receive
        ? try await actions.receive(contract.id, caller: caller) : try await sign(contract, by: caller).contract
    }
    while try await jobs.runOnce() > 0 {}
    let id = contract.id
    return try #require(try await engine.read { try ContractStore(vault: vault).find(id, in: $0) })
  }

  func bytes(_ contract: Contract, by caller: Caller, _ part: DownloadContract.Part = .contract) async throws -> [UInt8]
  {
    try await actions.download(contract.id, part, caller: caller).bytes
  }

  func validate(_ bytes: [UInt8]) -> ValidationReport {
    SignatureValidator(
      roots: [pki.root], intermediates: [pki.issuing.certificate],
      time: PKITime(microsecondsSince1970: clock.now.microseconds)
    ).validate(bytes)
  }

  /// Enough of a name not to be refused as too simple.
  static func handwriting() throws -> Handwriting {
    let strokes = (0..<4).map { stroke in
      (0..<40).map { step in
        let t = Double(step) / 39 * 6.28
        return Handwriting.Sample(
          x: 60 + Double(stroke) * 70 + 30 * cos(t * Double(stroke + 1)), y: 80 + 40 * cos(t + 1.57 * Double(stroke)),
          time: Double(step * 8))
      }
    }
    return try Handwriting(strokes: strokes)
  }
}
