import CMS
import HeqiDomain
@testable import HeqiWeb
@testable import PAdES
import Testing

@Suite("sentences about signatures")
struct SignatureSentenceTests {
  static func report(_ change: (inout SignatureReport) -> Void = { _ in }) -> SignatureReport {
    var report = SignatureReport(
      field: "heqi-1", kind: .approval, signer: "李明", claimedTime: "2026-11-21T02:42:00Z", provenTime: "2026-11-21T02:42:07Z",
      timeSource: .timestamp, coverage: .wholeFile, integrity: .intact, changes: .none, level: .timestamped, trust: .trusted,
      indication: .passed, subIndication: nil, algorithm: "ecdsa-with-SHA256", certificate: nil, revision: 1, revisionEnd: 100, reason: nil,
      location: nil, findings: [], permission: nil)
    change(&report)
    return report
  }

  private func chinese(_ change: (inout SignatureReport) -> Void = { _ in }) -> String {
    SignatureSentence(report: Self.report(change)).text.chinese
  }

  @Test("the worst fact comes first")
  func worst() {
    #expect(chinese { $0.coverage = .invalid; $0.integrity = .broken }.contains("没有以可信的方式覆盖"))
    #expect(chinese { $0.integrity = .broken; $0.changes = .forbidden }.contains("与文件不符"))
    #expect(chinese { $0.integrity = .broken; $0.isUnverifiable = true }.contains("没有带上签署人的证书"))
    #expect(chinese { $0.changes = .forbidden }.contains("不允许的改动"))
    #expect(
      chinese { $0.trust = .untrusted; $0.indication = .indeterminate; $0.subIndication = .noCertificateChainFound }
        .contains("不能确认签署人是谁"))
  }

  @Test("a lay reader is told why an intact signature is in doubt", arguments: [
    (SubIndication.revokedNoProofOfExistence, "吊销"), (.outOfBoundsNoProofOfExistence, "有效期"),
    (.cryptoConstraintsFailureNoProofOfExistence, "过时的算法"), (.notYetValid, "早于"),
  ])
  func doubts(reason: SubIndication, words: String) {
    #expect(chinese { $0.indication = .indeterminate; $0.subIndication = reason }.contains(words))
  }

  @Test("a sound signature says who, when and by which proof, in both languages")
  func sound() {
    let text = SignatureSentence(report: Self.report()).text
    #expect(text.chinese == "李明 的签名与文件内容一致，时间戳证明它不晚于 2026-11-21 10:42:07（北京时间）就已存在；证书由可信机构签发。")
    #expect(text.english.hasPrefix("The signature of 李明 matches the content, proven by a time stamp"))
    #expect(chinese { $0.timeSource = .claimed }.contains("签署人自己的时钟"))
    #expect(chinese { $0.changes = .formFilling }.contains("之后只追加了签名"))
    #expect(chinese { $0.kind = .docTimeStamp; $0.signer = nil }.hasPrefix("一个未知机构的时间戳"))
  }

  @Test("checks are never colour alone, and a broken one is bad")
  func checks() throws {
    let texts = try TemplateTests.library.get().chinese
    let bad = VerifyPage.Signature(1, Self.report { $0.integrity = .broken; $0.indication = .failed }, texts: texts)
    #expect(bad.state == "无效" && bad.stateKind == "turn" && bad.checks[0].kind == "bad" && bad.checks[0].text == "与内容不符")
    let open = VerifyPage.Signature(1, Self.report { $0.trust = .untrusted; $0.indication = .indeterminate }, texts: texts)
    #expect(open.state == "不能确认" && open.checks.contains { $0.kind == "open" })
    #expect(VerifyPage.Signature(2, Self.report(), texts: texts).state == "有效")
  }

  @Test("a signature by an unknown method is open, named, and never told as broken or changed")
  func unverifiable() throws {
    let unknown: (inout SignatureReport) -> Void = {
      $0.integrity = .broken
      $0.isUnverifiable = true
      $0.unknownMethod = "SM2 with SM3"
      $0.indication = .indeterminate
      $0.subIndication = .cryptoConstraintsFailureNoProofOfExistence
    }
    #expect(chinese(unknown).contains("（SM2 with SM3）") && chinese(unknown).contains("既不能确认，也不能否定"))
    #expect(!chinese(unknown).contains("改动"))
    let texts = try TemplateTests.library.get().chinese
    let open = VerifyPage.Signature(1, Self.report(unknown), texts: texts)
    #expect(open.state == "不能确认" && open.checks[0].kind == "open" && open.checks[0].text == "这里无法核对")
    let changed = VerifyPage.Signature(
      1,
      Self.report {
        unknown(&$0)
        $0.changes = .forbidden
      }, texts: texts)
    #expect(changed.state == "无效" && changed.sentence.contains("请不要信任它"))
  }

  @Test("times of reports", arguments: [("2026-11-21T16:00:05Z", "2026-11-22 00:00:05（北京时间）"), ("yesterday", "yesterday"), ("2026-11-21", "2026-11-21")])
  func times(text: String, shown: String) { #expect(VerifiedTime.chinese(text) == shown) }
}
