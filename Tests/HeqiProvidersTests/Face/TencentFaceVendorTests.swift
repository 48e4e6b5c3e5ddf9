import HeqiDomain
import HeqiPorts
import HeqiProviders
import Synchronization
import Testing

@Suite("Tencent Cloud FaceID (H-01, H-03)")
struct TencentFaceVendorTests {
  private static let person = FacePerson(name: Sensitive("张三"), idCardNumber: Sensitive("310101199001011234"))
  private static let session = FaceSession(vendor: "tencent", token: Sensitive("B-1"), url: Sensitive("https://v.example/"))
  private static let request = FaceVendorRequest(reference: "R1", person: person, returnURL: "https://heqi.example/f/t/return")
  private static let signature = TencentCloudSignature(
    secretID: "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", secretKey: Sensitive("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"))

  private static func vendor(
    _ server: LoopbackTSA, clock: StandingClock = StandingClock(), deadline: Duration = .seconds(60)
  ) -> TencentFaceVendor {
    let base = String(server.url.dropLast("/tsa".count))
    return TencentFaceVendor(
      client: TencentCloudClient(
        baseURL: base, service: TencentFaceVendor.service, version: TencentFaceVendor.version, region: "ap-guangzhou",
        signature: signature, deadline: deadline, clock: clock), ruleID: "1")
  }

  private static func answering(
    _ text: String, _ body: @Sendable (TencentFaceVendor) async throws -> Void
  ) async throws {
    let server = try await LoopbackTSA { _ in .ok(Array(text.utf8)) }
    try await body(vendor(server))
    try await server.close()
  }

  private static func told(
    code: String = "0", name: String = "张三", number: String = "310101199001011234", live: String = "0", compare: String = "0",
    sim: String = "\"94.70\""
  ) -> String {
    #"{"Response":{"Text":{"ErrCode":\#(code),"Name":"\#(name)","IdCard":"\#(number)","LiveStatus":\#(live),"Comparestatus":\#(compare),"Sim":\#(sim)},"RequestId":"Q-1"}}"#
  }

  // The example of the vendor's page "Signature v3" (cvm DescribeInstances, 2019-02-25).
  @Test("the vendor's published example gives the published signature")
  func published() {
    let body = #"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#
    let header = Self.signature.authorization(
      service: "cvm", host: "cvm.tencentcloudapi.com", body: Array(body.utf8), at: Instant(seconds: 1_551_113_065))
    #expect(
      header
        == "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )
  }

  @Test("a check begins with rule, person and return address")
  func begins() async throws {
    let answer = #"{"Response":{"BizToken":"B-9","Url":"https://faceid.example/?token=B-9","RequestId":"Q"}}"#
    let seen = Seen()
    let server = try await LoopbackTSA { body in
      seen.note(String(decoding: body, as: UTF8.self))
      return .ok(Array(answer.utf8))
    }
    let session = try await Self.vendor(server).begin(Self.request)
    #expect(session.token.reveal() == "B-9" && session.vendor == "tencent")
    let body = try #require(seen.texts.first)
    for part in [#""RuleId":"1""#, #""Name":"张三""#, #""IdCard":"310101199001011234""#, #""Extra":"R1""#] {
      #expect(body.contains(part))
    }
    try await server.close()
  }

  private final class Seen: Sendable {
    private let list = Mutex<[String]>([])
    func note(_ text: String) { list.withLock { $0.append(text) } }
    var texts: [String] { list.withLock { $0 } }
  }

  @Test("a pass needs result, liveness, comparison, likeness and our person")
  func passes() async throws {
    try await Self.answering(Self.told()) { vendor in
      let answer = try await vendor.result(of: Self.session, for: Self.person)
      #expect(answer == .passed(score: 0.947, transactionNo: "Q-1"))
    }
  }

  @Test(
    "everything else is a failure with its reason",
    arguments: [
      (told(name: "李四"), FaceFault.cardMismatch), (told(number: "11010519491231002X"), .cardMismatch),
      (told(live: "1"), .poorQuality), (told(compare: "2"), .mismatch), (told(code: "66661001"), .mismatch),
      (told(live: "null"), .poorQuality), (told(compare: "null"), .mismatch), (told(sim: "null"), .mismatch),
    ])
  func fails(answer: String, fault: FaceFault) async throws {
    try await Self.answering(answer) { vendor in
      guard case .failed(let told, _, let number, _) = try await vendor.result(of: Self.session, for: Self.person) else {
        Issue.record("it passed")
        return
      }
      #expect(told == fault && number == "Q-1")
    }
  }

  @Test("whoever has not finished is pending", arguments: [told(code: "null"), #"{"Response":{"RequestId":"Q"}}"#])
  func pending(answer: String) async throws {
    try await Self.answering(answer) { vendor in
      let told = try await vendor.result(of: Self.session, for: Self.person)
      #expect(told == .pending)
    }
  }

  @Test(
    "an error inside HTTP 200 is an error",
    arguments: [
      (#"{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"x"},"RequestId":"Q"}}"#, ProviderError.Kind.refused),
      (#"{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"x"},"RequestId":"Q"}}"#, .retryable),
      (#"{"Response":{"Error":{"Code":"InternalError.Timeout","Message":"x"},"RequestId":"Q"}}"#, .retryable),
      ("<html>busy</html>", .retryable), ("{}", .retryable),
    ])
  func errors(answer: String, kind: ProviderError.Kind) async throws {
    try await Self.answering(answer) { vendor in
      await #expect(throws: ProviderError(kind, provider: "faceid", message: "")) {
        _ = try await vendor.result(of: Self.session, for: Self.person)
      }
      await #expect(throws: ProviderError(kind, provider: "faceid", message: "")) { _ = try await vendor.begin(Self.request) }
    }
  }

  @Test("a page that is not https is refused, and so is another vendor's session")
  func hostile() async throws {
    try await Self.answering(#"{"Response":{"BizToken":"B","Url":"javascript:alert(1)","RequestId":"Q"}}"#) { vendor in
      await #expect(throws: ProviderError(.refused, provider: "faceid", message: "")) { _ = try await vendor.begin(Self.request) }
      let other = FaceSession(vendor: "evaluation", token: Sensitive("t"), url: Sensitive("u"))
      await #expect(throws: ProviderError(.refused, provider: "faceid", message: "")) {
        _ = try await vendor.result(of: other, for: Self.person)
      }
    }
  }

  @Test("a vendor that hangs costs one deadline (drills 7, 16)")
  func hanging() async throws {
    let server = try await LoopbackTSA { _ in .nothing }
    let vendor = Self.vendor(server, deadline: .milliseconds(50))
    await #expect(throws: ProviderError(.retryable, provider: "faceid", message: "")) {
      _ = try await vendor.result(of: Self.session, for: Self.person)
    }
    try await server.close()
  }
}
