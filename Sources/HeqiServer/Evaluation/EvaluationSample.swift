internal import HeqiApplication
internal import HeqiDomain
internal import HeqiPorts
internal import HeqiWeb
internal import Logging
internal import HeqiStorage
internal import ServiceLifecycle

/// Makes the people and the contract that a visitor of an evaluation server finds: two verified persons and a contract
/// that waits for its first signature. Goes through the same actions as everybody, codes and review included.
struct EvaluationSample: Service {
  /// What `Welcome` prints and the guided start shows.
  static let password = "Heqi-Evaluation-1"
  static let adminEmail = "admin@heqi.localhost"

  let people: PeopleActions
  let review: ReviewActions
  let contracts: ContractActions
  let companies: CompanyActions
  let seals: SealActions
  let powers: PowerActions
  let types: BusinessTypeActions
  let outbox: EvaluationOutbox
  let documents: LegalDocuments
  let clock: any WallClock
  let logger: Logger

  /// Prepares once, then waits for the end of the server: a service that returns would stop it.
  func run() async throws {
    do {
      if try await isMissing() { try await prepare() }
    } catch is CancellationError {
      return
    } catch {
      logger.error("the sample could not be prepared", metadata: ["error.type": "\(type(of: error))"])
    }
    try? await gracefulShutdown()
  }

  private var scene: Scene { Scene(client: .web, ip: "127.0.0.1", deviceID: "evaluation-sample", userAgent: "heqi evaluation sample") }

  private func isMissing() async throws -> Bool {
    do {
      _ = try await people.logIn(
        identifier: SamplePerson.all[0].mobile, password: Sensitive(Self.password), scene: scene, tenantID: Tenant.main)
      return false
    } catch let error as IdentityError where error.code == .loginRefused {
      return true
    }
  }

  private func prepare() async throws {
    let admin = try await review.createStaff(
      name: "示例审核员", email: Self.adminEmail, mobile: "13900000000", password: Sensitive(Self.password),
      roles: Set(PlatformRole.allCases), tenantID: Tenant.main)
    let reviewer = Caller(
      accountID: admin.account.id, tenantID: Tenant.main, name: admin.account.name, platformRoles: Set(PlatformRole.allCases),
      isVerified: false, scene: Scene(client: .backOffice, ip: "127.0.0.1", deviceID: "evaluation-sample", userAgent: "heqi"))
    var callers: [Caller] = []
    for person in SamplePerson.all { callers.append(try await register(person, reviewer: reviewer)) }
    try await startContract(from: callers[0], to: SamplePerson.all[1])
    try await SampleCompany(people: people, companies: companies, review: review, scene: scene)
      .prepare(representative: SamplePerson.all[0], password: Sensitive(Self.password), reviewer: reviewer)
    for person in SamplePerson.company { _ = try await register(person, reviewer: reviewer) }
    try await SampleBusiness(
      people: people, types: types, seals: seals, powers: powers, companies: companies, scene: scene, clock: clock,
      code: { try await code(sentTo: $0) }
    ).prepare(representative: SamplePerson.all[0], staff: SamplePerson.company, password: Sensitive(Self.password))
  }

  private func register(_ person: SamplePerson, reviewer: Caller) async throws -> Caller {
    _ = try await people.sendCode(.register, mobile: person.mobile, scene: scene, tenantID: Tenant.main, language: .chinese)
    let agreement = documents.agreement(.chinese)
    let signedIn = try await people.register(
      RegistrationForm(
        name: person.name, mobile: person.mobile, email: person.email, password: Sensitive(Self.password),
        code: try await code(sentTo: person.mobile),
        agreement: ShownAgreement(version: agreement.version, digest: agreement.digest), language: .chinese),
      scene: scene, tenantID: Tenant.main)
    func caller(isVerified: Bool) -> Caller {
      Caller(
        accountID: signedIn.account.id, tenantID: Tenant.main, name: signedIn.account.name, isVerified: isVerified, scene: scene)
    }
    let picture = try person.picture()
    _ = try await people.submitVerification(
      VerificationForm(
        name: person.name, idCardNumber: Sensitive(person.idCardNumber), front: picture, back: picture, live: picture,
        consentsToFaceData: true, consentsToShowLiveImage: false),
      caller: caller(isVerified: false))
    // Only the sample's own case: people may be registering already.
    for row in try await review.listQueue(caller: reviewer).rows where row.task.accountID == signedIn.account.id {
      _ = try await review.openCase(row.task.id, caller: reviewer)
      _ = try await review.decide(row.task.id, approved: true, reason: "评估示例", caller: reviewer)
    }
    return caller(isVerified: true)
  }

  /// The newest code for a number; the relay needs a moment to hand it over.
  private func code(sentTo mobile: String) async throws -> String {
    for _ in 0..<100 {
      if let code = try await outbox.messages(limit: 20).first(where: { $0.to == mobile })?.code { return code }
      try await Task.sleep(for: .milliseconds(100))
    }
    throw IdentityError(.busy)
  }

  private func startContract(from initiator: Caller, to receiver: SamplePerson) async throws {
    let draft = try await contracts.upload(
      .init(contractID: nil, fileName: "房屋租赁合同.pdf", title: "房屋租赁合同（示例）", bytes: try SampleContract.pdf()), caller: initiator)
    let contract = try await contracts.setReceivers(
      draft.id, [.init(name: receiver.name, mobile: receiver.mobile)], caller: initiator)
    guard let round = contract.editable else { return }
    let places = round.parties.flatMap { party -> [SetPlaces.Place] in
      let left = party.side == .initiator ? 70.0 : 330.0
      return [
        .init(partyID: party.id, kind: .signature, page: 1, box: PageBox(x: left, y: 150, width: 120, height: 70)),
        .init(partyID: party.id, kind: .date, page: 1, box: PageBox(x: left, y: 115, width: 120, height: 22)),
      ]
    }
    _ = try await contracts.setPlaces(contract.id, places, caller: initiator)
    _ = try await contracts.setSettings(
      contract.id, title: nil,
      settings: ContractSettings(
        issueOrder: .signThenSend, signDeadline: clock.now.adding(.seconds(14 * 86_400)), subjectMatter: .general),
      caller: initiator)
    _ = try await contracts.initiate(contract.id, caller: initiator)
  }
}
