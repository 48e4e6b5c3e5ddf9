import HeqiApplication
import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import Testing

/// F-029, F-030, F-056 to F-060.
@Suite("Organization and people")
struct OrganizationPeopleTests {
  private struct Bench: Sendable {
    let world: PeopleWorld
    let companies: CompanyActions
    let signedIn: SignedIn
    let membership: Membership
    let directory: ChosenDirectory

    /// The legal representative as the present request sees them.
    func caller() async throws -> Caller { try await world.inCompany(signedIn, membership.organizationID) }
  }

  private func bench(roles: Set<CompanyRole> = [.legalRep], _ body: @Sendable @escaping (Bench) async throws -> Void) async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (signedIn, caller) = try await world.register()
      try await world.markVerified(caller.accountID)
      let membership = try await world.company(of: caller.accountID, roles: roles)
      let directory = ChosenDirectory()
      let companies = try world.companyActions(reader: SilentReader(), directory: directory)
      try await body(
        Bench(world: world, companies: companies, signedIn: signedIn, membership: membership, directory: directory))
    }
  }

  private static let csv = """
    企业,部门,上级部门,姓名,手机,邮箱
    示例科技有限公司,销售部,,陈例,13900000002,c@example.com
    示例科技有限公司,华南组,销售部,"王 五",13900000003,
    示例科技有限公司,销售部,,王 五,13900000003,
    """

  private static let json = """
    {"集团": "某集团", "企业": ["示例科技有限公司"],
     "示例科技有限公司部门结构": [
      {"部门": "销售部", "上级部门": "", "人员": ["陈例,13900000002,c@example.com", {"姓名": "王 五", "手机": "13900000003", "邮箱": ""}]},
      {"部门": "华南组", "上级部门": "销售部", "人员": []}]}
    """

  @Test("a file with one bad row imports nothing and names the row; the same file mended imports all of it")
  func importing() async throws {
    try await bench { (bench: Bench) async throws in
      let caller = try await bench.caller()
      let bad = Self.csv.split(separator: "13900000003").joined(separator: "139")
      let refused = try await bench.companies.importRoster.preview(Array(bad.utf8), caller: caller)
      #expect(refused.faults.map(\.place) == ["第 3 行", "第 4 行"] && refused.file == nil)
      let preview = try await bench.companies.importRoster.preview(Array(Self.csv.utf8), caller: caller)
      #expect(preview.outcome.added == ["陈例", "王 五"])
      #expect(try await bench.companies.organization(status: "invited", caller: caller).people.isEmpty)
      _ = try await bench.companies.importRoster.confirm(try #require(preview.file), caller: caller)
      let view = try await bench.companies.organization(status: "invited", caller: caller)
      #expect(Set(view.people.map(\.name)) == ["陈例", "王 五"])
      #expect(view.units.map { "\($0.depth) \($0.unit.name) \($0.people)" } == ["0 示例科技有限公司 0", "1 销售部 2", "2 华南组 1"])
      #expect(try await bench.world.message(to: "13900000002")?.body.contains("邀请您加入") == true)
      let again = try await bench.companies.importRoster.preview(Array(Self.csv.utf8), caller: caller)
      #expect(again.outcome.isEmpty && again.outcome.unchanged == 2)
      let sales = try #require(view.units.first { $0.unit.name == "销售部" }).unit.id
      #expect(try await bench.companies.organization(unit: sales, caller: caller).people.count == 2)
    }
  }

  @Test("the source's JSON shape is read, with a group above the company; what is none says so")
  func jsonShape() async throws {
    try await bench { (bench: Bench) async throws in
      let caller = try await bench.caller()
      let preview = try await bench.companies.importRoster.preview(Array(Self.json.utf8), caller: caller)
      _ = try await bench.companies.importRoster.confirm(try #require(preview.file), caller: caller)
      let view = try await bench.companies.organization(caller: caller)
      #expect(view.units.map { "\($0.depth) \($0.unit.name)" } == ["0 某集团", "1 示例科技有限公司", "2 销售部", "3 华南组"])
      for text in ["{", "{}", "甲,乙\n1,2"] {
        await #expect(throws: OrganizationError(.rosterUnreadable)) {
          _ = try await bench.companies.importRoster.preview(Array(text.utf8), caller: caller)
        }
      }
    }
  }

  @Test("an invited person is linked when they register under the same name, and not under another (F-012)")
  func linking() async throws {
    try await bench { (bench: Bench) async throws in
      let caller = try await bench.caller()
      for (name, mobile) in [("陈例", "13900000002"), ("赵六", "13900000004")] {
        try await bench.companies.members.add(
          name: name, mobile: mobile, email: "", MemberChange(roles: [.handler], units: [], manager: nil), caller: caller)
      }
      for mobile in ["13900000002", "13900000004"] { _ = try await bench.world.message(to: mobile) }  // the invitations
      let right = try await bench.world.register(mobile: "13900000002", email: "c@example.com", name: "陈例")
      let wrong = try await bench.world.register(mobile: "13900000004", email: "d@example.com", name: "钱七")
      #expect(try await bench.world.actions.listModes(caller: right.caller).map(\.roles) == [[.handler]])
      #expect(try await bench.world.actions.listModes(caller: wrong.caller).isEmpty)
    }
  }

  @Test("roles are given on the page but for the two that the law and the letter decide")
  func roles() async throws {
    try await bench(roles: [.delegate]) { (bench: Bench) async throws in
      let caller = try await bench.caller()
      for (roles, code) in [(Set([CompanyRole.legalRep]), OrganizationError.Code.memberLegalRep), ([.delegate], .delegateByLegalRep)] {
        await #expect(throws: OrganizationError(code)) {
          try await bench.companies.members.add(
            name: "陈例", mobile: "13900000002", email: "", MemberChange(roles: roles, units: [], manager: nil), caller: caller)
        }
      }
      let added = try await bench.companies.members.add(
        name: "陈例", mobile: "13900000002", email: "", MemberChange(roles: [.handler], units: [], manager: bench.membership.id), caller: caller)
      try await bench.companies.members.change(
        added.id, MemberChange(roles: [.sealApprover, .ccViewer], units: [], manager: nil), caller: caller)
      #expect(try await bench.companies.organization.member(added.id, caller: caller).member.roles == [.sealApprover, .ccViewer])
      await #expect(throws: OrganizationError(.unitUnknown)) {
        try await bench.companies.members.change(
          added.id, MemberChange(roles: [], units: [ID(at: bench.world.clock.now, random: [77])], manager: nil), caller: caller)
      }
    }
  }

  @Test("a leaver loses every right with the next request, and the company's certificate; the representative cannot be let go")
  func leaving() async throws {
    try await bench { (bench: Bench) async throws in
      let (world, companies) = (bench.world, bench.companies)
      let caller = try await bench.caller()
      let added = try await companies.members.add(
        name: "陈例", mobile: "13900000002", email: "", MemberChange(roles: [.handler], units: [], manager: nil), caller: caller)
      _ = try await world.message(to: "13900000002")  // the invitation
      let (signedIn, _) = try await world.register(mobile: "13900000002", email: "c@example.com", name: "陈例")
      try await world.markVerified(signedIn.account.id)
      _ = try await world.actions.listModes(of: signedIn.account.id, tenantID: "main")
      let handler = try await world.inCompany(signedIn, bench.membership.organizationID)
      #expect(handler.mode.standing?.roles == [.handler])
      try await companies.certificates(for: signedIn.account.id, of: bench.membership.organizationID, tenantID: "main", scene: .system)
      await #expect(throws: OrganizationError(.notPermitted)) { try await companies.members.leave(added.id, caller: handler) }
      await #expect(throws: OrganizationError(.memberLegalRep)) {
        try await companies.members.leave(bench.membership.id, caller: caller)
      }
      try await companies.members.leave(added.id, caller: caller)
      let after = try #require(try await world.actions.resolveSession(token: signedIn.token.reveal(), tenantID: "main"))
      #expect(after.mode == .personal)
      let now = world.clock.now
      let certificates = try await world.engine.read {
        try CertificateStore(tenantID: "main").usable(by: signedIn.account.id, for: bench.membership.organizationID, at: now, in: $0)
      }
      #expect(certificates == nil)
      await #expect(throws: OrganizationError(.notFound)) { try await companies.members.leave(added.id, caller: caller) }
    }
  }

  @Test("the directory is pulled once at each hour; faults, errors and silence lose nothing; who is gone from it has left (F-057, F-058)")
  func directory() async throws {
    try await bench { (bench: Bench) async throws in
      let (world, pull, directory) = (bench.world, bench.companies.directory, bench.directory)
      let caller = try await bench.caller()
      await #expect(throws: OrganizationError(.directoryMissing)) { try await pull(caller: caller) }
      func names(_ status: String) async throws -> Set<String> {
        Set(try await bench.companies.organization(status: status, caller: caller).people.map(\.name))
      }
      directory.set(.success(.roster(Array(Self.json.utf8), tag: "\"1\"")))
      #expect(try await pull.due(tenantID: "main") == 1)
      #expect(try await pull.due(tenantID: "main") == 0)
      #expect(try await names("invited") == ["陈例", "王 五"])

      for answer: Result<DirectoryAnswer, ProviderError> in [
        .success(.unchanged), .success(.roster(Array("{".utf8), tag: "\"2\"")), .success(.roster(Array("{\"企业\": [\"\"]}".utf8), tag: nil)),
        .failure(ProviderError(.retryable, provider: "directory", message: "the directory answered 500")),
      ] {
        directory.set(answer)
        world.clock.advance(.seconds(12 * 3600))
        #expect(try await pull.due(tenantID: "main") == 1)
        #expect(try await names("invited") == ["陈例", "王 五"])
      }
      #expect(directory.tags == [nil, "\"1\"", "\"1\"", "\"1\"", "\"1\""])
      #expect(try await pull.last(caller: caller).pull?.outcome == .failed)

      let fewer = Self.json.split(separator: "\"陈例,13900000002,c@example.com\", ").joined()
      directory.set(.success(.roster(Array(fewer.utf8), tag: "\"3\"")))
      #expect(try await pull(caller: caller).outcome == .taken)
      #expect(try await names("left") == ["陈例"])
      #expect(try await names("active") == ["叶小三"])
    }
  }

  @Test("in personal mode and in another company nothing of this one exists")
  func isolation() async throws {
    try await bench { (bench: Bench) async throws in
      let personal = bench.world.verifiedCaller(bench.signedIn)
      await #expect(throws: OrganizationError(.companyModeRequired)) { _ = try await bench.companies.organization(caller: personal) }
      let other = CompanyStanding(
        organizationID: ID(at: bench.world.clock.now, random: [50]), organizationName: "另一家", membershipID: bench.membership.id,
        roles: [.legalRep])
      let stranger = Caller(
        accountID: personal.accountID, tenantID: "main", name: personal.name, isVerified: true, scene: personal.scene, mode: .company(other))
      await #expect(throws: OrganizationError(.notFound)) {
        _ = try await bench.companies.organization.member(bench.membership.id, caller: stranger)
      }
      await #expect(throws: OrganizationError(.notFound)) { try await bench.companies.members.leave(bench.membership.id, caller: stranger) }
    }
  }
}
