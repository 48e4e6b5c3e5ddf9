import Foundation
import HeqiDomain
import Testing

/// Every status × command (F-013 to F-018). `docs/company-verification.md` is its printed form; HEQI_UPDATE_EXPECTED=1
/// writes it anew.
@Suite("Company verification table")
struct OrganizationVerificationTableTests {
  private let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/company-verification.md")
    .standardizedFileURL

  private func states() throws -> [OrganizationVerification] {
    let self_ = try CompanySample.data()
    let delegate = try CompanySample.data(.delegate)
    let read = OrganizationVerificationCommand.recordLicence(CompanySample.reading(self_), submission: 1)
    let payout = OrganizationVerificationCommand.recordPayout(amountMinor: 37, reference: "B1")
    let paths: [[OrganizationVerificationCommand]] = [
      [], [.submit(self_)], [.submit(delegate), .recordLicence(CompanySample.reading(delegate), submission: 1)],
      [.submit(self_), read], [.submit(self_), read, .requestPayout], [.submit(self_), read, .requestPayout, payout],
      [.submit(self_), read, .proveByVoucher(CompanySample.voucher)],
      [
        .submit(self_), read, .proveByVoucher(CompanySample.voucher),
        .decide(approved: false, reason: "不符", reviewer: CompanySample.reviewer),
      ],
      [.submit(self_), read, .requestPayout, payout, .enterAmount(37)], [.submit(self_), .withdraw],
    ]
    return try paths.map { try CompanySample.run($0).0 }
  }

  private func commands(_ state: OrganizationVerification) throws -> [OrganizationVerificationCommand] {
    let data = try state.data ?? CompanySample.data()
    return [
      .submit(data), .recordLicence(CompanySample.reading(data), submission: state.submission),
      .askRepresentative(MobileNumber("13900000002")!), .authorize(.scan(CompanySample.letter)),
      .authorize(.signed(by: Sample.id(5), file: CompanySample.letter)), .proveByVoucher(CompanySample.voucher), .requestPayout,
      .recordPayout(amountMinor: 37, reference: "B1"), .enterAmount(37),
      .decide(approved: true, reason: "属实", reviewer: CompanySample.reviewer),
      .decide(approved: false, reason: "不符", reviewer: CompanySample.reviewer), .withdraw,
    ]
  }

  @Test("the printed table is the one in docs/company-verification.md, and every status is in it")
  func printed() throws {
    let states = try states()
    #expect(Set(states.map(\.status)) == Set(OrganizationVerificationStatus.allCases))
    var lines = [
      "# Company verification", "",
      "Printed by `OrganizationVerificationTableTests` from the code; do not edit. `HEQI_UPDATE_EXPECTED=1 bin/test` writes it anew.",
      "", "One row per status and command that the machine allows, with lawful input; all other combinations are refused.", "",
      "| From | Command | To | Then | Log |", "|---|---|---|---|---|",
    ]
    for state in states {
      for command in try commands(state) {
        guard
          let next = try? OrganizationVerificationLifecycle.apply(command, to: state, account: CompanySample.account, at: Sample.now),
          next.verification != state || !next.events.isEmpty
        else { continue }
        let log = next.events.compactMap { Self.heading($0) }.joined(separator: "; ")
        let tasks = next.tasks.map(\.rawValue).joined(separator: ", ")
        lines.append(
          "| \(state.status.rawValue) \(state.status.label.chinese) | \(command.name) | \(next.verification.status.rawValue) | \(tasks) | \(log) |")
      }
    }
    let text = lines.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["HEQI_UPDATE_EXPECTED"] == "1" { try text.write(to: url, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOf: url, encoding: .utf8) == text)
  }

  private static func heading(_ draft: EventDraft) -> String? {
    let event = draft.event(
      id: Sample.id(90), tenantID: "main", at: Sample.now, caller: CompanySample.account.actor, scene: Sample.scene,
      subject: CompanySample.new().subject)
    return OrganizationLog.line(of: event).map { "\($0.category.label.chinese) \($0.actionText(in: .chinese))" }
  }

  @Test("log lines follow the source's grammar and mask people, accounts and images (F-017, F-028)")
  func logLines() throws {
    let data = try CompanySample.data(.delegate)
    let (_, drafts, _) = try CompanySample.run([.submit(data), .recordLicence(CompanySample.reading(data), submission: 1)])
    let lines = drafts.map { draft in
      OrganizationLog.line(
        of: draft.event(
          id: Sample.id(90), tenantID: "main", at: Sample.now, caller: CompanySample.account.actor, scene: Sample.scene,
          subject: CompanySample.new().subject))?.text() ?? ""
    }
    #expect(lines[0].hasPrefix("【认证日志】2026年11月21日 09：00：00 +08:00 用户：\(Mask.name(CompanySample.account.name)) 在 "))
    #expect(lines[0].contains("&提交企业认证资料& /企业名称：示例科技有限公司/统一社会信用代码：91350100M000100Y43/企业类型：法人企业/法定代表人姓名：陈*"))
    #expect(lines[0].hasSuffix("/对公账号：****5678/营业执照图片：****"))
    #expect(lines[2].hasSuffix("&企业信息比对& /法定代表人：成功/企业名称：成功/信用代码：成功"))
    #expect(lines[3].hasPrefix("【系统日志】") && lines[3].hasSuffix("/企业名称：示例科技有限公司/认证结果：待法定代表人授权"))
    #expect(!lines.joined().contains("陈例") && !lines.joined().contains("351000001234"))
  }
}
