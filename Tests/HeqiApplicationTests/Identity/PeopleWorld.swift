import HeqiApplication
import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Synchronization

/// A clock that stands still until a test moves it.
final class SteppingClock: WallClock {
  private let state: Mutex<Instant>

  init(_ start: Instant) { state = Mutex(start) }

  var now: Instant { state.withLock { $0 } }
  func advance(_ duration: Duration) { state.withLock { $0 = $0.adding(duration) } }
}

/// Outside parties whose answers a test chooses.
final class ChosenParties: TextRecognizer, PoliceIDChecker, FaceVerifier {
  struct Answers: Sendable {
    var card: Result<CardText, ProviderError> = .success(CardText(name: nil, idCardNumber: nil))
    var police: Result<CheckOutcome, ProviderError> = .success(.needsReview)
    var face: Result<CheckOutcome, ProviderError> = .success(.needsReview)
    var calls: [String] = []
  }
  let answers = Mutex(Answers())

  func set(_ change: (inout sending Answers) -> Void) { answers.withLock { change(&$0) } }
  var calls: [String] { answers.withLock { $0.calls } }

  func readCardFront(_ image: [UInt8]) async throws(ProviderError) -> CardText {
    try take("card") { $0.card }
  }
  func check(
    name: Sensitive<String>, idCardNumber: Sensitive<String>, front: [UInt8], back: [UInt8]
  ) async throws(ProviderError) -> CheckOutcome { try take("police") { $0.police } }
  func compare(live: [UInt8], cardFront: [UInt8]) async throws(ProviderError) -> CheckOutcome {
    try take("face") { $0.face }
  }

  private func take<T: Sendable>(_ name: String, _ pick: (Answers) -> Result<T, ProviderError>) throws(ProviderError) -> T {
    let result = answers.withLock { state in
      state.calls.append(name)
      return pick(state)
    }
    return try result.get()
  }
}

/// Lets every upload through as it is.
struct PlainCleaner: PhotoCleaner {
  func clean(_ bytes: [UInt8]) async throws -> [UInt8] {
    guard !bytes.isEmpty else { throw IdentityError(.imageUnreadable) }
    return bytes
  }
}

/// The people features over real stores, keys and CA, with chosen outside parties.
struct PeopleWorld: Sendable {
  static let tenant = "main"
  let engine: any SQLEngine
  let clock: SteppingClock
  let parties: ChosenParties
  let ledger: PeopleLedger
  let outbox: EvaluationOutbox
  let actions: PeopleActions
  let review: ReviewActions
  let vault: Vault
  let pki: EmbeddedPKI
  let blobs: BlobStore

  static func with<T: Sendable>(
    limits: CodeLimits = .standard, _ body: @Sendable (PeopleWorld) async throws -> T
  ) async throws -> T {
    try await TestDatabase.with(.sqliteMemory) { engine in
      try await TestDatabase.withFolder { folder in
        try await body(try await PeopleWorld(engine: engine, folder: folder, limits: limits))
      }
    }
  }

  private init(engine: any SQLEngine, folder: String, limits: CodeLimits) async throws {
    let master = [UInt8](repeating: 9, count: 32)
    let random = SystemRandom()
    let clock = SteppingClock(Instant(seconds: 1_795_000_000))
    let keys = DataKeyRing(engine: engine, masters: MasterKeyRing(current: try MasterKey(master)))
    vault = Vault(keys: keys)
    ledger = PeopleLedger(engine: engine, vault: vault, clock: clock, random: random)
    blobs = BlobStore(
      engine: engine, keys: keys, primary: try BlobDirectory(folder + "/a", name: "primary"),
      replica: try BlobDirectory(folder + "/b", name: "replica"))
    let parties = ChosenParties()
    pki = try await EmbeddedPKI.bootstrap(
      directory: folder + "/pki", masterKey: master, publicURL: "http://localhost", clock: clock, random: random)
    let composition = PeopleComposition(
      ledger: ledger, blobs: blobs, cleaner: PlainCleaner(), keys: try SoftwareKeyStore(masterKey: master),
      authority: try EmbeddedCertificateAuthority(pki: pki, random: random),
      parties: .init(reader: parties, police: parties, faces: parties),
      passwords: PasswordHasher(strength: .weak, random: random), limits: limits)
    actions = composition.people
    review = composition.review
    outbox = EvaluationOutbox(engine: engine, clock: clock, random: random)
    self.engine = engine
    self.clock = clock
    self.parties = parties
  }

