import HeqiDomain
import HeqiPorts
import HeqiProviders
import Synchronization
import Testing

@Suite("Alibaba Cloud 实人认证 (H-02, H-04)")
struct AliyunFaceVendorTests {
  private static let person = FacePerson(name: Sensitive("张三"), idCardNumber: Sensitive("310101199001011234"))
  private static let session = FaceSession(vendor: "aliyun", token: Sensitive("C-1"), url: Sensitive("https://v.example/"))
  private static let request = FaceVendorRequest(
    reference: "R1", person: person, returnURL: "https://heqi.example/f/t/return", pushURL: "https://heqi.example/f/t/push",
    browser: #"{"ua":"test"}"#)
  private static let unasked = FaceVendorRequest(reference: "R1", person: person, returnURL: "https://heqi.example/f/t/return")

  private static func vendor(_ server: LoopbackTSA) -> AliyunFaceVendor {
    AliyunFaceVendor(
      client: AliyunClient(
        baseURL: server.base, service: AliyunFaceVendor.service,
        signature: AliyunSignature(keyID: "AK", keySecret: Sensitive("SK")), clock: StandingClock(), random: SystemRandom()),
      sceneID: "1000", pageScript: "https://v.example/j.js")
  }

  private static func answering(_ text: String, _ body: @Sendable (AliyunFaceVendor) async throws -> Void) async throws {
    let server = try await LoopbackTSA { _ in .ok(Array(text.utf8)) }
    try await body(vendor(server))
    try await server.close()
  }

  private static func told(_ passed: String, _ subCode: String, attack: String = "F", risk: String = "", score: String = "94.7") -> String {
    let material = #"{\"faceAttack\":\"\#(attack)\",\"facialPictureFront\":{\"verifyScore\":\#(score)}}"#
    return
      #"{"RequestId":"Q","Code":"200","Message":"success","ResultObject":{"Passed":"\#(passed)","SubCode":"\#(subCode)","MaterialInfo":"\#(material)","DeviceRisk":"\#(risk)"}}"#
  }

  @Test("a check begins with scene, person, browser and both addresses, signed anew each time")
  func begins() async throws {
    let seen = Mutex<[LoopbackTSA.Request]>([])
    let answer =
      #"{"RequestId":"Q","Code":"200","Message":"success","ResultObject":{"CertifyId":"C-9","CertifyUrl":"https://face.example/?c=C-9"}}"#
    let server = try await LoopbackTSA.seeing { request in
      seen.withLock { $0.append(request) }
      return .ok(Array(answer.utf8))
    }
    let session = try await Self.vendor(server).begin(Self.request)
    #expect(session.token.reveal() == "C-9" && session.vendor == "aliyun")
    _ = try await Self.vendor(server).begin(Self.request)
    let (first, second) = try #require(seen.withLock { $0.count == 2 ? ($0[0], $0[1]) : nil })
    for part in [
      "CertName=%E5%BC%A0%E4%B8%89", "CertNo=310101199001011234", "CertType=IDENTITY_CARD", "OuterOrderNo=R1", "ProductCode=ID_PRO",
      "SceneId=1000", "ReturnUrl=https%3A%2F%2Fheqi.example%2Ff%2Ft%2Freturn", "CallbackUrl=https%3A%2F%2Fheqi.example%2Ff%2Ft%2Fpush",
      "MetaInfo=%7B%22ua%22%3A%22test%22%7D",
    ] { #expect(first.uri.contains(part), "\(part)") }
    #expect(first.headers["x-acs-action"] == "InitFaceVerify" && first.headers["x-acs-version"] == "2019-03-07")
    #expect(first.headers["authorization"]?.hasPrefix("ACS3-HMAC-SHA256 Credential=AK,") == true)
    #expect(first.headers["x-acs-signature-nonce"] != second.headers["x-acs-signature-nonce"])
    try await server.close()
  }

  @Test("without a description of the browser nothing is sent")
  func noBrowser() async throws {
    let server = try await LoopbackTSA { _ in .status(500) }
    await #expect(throws: ProviderError(.unavailable, provider: "cloudauth", message: "")) {
      _ = try await Self.vendor(server).begin(Self.unasked)
    }
    #expect(server.count == 0)
    try await server.close()
  }

  @Test("a pass needs Passed and its code; likeness and device risk are kept")
  func passes() async throws {
    try await Self.answering(Self.told("T", "200", risk: "VPN")) { vendor in
      let answer = try await vendor.result(of: Self.session, for: Self.person)
      #expect(answer == .passed(score: 0.947, transactionNo: "C-1", remark: "subCode=200 deviceRisk=VPN"))
    }
  }

  @Test(
    "a refusal with a known reason is a failure",
    arguments: [
      (told("F", "201"), FaceFault.cardMismatch), (told("F", "202"), .cardMismatch), (told("F", "204"), .mismatch),
      (told("F", "205"), .poorQuality), (told("F", "207"), .mismatch), (told("T", "200", attack: "T"), .poorQuality),
    ])
  func fails(answer: String, fault: FaceFault) async throws {
    try await Self.answering(answer) { vendor in
      guard case .failed(let told, _, let number, _) = try await vendor.result(of: Self.session, for: Self.person) else {
        Issue.record("it passed")
        return
      }
      #expect(told == fault && number == "C-1")
    }
  }

  @Test(
    "contradictions and unknown reasons settle nothing",
    arguments: [told("T", "204"), told("F", "200"), told("F", "209"), told("", "200"), told("t", "200"), told("F", "999")])
  func contradictions(answer: String) async throws {
    try await Self.answering(answer) { vendor in
      await #expect(throws: ProviderError(.retryable, provider: "cloudauth", message: "")) {
        _ = try await vendor.result(of: Self.session, for: Self.person)
      }
    }
  }

