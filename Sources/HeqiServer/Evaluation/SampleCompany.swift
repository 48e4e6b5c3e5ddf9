internal import Graphics
internal import HeqiApplication
internal import HeqiDomain
internal import HeqiPorts
internal import HeqiStorage

/// The company of the evaluation sample: verified through the back office like every other, with people in each role.
struct SampleCompany: Sendable {
  static let name = "示例科技有限公司"
  static let code = "91350100M000100Y43"
  static let roster = """
    企业,部门,上级部门,姓名,手机,邮箱
    示例科技有限公司,销售部,,周经办,13800000003,zhou@heqi.localhost
    示例科技有限公司,法务部,,吴审批,13800000004,wu@heqi.localhost
    示例科技有限公司,综合部,,郑用章,13800000005,zheng@heqi.localhost
    示例科技有限公司,财务部,,钱财务,13800000006,qian@heqi.localhost
    """
  /// Roles by name of the people above; the legal representative comes from the verification.
  static let roles: [String: Set<CompanyRole>] = [
    "周经办": [.handler], "吴审批": [.businessApprover, .ccViewer], "郑用章": [.sealApprover, .delegate],
    "钱财务": [.businessApprover],
  ]

  let people: PeopleActions
  let companies: CompanyActions
  let review: ReviewActions
  let scene: Scene

  /// `representative` is verified already and becomes 法定代表人.
  func prepare(representative: SamplePerson, password: Sensitive<String>, reviewer: Caller) async throws {
    let signedIn = try await people.logIn(
      identifier: representative.mobile, password: password, scene: scene, tenantID: Tenant.main)
    guard let personal = try await caller(signedIn) else { return }
    let picture = try SealFace.name(NameSeal(name: representative.name)).drawing().png(dpi: 600, background: .white)
    let asked = try await companies.submit(
      CompanyForm(
        kind: .legalEntity, name: Self.name, code: Self.code, legalRepresentative: representative.name, capacity: .legalRepresentative,
        bank: "示例银行厦门分行", account: Sensitive("3510000012345678"), licence: picture), caller: personal)
    try await companies.proveAccount.byVoucher(picture, asked.id, caller: personal)
    for row in try await review.listQueue(caller: reviewer).rows where row.task.companyVerificationID == asked.id {
      try await companies.review.decide(row.task.id, approved: true, reason: "评估示例", caller: reviewer)
    }
    guard let company = try await people.listModes(caller: personal).first else { return }
    try await people.chooseMode(company.organization.id, session: signedIn.session.id, caller: personal)
    guard let acting = try await caller(signedIn) else { return }
    try await fill(acting)
    try await people.logOut(signedIn.session.id, caller: personal)
  }

  private func fill(_ acting: Caller) async throws {
    let preview = try await companies.importRoster.preview(Array(Self.roster.utf8), caller: acting)
    guard let file = preview.file else { return }
    _ = try await companies.importRoster.confirm(file, caller: acting)
    for status in ["active", "invited"] {
      for member in try await companies.organization(status: status, caller: acting).people {
        guard let roles = Self.roles[member.name] else { continue }
        try await companies.members.change(
          member.id, MemberChange(roles: roles, units: member.unitIDs, manager: acting.mode.standing?.membershipID), caller: acting)
      }
    }
  }

  private func caller(_ signedIn: SignedIn) async throws -> Caller? {
    try await people.resolveSession(token: signedIn.token.reveal(), tenantID: Tenant.main)?.caller(scene: scene, language: .chinese)
  }
}
