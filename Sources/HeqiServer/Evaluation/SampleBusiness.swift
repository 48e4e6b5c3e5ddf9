internal import HeqiApplication
internal import HeqiDomain
internal import HeqiPorts
internal import HeqiStorage

/// The rules of the sample company: one business type with two reviews and a seal review, and the handler's right to the
/// contract seal by a signed 授权委托书 (F-060, F-061).
struct SampleBusiness: Sendable {
  static let typeName = "采购合同"

  let people: PeopleActions
  let types: BusinessTypeActions
  let seals: SealActions
  let powers: PowerActions
  let companies: CompanyActions
  let scene: Scene
  let clock: any WallClock
  /// The newest code sent to a number.
  let code: @Sendable (_ mobile: String) async throws -> String

  /// `staff` have registered; their invitations become memberships when they first choose a mode.
  func prepare(representative: SamplePerson, staff: [SamplePerson], password: Sensitive<String>) async throws {
    for person in staff {
      let signedIn = try await people.logIn(
        identifier: person.mobile, password: password, scene: scene, tenantID: Tenant.main)
      if let personal = try await caller(signedIn) {
        _ = try await people.listModes(caller: personal)
        try await people.logOut(signedIn.session.id, caller: personal)
      }
    }
    let signedIn = try await people.logIn(
      identifier: representative.mobile, password: password, scene: scene, tenantID: Tenant.main)
    guard let personal = try await caller(signedIn), let company = try await people.listModes(caller: personal).first else {
      return
    }
    try await people.chooseMode(company.organization.id, session: signedIn.session.id, caller: personal)
    if let acting = try await caller(signedIn) { try await bind(representative, acting) }
    try await people.logOut(signedIn.session.id, caller: personal)
  }

  private func bind(_ representative: SamplePerson, _ acting: Caller) async throws {
    var members: [String: ID<Membership>] = [:]
    for member in try await companies.organization(caller: acting).people { members[member.name] = member.id }
    guard let handler = members["周经办"], let legal = members["吴审批"], let finance = members["钱财务"],
      let keeper = members["郑用章"],
      let seal = try await seals.list(caller: acting).first(where: { $0.kind == .contractSeal && $0.status == .active })
    else { return }
    func plan(_ nodes: [(String, ApprovalNodeKind, ID<Membership>)]) -> ApprovalPlan {
      ApprovalPlan(nodes.map { ApprovalNode(title: $0.0, kind: $0.1, approvers: .people([$0.2])) })
    }
    let rules = BusinessRules(
      name: Self.typeName, code: "CG", numbering: try NumberingRule(NumberingRule.usual, reset: .yearly), seals: [seal.id],
      handlers: [handler], ccViewers: [legal],
      initiationPlan: plan([("法务审批", .legal, legal), ("财务审批", .finance, finance)]),
      receiptPlan: plan([("法务审批", .legal, legal)]), sealPlan: plan([("用章审批", .management, keeper)]))
    _ = try await types.save(nil, rules, caller: acting)
    let draft = try await powers.draft(
      .init(
        kind: .sealUse, granteeID: handler, sealID: seal.id, businessTypeID: nil, scope: "签署采购合同",
        validFrom: clock.now, validUntil: clock.now.adding(.seconds(365 * 86_400))), caller: acting)
    _ = try await powers.sign.askCode(draft.id, seen: draft.draftDigest, caller: acting)
    _ = try await powers.sign(
      draft.id, seen: draft.draftDigest, isConfirmed: true, code: try await code(representative.mobile), caller: acting)
  }

  private func caller(_ signedIn: SignedIn) async throws -> Caller? {
    try await people.resolveSession(token: signedIn.token.reveal(), tenantID: Tenant.main)?
      .caller(scene: scene, language: .chinese)
  }
}
