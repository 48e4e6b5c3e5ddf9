import HeqiDomain
import HeqiPorts
import HeqiProviders
import Synchronization
import Testing

@Suite("SMS over cloud vendors (H-05)")
struct CloudSMSTests {
  private static let code = SMSMessage(to: Sensitive("13812341234"), text: "【合契】验证码 123456", code: "123456", idempotencyKey: "code:1")
  private static let notice = SMSMessage(to: Sensitive("13812341234"), text: "【合契】请签署", code: nil, idempotencyKey: "n:1")
  private static let templates = SMSTemplates(signature: "合契", code: "T1", notice: "T2")

  private static func tencent(_ server: LoopbackTSA, _ templates: SMSTemplates = templates) -> TencentSMSSender {
    TencentSMSSender(
      client: TencentCloudClient(
        baseURL: server.base, service: TencentSMSSender.service, version: TencentSMSSender.version, region: "ap-guangzhou",
        signature: TencentCloudSignature(secretID: "I", secretKey: Sensitive("K")), clock: StandingClock()), appID: "1400",
      templates: templates)
  }

  private static func aliyun(_ server: LoopbackTSA, _ templates: SMSTemplates = templates) -> AliyunSMSSender {
    AliyunSMSSender(
      client: AliyunClient(
        baseURL: server.base, service: AliyunSMSSender.service, signature: AliyunSignature(keyID: "I", keySecret: Sensitive("K")),
        clock: StandingClock(), random: SystemRandom()), templates: templates)
  }

  private static func serving(_ answer: String, _ seen: Seen = Seen()) async throws -> LoopbackTSA {
    try await LoopbackTSA.seeing { request in
      seen.list.withLock { $0.append(request) }
      return .ok(Array(answer.utf8))
    }
  }

  private final class Seen: Sendable {
    let list = Mutex<[LoopbackTSA.Request]>([])
  }

  @Test("Tencent gets an E.164 number, template, value and our key; its serial number is the receipt")
  func tencentSends() async throws {
    let seen = Seen()
    let server = try await Self.serving(
      #"{"Response":{"SendStatusSet":[{"SerialNo":"S-1","PhoneNumber":"+8613812341234","Code":"Ok"}],"RequestId":"Q"}}"#, seen)
    #expect(try await Self.tencent(server).send(Self.code) == SMSReceipt(vendor: "tencent", number: "S-1"))
    _ = try await Self.tencent(server).send(Self.notice)
    let bodies = seen.list.withLock { $0.map(\.text) }
    for part in [#""PhoneNumberSet":["+8613812341234"]"#, #""TemplateId":"T1""#, #""TemplateParamSet":["123456"]"#, #""SmsSdkAppId":"1400""#, #""SessionContext":"code:1""#] {
      #expect(bodies[0].contains(part), "\(part)")
    }
    #expect(bodies[1].contains(#""TemplateId":"T2""#) && bodies[1].contains(#""TemplateParamSet":["请签署"]"#))
    try await server.close()
  }

  @Test("Aliyun gets template and JSON value in the signed query; its BizId is the receipt")
  func aliyunSends() async throws {
    let seen = Seen()
    let server = try await Self.serving(#"{"Code":"OK","Message":"OK","BizId":"B-1","RequestId":"Q"}"#, seen)
    #expect(try await Self.aliyun(server).send(Self.code) == SMSReceipt(vendor: "aliyun", number: "B-1"))
    let uri = try #require(seen.list.withLock { $0.first?.uri })
    for part in ["PhoneNumbers=13812341234", "SignName=%E5%90%88%E5%A5%91", "TemplateCode=T1", "TemplateParam=%7B%22code%22%3A%22123456%22%7D", "OutId=code%3A1"] {
      #expect(uri.contains(part), "\(part)")
    }
    try await server.close()
  }

  @Test(
    "a number's own refusal inside HTTP 200 is no delivery",
    arguments: [
      (#"{"Response":{"SendStatusSet":[{"Code":"LimitExceeded.PhoneNumberDailyLimit"}],"RequestId":"Q"}}"#, ProviderError.Kind.refused),
      (#"{"Response":{"SendStatusSet":[{"Code":"InternalError.Timeout"}],"RequestId":"Q"}}"#, .retryable),
      (#"{"Response":{"SendStatusSet":[{"Code":"ok"}],"RequestId":"Q"}}"#, .refused),
      (#"{"Response":{"SendStatusSet":[],"RequestId":"Q"}}"#, .retryable),
    ])
  func tencentRefuses(answer: String, kind: ProviderError.Kind) async throws {
    let server = try await Self.serving(answer)
    await #expect(throws: ProviderError(kind, provider: "sms", message: "")) { try await Self.tencent(server).send(Self.code) }
    try await server.close()
  }

  @Test(
    "Aliyun has taken a message only with Code OK and a BizId",
    arguments: [
      (#"{"Code":"isv.BUSINESS_LIMIT_CONTROL","RequestId":"Q"}"#, ProviderError.Kind.refused),
      (#"{"Code":"isp.SYSTEM_ERROR","RequestId":"Q"}"#, .retryable), (#"{"Code":"OK","RequestId":"Q"}"#, .refused),
      (#"{"BizId":"B","RequestId":"Q"}"#, .retryable),
    ])
  func aliyunRefuses(answer: String, kind: ProviderError.Kind) async throws {
    let server = try await Self.serving(answer)
    await #expect(throws: ProviderError(kind, provider: "dysmsapi", message: "")) { try await Self.aliyun(server).send(Self.code) }
    try await server.close()
  }

  @Test("without a template for notices only codes are sent")
  func noNotices() async throws {
    let server = try await Self.serving("{}")
    let only = SMSTemplates(signature: "合契", code: "T1", notice: nil)
    for sender in [Self.tencent(server, only), Self.aliyun(server, only)] as [any SMSSender] {
      await #expect(throws: ProviderError(.unavailable, provider: "sms", message: "")) { try await sender.send(Self.notice) }
    }
    #expect(server.count == 0)
    try await server.close()
  }
}
