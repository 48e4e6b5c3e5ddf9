import HeqiDomain
import Testing

@Suite("Versions of templates and their approval (B-18, J-011)")
struct TemplateVersionTests {
  static let now = Instant(seconds: 1_767_225_600)

  static func version(_ approval: TemplateApproval) throws -> TemplateVersion {
    TemplateVersion(
      tenantID: "t", templateID: "T-1", version: "1", ordinal: 1, name: "n", category: "c", kind: .html,
      digest: try #require(Digest([UInt8](repeating: 1, count: 32))), variables: [], signers: TemplateSigners(), isActive: false,
      approval: approval, createdBy: "maker", createdAt: now, updatedBy: "maker", updatedAt: now)
  }

  @Test("only what needs no approval or has it can be used or made active")
  func use() throws {
    #expect(try Self.version(.notRequired).isUsable && Self.version(.approved(by: "x", at: Self.now)).isUsable)
    #expect(try !Self.version(.pending).isUsable && !Self.version(.rejected(by: "x", at: Self.now, reason: "r")).isUsable)
    #expect(try Self.version(.pending).obstacle(isApprovalRequired: false) != nil, "a pending version stays closed when the rule is lifted")
    #expect(try Self.version(.rejected(by: "x", at: Self.now, reason: "r")).obstacle(isApprovalRequired: false) != nil)
    #expect(try Self.version(.notRequired).obstacle(isApprovalRequired: true) != nil)
    #expect(try Self.version(.notRequired).obstacle(isApprovalRequired: false) == nil)
    #expect(try Self.version(.approved(by: "x", at: Self.now)).obstacle(isApprovalRequired: true) == nil)
  }

  @Test("another client decides, once; its maker does not")
  func decision() throws {
    let pending = try Self.version(.pending)
    #expect(try pending.decided(true, reason: "", by: "lawyer", at: Self.now) == .approved(by: "lawyer", at: Self.now))
    #expect(try pending.decided(false, reason: "r", by: "lawyer", at: Self.now) == .rejected(by: "lawyer", at: Self.now, reason: "r"))
    #expect(throws: ClientError(.scopeMissing)) { try pending.decided(true, reason: "", by: "maker", at: Self.now) }
    for approval in [TemplateApproval.notRequired, .approved(by: "x", at: Self.now), .rejected(by: "x", at: Self.now, reason: "r")] {
      #expect(throws: ClientError(.wrongState)) { try Self.version(approval).decided(true, reason: "", by: "lawyer", at: Self.now) }
    }
  }

  @Test("ids are short and plain", arguments: [("T-1.a_b", true), ("", false), ("a/b", false), ("模板", false), (String(repeating: "a", count: 65), false)])
  func ids(_ text: String, _ isGood: Bool) { #expect(TemplateVersion.isID(text) == isGood) }
}
