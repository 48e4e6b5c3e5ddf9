import HeqiDomain
import Testing

@Suite("Registration and verification log")
struct IdentityLogTests {
  private func line(_ draft: EventDraft, actor: Actor = Sample.account.actor, scene: Scene = Sample.scene) -> LogLine? {
    IdentityLog.line(
      of: draft.event(
        id: Sample.id(5), tenantID: "main", at: Sample.now, caller: actor, scene: scene, subject: Sample.account.subject))
  }

  @Test("registration reads as in the source, masked, with the zone (F-019, F-020, F-028)")
  func registered() {
    let draft = VerificationEvent.registered(
      name: PersonName("叶小三")!, mobile: MobileNumber("13812341234")!, email: EmailAddress("ye@example.com")!)
    #expect(
      line(draft)?.text()
        == "【注册日志】2026年11月21日 09：00：00 +08:00 用户：叶*三 在 web 端 / MAC：不可用(web) / IP - 172.124.**.** &提交注册信息& /姓名：叶*三/手机号码：138****1234/邮箱：y***@example.com"
    )
  }

  @Test("system lines name the system and keep the person's masked address")
  func system() {
    #expect(
      line(VerificationEvent.mobileChecked(passed: true))?.text()
        == "【系统日志】2026年11月21日 09：00：00 +08:00 系统 / MAC：不可用(web) / IP - 172.124.**.** &验证手机短信& /结果：成功")
  }

  @Test("back-office lines name the reviewer without MAC and IP (F-020)")
  func backOffice() throws {
    let actor = Actor(kind: .backOffice, id: "x", maskedName: "张*三")
    var verification = Sample.verification()
    verification.status = .awaitingReview
    let draft = try #require(
      try verification.apply(.decide(approved: true, reason: "两图一致", reviewer: Sample.reviewer)).events.first)
    #expect(
      line(draft, actor: actor)?.text()
        == "【认证日志】2026年11月21日 09：00：00 +08:00 后台用户：张*三 在 合契 后台 &后台审核人脸比对& /后台审核：通过/理由：两图一致")
  }

  @Test("every event of a whole verification has a line in both languages and shows no clear number")
  func noClearData() throws {
    var verification = Sample.verification()
    let commands: [VerificationCommand] = [
      .submit(Sample.submission()), .recordCard(CardReading(name: "叶小三", idCardNumber: Sample.adult), submission: 1),
      .recordPolice(.passed, submission: 1), .recordFace(.failed, submission: 1), .requestReview(confirmed: true),
      .decide(approved: true, reason: "两图一致", reviewer: Sample.reviewer),
    ]
    var kinds: [String] = []
    for command in commands {
      let transition = try verification.apply(command)
      for draft in transition.events {
        let line = try #require(self.line(draft), "no line for \(draft.kind)")
        for text in [line.text(), line.text(in: .english)] {
          #expect(!text.contains("310101199001011234") && !text.contains("13812341234") && !text.contains("叶小三"))
        }
        kinds.append(draft.kind)
      }
      verification = transition.verification
    }
    #expect(kinds.count == 10)
    #expect(line(EventDraft("contract.signed", by: .caller)) == nil)
  }
}