  static func scene(_ device: String = "device-1", ip: String = "10.1.2.3", client: ClientKind = .web) -> Scene {
    Scene(client: client, ip: ip, deviceID: device, userAgent: "Test")
  }

  /// Sends what waits in the outbox to the evaluation outbox, and returns the newest message to `recipient`.
  func message(to recipient: String) async throws -> DevOutboxMessage? {
    let deliver = DeliverMessage(engine: engine, vault: vault, sms: outbox, mail: outbox, clock: clock)
    for topic in [MessageOutbox.smsTopic, MessageOutbox.mailTopic] {
      let items = try await OutboxStore().claim(
        topic, limit: 50, lease: .seconds(60), token: "t\(topic)\(clock.now.microseconds)", at: clock.now, on: engine)
      for item in items {
        try await deliver(item)
        _ = try await engine.write { try OutboxStore().complete(item, in: $0) }
      }
    }
    return try await outbox.messages().first { $0.to == recipient }
  }

  func code(_ purpose: CodePurpose, _ mobile: String, scene: Scene = scene(), kind: AccountKind = .person) async throws -> String {
    clock.advance(.milliseconds(2))  // so that the outbox shows this message as the newest
    _ = try await actions.sendCode(
      purpose, mobile: mobile, scene: scene, tenantID: Self.tenant, language: .chinese, kind: kind)
    return try await message(to: mobile)?.code ?? ""
  }

  func form(
    mobile: String = "13812341234", email: String = "ye@example.com", name: String = "叶小三", code: String,
    password: String = "一段很长的口令 2026", agrees: Bool = true
  ) -> RegistrationForm {
    RegistrationForm(
      name: name, mobile: mobile, email: email, password: Sensitive(password), code: code,
      agreement: agrees ? ShownAgreement(version: "2026-11", digest: ContentHash.sha256(Array("text".utf8))) : nil,
      language: .chinese)
  }

  /// A registered person and the caller for further actions.
  func register(
    mobile: String = "13812341234", email: String = "ye@example.com", name: String = "叶小三", scene: Scene = scene()
  ) async throws -> (signedIn: SignedIn, caller: Caller) {
    let signedIn = try await actions.register(
      form(mobile: mobile, email: email, name: name, code: try await code(.register, mobile, scene: scene)), scene: scene,
      tenantID: Self.tenant)
    return (signedIn, caller(signedIn, scene))
  }

  func caller(_ signedIn: SignedIn, _ scene: Scene = scene()) -> Caller {
    let account = signedIn.account
    return Caller(
      accountID: account.id, tenantID: account.tenantID, name: account.name, platformRoles: account.platformRoles,
      isVerified: account.isVerified, scene: scene)
  }

  func verificationForm(
    name: String = "叶小三", number: String = "310101199001011234", live: [UInt8]? = [3, 3, 3], face: Bool = true,
    show: Bool = true
  ) -> VerificationForm {
    VerificationForm(
      name: name, idCardNumber: Sensitive(number), front: [1, 1, 1], back: [2, 2, 2], live: live,
      consentsToFaceData: face, consentsToShowLiveImage: show)
  }

  /// A back-office caller with the role of a reviewer.
  func reviewer(mobile: String = "13900000001", name: String = "张小三") async throws -> Caller {
    let made = try await review.createStaff(
      name: name, email: "r\(mobile)@example.com", mobile: mobile, password: nil, roles: [.reviewer], tenantID: Self.tenant)
    return Caller(
      accountID: made.account.id, tenantID: Self.tenant, name: name, platformRoles: made.account.platformRoles,
      isVerified: false, scene: Self.scene("office", client: .backOffice))
  }
}