  @Test(
    "whoever has not finished is pending",
    arguments: [
      told("F", ""), #"{"RequestId":"Q","Code":"200","ResultObject":{"Passed":"F"}}"#, #"{"RequestId":"Q","Code":"200"}"#,
      #"{"RequestId":"Q","Code":200,"ResultObject":{}}"#,
    ])
  func pending(answer: String) async throws {
    try await Self.answering(answer) { vendor in
      let told = try await vendor.result(of: Self.session, for: Self.person)
      #expect(told == .pending)
    }
  }

  @Test(
    "an error inside HTTP 200 is an error",
    arguments: [
      (#"{"RequestId":"Q","Code":"401","Message":"x","ResultObject":{"Passed":"T","SubCode":"200"}}"#, ProviderError.Kind.refused),
      (#"{"RequestId":"Q","Code":"InvalidAccessKeyId.NotFound","Message":"x"}"#, .refused),
      (#"{"RequestId":"Q","Code":"Throttling.User","Message":"x"}"#, .retryable),
      (#"{"RequestId":"Q","Code":"500","Message":"x"}"#, .retryable),
      (#"{"RequestId":"Q","ResultObject":{"Passed":"T","SubCode":"200"}}"#, .retryable),
    ])
  func errors(answer: String, kind: ProviderError.Kind) async throws {
    try await Self.answering(answer) { vendor in
      await #expect(throws: ProviderError(kind, provider: "cloudauth", message: "")) {
        _ = try await vendor.result(of: Self.session, for: Self.person)
      }
      await #expect(throws: ProviderError(kind, provider: "cloudauth", message: "")) { _ = try await vendor.begin(Self.request) }
    }
  }

  @Test("a page that is not https is refused, and so is another vendor's session")
  func hostile() async throws {
    let answer = #"{"RequestId":"Q","Code":"200","ResultObject":{"CertifyId":"C","CertifyUrl":"javascript:alert(1)"}}"#
    try await Self.answering(answer) { vendor in
      await #expect(throws: ProviderError(.refused, provider: "cloudauth", message: "")) { _ = try await vendor.begin(Self.request) }
      let other = FaceSession(vendor: "tencent", token: Sensitive("t"), url: Sensitive("u"))
      await #expect(throws: ProviderError(.refused, provider: "cloudauth", message: "")) {
        _ = try await vendor.result(of: other, for: Self.person)
      }
    }
  }
}
