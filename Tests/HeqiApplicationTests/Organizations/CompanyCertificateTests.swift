import CMS
import HeqiApplication
import HeqiDomain
import HeqiProviders
import HeqiSQL
import HeqiStorage
import Testing

@Suite("Company certificates")
struct CompanyCertificateTests {
  @Test("a stranger gets none; a member's names person and company, once, and is no personal certificate")
  func issued() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (_, caller) = try await world.register()
      let membership = try await world.company(of: caller.accountID)
      let random = SystemRandom()
      let issue = IssueCompanyCertificate(
        ledger: world.ledger, keys: try SoftwareKeyStore(masterKey: [UInt8](repeating: 9, count: 32)),
        authority: try EmbeddedCertificateAuthority(pki: world.pki, random: random))
      let scene = PeopleWorld.scene()
      await #expect(throws: OrganizationError(.notAMember)) {
        try await issue(for: ID(at: world.clock.now, random: [99]), of: membership.organizationID, tenantID: "main", scene: scene)
      }
      await #expect(throws: OrganizationError(.identityUnverified)) {
        try await issue(for: caller.accountID, of: membership.organizationID, tenantID: "main", scene: scene)
      }
      try await world.markVerified(caller.accountID)
      let first = try await issue(for: caller.accountID, of: membership.organizationID, tenantID: "main", scene: scene)
      let again = try await issue(for: caller.accountID, of: membership.organizationID, tenantID: "main", scene: scene)
      #expect(first == again)
      let subject = try X509Certificate(der: first.chain[0]).subject
      #expect(subject.commonName == "叶小三" && subject.value(.organization) == "示例科技有限公司")
      #expect(subject.value(.organizationIdentifier) == "NTRCN-91350100M000100Y43")
      let now = world.clock.now
      let store = CertificateStore(tenantID: "main")
      #expect(try await world.engine.read { try store.usable(by: caller.accountID, at: now, in: $0) } == nil)
      #expect(try await world.engine.read { try store.usable(for: membership.organizationID, at: now, in: $0) } == [first])
      #expect(try await world.engine.read { try store.find(serial: first.serial, in: $0) } == first)
    }
  }
}
