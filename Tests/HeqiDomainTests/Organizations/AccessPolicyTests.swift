import Foundation
import HeqiDomain
import Testing

/// Table D (F-030). `docs/access-matrix.md` is its printed form; HEQI_UPDATE_EXPECTED=1 writes it anew.
@Suite("Access policy")
struct AccessPolicyTests {
  private let policy = AccessPolicy.tableD
  private let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/access-matrix.md")
    .standardizedFileURL

  @Test("every permission has a row, and at least one role holds it or the platform does")
  func complete() {
    for permission in Permission.allCases {
      let marks = AccessPolicy.Column.all.map { policy.mark(permission, $0) }
      #expect(marks.contains { $0 != .denied }, "\(permission.rawValue)")
    }
  }

  @Test("a denied right has no scope, whatever the role; the platform's own neither")
  func denied() {
    #expect(policy.scope(of: .contractSign, in: .role(.ccViewer)) == nil)
    #expect(policy.scope(of: .contractSend, in: .role(.handler)) == nil)
    #expect(policy.scope(of: .orgView, in: .individual) == nil)
    #expect(policy.scopes(of: .contractDownload, for: [.ccViewer, .businessApprover, .sealApprover]) == [])
    #expect(policy.scopes(of: .orgUpdate, for: []) == [])
  }

  @Test("rights are the union of the roles", arguments: [
    (Permission.contractView, [AccessScope.participated, .inBusinessApproval]), (.contractSign, [.participated]),
    (.approvalDecide, [.inBusinessApproval]), (.orgUpdate, []),
  ])
  func union(permission: Permission, scopes: [AccessScope]) {
    #expect(policy.scopes(of: permission, for: [.handler, .businessApprover]) == Set(scopes))
  }

  @Test("only the legal representative grants seals, links companies and stops seals")
  func legalRepresentative() {
    for permission in [Permission.sealGrant, .orgLink, .sealEnable, .sealDisable] {
      let roles = CompanyRole.allCases.filter { policy.scope(of: permission, in: .role($0)) != nil }
      #expect(roles == [.legalRep], "\(permission.rawValue)")
    }
  }

  @Test("every contract permission is a key of the table; a person holds all but those about a company's people")
  func contractPermissions() {
    for permission in ContractPermission.allCases {
      #expect(permission.permission.rawValue == permission.rawValue)
      let isOfCompanies = [.decide, .addApprover, .addCC, .reassign].contains(permission)
      #expect(policy.scope(of: permission.permission, in: .individual) == (isOfCompanies ? nil : .own))
    }
  }

  @Test("in personal mode there is no company; in company mode no personal right")
  func modes() throws {
    let standing = CompanyStanding(
      organizationID: Sample.id(7), organizationName: "示例科技有限公司", membershipID: Sample.id(8), roles: [.ccViewer])
    let personal = caller(.personal)
    let company = caller(.company(standing))
    #expect(throws: OrganizationError(.companyModeRequired)) { try personal.require(.orgView) }
    #expect(throws: OrganizationError(.notPermitted)) { try company.require(.orgUpdate) }
    #expect(try company.require(.orgView) == standing)
    #expect(personal.scopes(of: .contractDownload) == [.own])
    #expect(company.scopes(of: .contractDownload) == [])
    #expect(company.scopes(of: .contractView) == [.ccOnly])
  }

  private func caller(_ mode: CallerMode) -> Caller {
    Caller(accountID: Sample.id(1), tenantID: "main", name: "叶小三", isVerified: true, scene: Sample.scene, mode: mode)
  }

  @Test("the printed matrix is the one in docs/access-matrix.md")
  func printed() throws {
    let text = document
    if ProcessInfo.processInfo.environment["HEQI_UPDATE_EXPECTED"] == "1" {
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: url, encoding: .utf8) == text)
  }

  private var document: String {
    var lines = [
      "# Who may do what", "",
      "Printed by `AccessPolicyTests` from `AccessPolicy.tableD`; do not edit. `HEQI_UPDATE_EXPECTED=1 bin/test` writes it anew.", "",
      "✓ = written in the source; + = derived, the role has the parent verb; s = the platform does it; – = denied. Effective",
      "rights are the union of a person's roles, within each role's scope, as far as the contract's stage allows (F-030).", "",
    ]
    let columns = AccessPolicy.Column.all
    lines.append("| Permission | " + columns.map { "\($0.label.chinese) \($0.label.english)" }.joined(separator: " | ") + " |")
    lines.append("|---|" + columns.map { _ in "---" }.joined(separator: "|") + "|")
    lines.append("| *scope* | " + columns.map { "*\($0.scope.rawValue)*" }.joined(separator: " | ") + " |")
    for permission in Permission.allCases {
      let marks = columns.map { String(policy.mark(permission, $0).rawValue) }
      lines.append("| `\(permission.rawValue)` | " + marks.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
