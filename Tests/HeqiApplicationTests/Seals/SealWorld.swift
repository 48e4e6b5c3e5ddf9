import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import Office
import Testing

@testable import HeqiApplication

/// A verified company over `ContractWorld`: its legal representative 张小三, and everything about its seals.
struct SealWorld: Sendable {
  let world: ContractWorld
  let organization: Organization
  let seals: SealActions
  let powers: PowerActions
  let types: BusinessTypeActions
  let legalRep: Caller

  init(_ world: ContractWorld) async throws {
    self.world = world
    let ledger = PeopleLedger(engine: world.engine, vault: world.ledger.vault, clock: world.clock, random: world.ledger.random)
    let now = world.clock.now
    organization = Organization(
      id: ledger.random.id(at: now), tenantID: "main", kind: .legalEntity, name: "示例科技有限公司",
      code: try UnifiedSocialCreditCode("91350100M000100Y43"), legalRepresentative: "张小三", verifiedAt: now, createdAt: now)
    let company = CompanySeals(ledger: ledger)
    let drawings = company.drawings(of: organization)
    try await world.engine.write { [organization] connection in
      try OrganizationStore(tenantID: "main").insert(organization, in: connection)
      try company.renew(organization, drawings, scene: .system, at: now, in: connection)
    }
    seals = SealActions(ledger: ledger, passwords: PasswordHasher(strength: .weak, random: ledger.random), workers: OfficeWorkers())
    powers = PowerActions(
      ledger: ledger, blobs: world.blobs, codes: CodeDesk(ledger: ledger, limits: .evaluation), keys: world.keys,
      authority: world.authority, timeStamps: world.timeStamps, renderer: PageRenderer(workers: OfficeWorkers()))
    types = BusinessTypeActions(ledger: ledger)
    legalRep = try await Self.join(ContractWorld.zhang, [.legalRep], organization, world)
  }

  /// A verified person who works here.
  func join(_ who: (name: String, mobile: String), _ roles: Set<CompanyRole>) async throws -> Caller {
    try await Self.join(who, roles, organization, world)
  }

  private static func join(
    _ who: (name: String, mobile: String), _ roles: Set<CompanyRole>, _ organization: Organization, _ world: ContractWorld
  ) async throws -> Caller {
    let person = try await world.person(who)
    let now = world.clock.now
    let member = Membership(
      id: world.ledger.random.id(at: now), tenantID: "main", organizationID: organization.id, accountID: person.accountID,
      name: who.name, mobile: MobileNumber(who.mobile), roles: roles, status: .active, source: .manual, createdAt: now)
    try await world.engine.write { try MembershipStore(vault: world.vault).insert(member, in: $0) }
    return try await standing(person, organization.id, world)
  }

  /// The caller as the next request reads it.
  func again(_ caller: Caller) async throws -> Caller { try await Self.standing(caller, organization.id, world) }

  private static func standing(_ person: Caller, _ id: ID<Organization>, _ world: ContractWorld) async throws -> Caller {
    let standing = try await world.engine.read {
      try MembershipStore(vault: world.vault).standing(of: person.accountID, in: id, at: world.clock.now, on: $0)
    }
    return Caller(
      accountID: person.accountID, tenantID: "main", name: person.name, isVerified: true, scene: person.scene,
      mode: standing.map { .company($0) } ?? .personal)
  }

  func seal(_ kind: SealKind) async throws -> Seal {
    try #require(try await seals.list(caller: legalRep).first { $0.kind == kind && $0.status == .active })
  }

  /// A paper, drafted and signed as on the page.
  func grant(
    _ kind: PowerOfAttorney.Kind = .sealUse, to caller: Caller, seal: ID<Seal>? = nil, type: ID<BusinessType>? = nil,
    days: Int64 = 30
  ) async throws -> PowerOfAttorney {
    let now = world.clock.now
    let draft = try await powers.draft(
      .init(
        kind: kind, granteeID: caller.mode.standing?.membershipID, sealID: seal, businessTypeID: type, scope: "签署采购合同",
        validFrom: now, validUntil: now.adding(.seconds(days * 86_400))), caller: legalRep)
    return try await sign(draft)
  }

  func sign(_ draft: PowerOfAttorney) async throws -> PowerOfAttorney {
    world.clock.advance(.seconds(61))
    _ = try await powers.sign.askCode(draft.id, seen: draft.draftDigest, caller: legalRep)
    let code = try #require(try await world.letters().last { $0.code != nil }?.code)
    return try await powers.sign(draft.id, seen: draft.draftDigest, isConfirmed: true, code: code, caller: legalRep)
  }

  /// What a member may do with a seal now, as the signing transaction asks.
  func mayUse(_ seal: ID<Seal>, _ caller: Caller, type: BusinessType? = nil) async throws -> Bool {
    let standing = try #require(caller.mode.standing)
    let now = world.clock.now
    return try await world.engine.read { connection in
      let stored = try #require(try SealStore(tenantID: "main").find(seal, in: connection))
      let grants = try PowerOfAttorneyStore(tenantID: "main").grants(of: seal, in: connection)
      let grant = try? SealPolicy.use(
        of: stored,
        by: .member(standing.membershipID, of: standing.organizationID, isLegalRep: standing.roles.contains(.legalRep)),
        for: .init(businessType: type), grants: grants, at: now)
      return grant != nil
    }
  }
}
