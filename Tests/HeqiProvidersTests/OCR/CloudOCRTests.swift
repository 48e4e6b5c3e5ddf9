import Foundation
import HeqiDomain
import HeqiPorts
import HeqiProviders
import Synchronization
import Testing

@Suite("Cards and licences read by cloud vendors (H-06)")
struct CloudOCRTests {
  private static let image: [UInt8] = [0xff, 0xd8, 1, 2, 3]
  private static let nothing = CardText(name: nil, idCardNumber: nil)
  private static let number = "11010519491231002X"
  private static let code = "91350100M000100Y43"

  private static func tencent(_ server: LoopbackTSA) -> TencentOCR {
    TencentOCR(
      client: TencentCloudClient(
        baseURL: server.base, service: TencentOCR.service, version: TencentOCR.version, region: "ap-guangzhou",
        signature: TencentCloudSignature(secretID: "I", secretKey: Sensitive("K")), clock: StandingClock()))
  }

  private static func aliyun(_ server: LoopbackTSA) -> AliyunOCR {
    AliyunOCR(
      client: AliyunClient(
        baseURL: server.base, service: AliyunOCR.service, signature: AliyunSignature(keyID: "I", keySecret: Sensitive("K")),
        clock: StandingClock(), random: SystemRandom()))
  }

  private static func withServer(_ answer: String, _ body: (LoopbackTSA, Seen) async throws -> Void) async throws {
    let seen = Seen()
    let server = try await LoopbackTSA.seeing { request in
      seen.list.withLock { $0.append(request) }
      return .ok(Array(answer.utf8))
    }
    try await body(server, seen)
    try await server.close()
  }

  private final class Seen: Sendable {
    let list = Mutex<[LoopbackTSA.Request]>([])
    var first: LoopbackTSA.Request? { list.withLock { $0.first } }
  }

  private static func card(_ number: String = number, warnings: String = "[]") -> String {
    #"{"Response":{"Name":"张三","IdNum":"\#(number)","AdvancedInfo":"{\"WarnInfos\":\#(warnings)}","RequestId":"Q"}}"#
  }

  private static func data(_ json: String, code: String = "") -> String {
    let escaped = json.replacing("\"", with: "\\\"")
    return "{\"RequestId\":\"Q\",\(code)\"Data\":\"\(escaped)\"}"
  }

  private static func side(_ number: String = number, warning: String = "{}") -> String {
    data(#"{"data":{"face":{"data":{"name":"张三","idNumber":"\#(number)"},"warning":\#(warning)}}}"#)
  }

  @Test("Tencent gets the front with every warning switched on")
  func tencentCard() async throws {
    try await Self.withServer(Self.card()) { server, seen in
      let text = try await Self.tencent(server).readCardFront(Self.image)
      #expect(text == CardText(name: "张三", idCardNumber: Self.number))
      let body = try #require(seen.first?.text)
      #expect(seen.first?.headers["x-tc-action"] == "IDCardOCR" && body.contains(#""CardSide":"FRONT""#) && body.contains("CopyWarn"))
      #expect(body.replacing("\\/", with: "/").contains(Data(Self.image).base64EncodedString()))
    }
  }

  @Test("Aliyun gets the picture itself, signed along")
  func aliyunCard() async throws {
    try await Self.withServer(Self.side()) { server, seen in
      let text = try await Self.aliyun(server).readCardFront(Self.image)
      #expect(text == CardText(name: "张三", idCardNumber: Self.number))
      #expect(seen.first?.body == Self.image && seen.first?.headers["content-type"] == "application/octet-stream")
    }
  }

  @Test(
    "warned-of pictures and wrong check digits are left for a reviewer",
    arguments: [
      card(warnings: "[-9102]"), card(warnings: "[-9106]"), side(warning: #"{"isCopy":1}"#), side(warning: #"{"isReshoot":1}"#),
      side(warning: #"{"tamperScore":88.5}"#),
    ])
  func doubtful(answer: String) async throws {
    try await Self.withServer(answer) { server, _ in
      let text = answer.contains("Response") ? try await Self.tencent(server).readCardFront(Self.image) : try await Self.aliyun(server).readCardFront(Self.image)
      #expect(text == Self.nothing)
    }
  }

  @Test("a number whose check digit is wrong is not read", arguments: [card("110105194912310021"), side("110105194912310021")])
  func checkDigit(answer: String) async throws {
    try await Self.withServer(answer) { server, _ in
      let text = answer.contains("Response") ? try await Self.tencent(server).readCardFront(Self.image) : try await Self.aliyun(server).readCardFront(Self.image)
      #expect(text == CardText(name: "张三", idCardNumber: nil))
    }
  }

  @Test("licences are read by both; a warning or a wrong code leaves them for a reviewer")
  func licences() async throws {
    func tencent(_ code: String, _ warnings: String = "[]") -> String {
      #"{"Response":{"RegNum":"\#(code)","Name":"某公司","Person":"李四","RecognizeWarnCode":\#(warnings),"RequestId":"Q"}}"#
    }
    let read = LicenceText(name: "某公司", code: Self.code, legalRepresentative: "李四")
    try await Self.withServer(tencent(Self.code)) { server, _ in
      let text = try await Self.tencent(server).readLicence(Self.image)
      #expect(text == read)
    }
    try await Self.withServer(tencent(Self.code, "[-9102]")) { server, _ in
      let text = try await Self.tencent(server).readLicence(Self.image)
      #expect(text == LicenceText(name: nil, code: nil, legalRepresentative: nil))
    }
    let words = #"{"data":{"creditCode":"\#(Self.code)","companyName":"某公司","legalPerson":"李四"}}"#
    try await Self.withServer(Self.data(words, code: "\"Code\":\"200\",")) { server, _ in
      let text = try await Self.aliyun(server).readLicence(Self.image)
      #expect(text == read)
    }
    try await Self.withServer(Self.data(words.replacing("Y43", with: "Y44"))) { server, _ in
      let text = try await Self.aliyun(server).readLicence(Self.image)
      #expect(text.code == nil)
    }
  }

  @Test("a picture that the vendor cannot read is a refusal", arguments: [
    #"{"RequestId":"Q","Code":"unmatchedImageType","Message":"x"}"#, data("not json"),
    #"{"Response":{"Error":{"Code":"FailedOperation.ImageNoIdCard","Message":"x"},"RequestId":"Q"}}"#,
  ])
  func unreadable(answer: String) async throws {
    try await Self.withServer(answer) { server, _ in
      do throws(ProviderError) {
        if answer.contains("Response") { _ = try await Self.tencent(server).readCardFront(Self.image) } else { _ = try await Self.aliyun(server).readCardFront(Self.image) }
        Issue.record("it was read")
      } catch { #expect(error.kind == .refused) }
    }
  }
}
