import HeqiApplication
import HeqiDomain
import Testing

@testable import HeqiAPI

@Suite("POST /contract/initiate (M-005, M-016, M-029)")
struct ContractRequestTests {
  static let signer = #"{"partyId":"A","name":"张三","idCardNo":"310101199001011234","mobile":"13800138000"}"#
  static let file = "01a22077-d83b-7455-88f4-1f35b9f12655"

  static func body(_ more: String = "", signers: String = "[\(signer)]") -> [UInt8] {
    Array(#"{"bizId":"B","bizType":"T","title":"协议","fileId":"\#(file)","signers":\#(signers)\#(more)}"#.utf8)
  }

  @Test("the least request gets the source's defaults")
  func defaults() throws {
    let request = try ClientContractRequest(body: Self.body())
    #expect(request.expireDays == 7)
    #expect(request.signers.map(\.sequence) == [1])
    #expect(request.signers[0].signMethod == nil, "the template's or the platform's default")
    #expect(request.signers[0].notifyType == .link)
    #expect(request.archiveProviders == [])
    #expect(request.callbackURL == nil)
  }

  @Test(
    "each fault names its field",
    arguments: [
      (#","expireDays":366"#, "expireDays"), (#","assuranceLevel":"HIGH""#, "assuranceLevel"),
      (#","files":[{"fileId":"\#(file)"}]"#, "fileId"), (#","callbackUrl":"ftp://x""#, "callbackUrl"), (#","callbackUrl":"https:///x""#, "callbackUrl"),
      (#","webhookConfig":{"headers":{"Host":"x"}}"#, "webhookConfig.headers.Host"),
      (#","webhookConfig":{"headers":{"webhook-id":"x"}}"#, "webhookConfig.headers.webhook-id"),
      (#","webhookConfig":{"headers":{"A":"x\ny"}}"#, "webhookConfig.headers.A"),
      (#","archiveConfig":{"archiveProvider":"MARS"}"#, "archiveConfig.archiveProvider"),
      (#","signFields":[{"partyId":"A","x":1,"y":1}]"#, "signFields[0].page"),
      (#","signFields":[{"partyId":"A","page":1,"x":"1","y":1}]"#, "signFields[0].x"),
      (#","signFields":[{"partyId":"A","page":0,"x":1,"y":1}]"#, "signFields[0].page"),
    ])
  func faults(_ more: String, _ field: String) {
    #expect(throws: ClientError(.parameter, field: field)) { try ClientContractRequest(body: Self.body(more)) }
  }

  @Test(
    "signers are checked one by one",
    arguments: [
      (signer.replacing("}", with: #","organization":{"name":"甲公司"}}"#), "signers[0].organization.uscc"),
      (signer.replacing("}", with: #","organization":{"name":"甲公司","uscc":"91350100M000100Y44"}}"#), "signers[0].organization.uscc"),
      (signer.replacing("}", with: #","organization":{"uscc":"91350100M000100Y43"}}"#), "signers[0].organization.name"),
      (signer.replacing("}", with: #","sealKind":"CONTRACT_SEAL"}"#), "signers[0].sealKind"),
      (signer.replacing("}", with: #","sealKind":"NAME_SEAL","organization":{"name":"甲","uscc":"91350100M000100Y43"}}"#), "signers[0].sealKind"),
      (signer.replacing("}", with: #","email":"nobody"}"#), "signers[0].email"), (signer.replacing("}", with: #","idType":"PASSPORT"}"#), "signers[0].idType"),
      (signer.replacing("}", with: #","partyRole":"WITNESS"}"#), "signers[0].partyRole"),
      ("[]", "signers"), (#"[{"partyId":"A"}]"#, "signers[0].mobile"),
      (signer.replacing("310101199001011234", with: "310101199001011235"), "signers[0].idCardNo"),
      (signer.replacing("13800138000", with: "1380013800"), "signers[0].mobile"),
      (signer.replacing("张三", with: ""), "signers[0].name"),
      (signer.replacing("}", with: #","signMethod":"NONE"}"#), "signers[0].signMethod"),
    ])
  func signers(_ text: String, _ field: String) {
    let list = text.hasPrefix("[") ? text : "[\(text)]"
    #expect(throws: ClientError(.parameter, field: field)) { try ClientContractRequest(body: Self.body(signers: list)) }
  }

  @Test("a company, its seal and an e-mail are read (B-19)")
  func company() throws {
    let text = Self.signer.replacing(
      "}", with: #","email":"A@Example.com","idType":"ID_CARD","partyRole":"SIGNER","sealKind":"CONTRACT_SEAL","organization":{"name":"甲公司","uscc":"9135 0100-m000100y43"}}"#)
    let signer = try ClientContractRequest(body: Self.body(signers: "[\(text)]")).signers[0]
    #expect(signer.organization?.code.text == "91350100M000100Y43" && signer.organization?.name == "甲公司")
    #expect(signer.organization?.sealKind == .contractSeal && signer.email != nil)
  }

  @Test("the paper is a file or a template with variables, never both (M-005)")
  func source() throws {
    let template = #"{"bizId":"B","bizType":"T","title":"协议","templateId":"T-1","variables":{"a":"x","n":1.5},"signers":[\#(Self.signer)]}"#
    guard case .template(let id, let variables) = try ClientContractRequest(body: Array(template.utf8)).source else {
      Issue.record("no template was read")
      return
    }
    #expect(id == "T-1" && variables == ["a": .text("x"), "n": .number("1.5")])
    guard case .file = try ClientContractRequest(body: Self.body()).source else {
      Issue.record("no file was read")
      return
    }
    #expect(throws: ClientError(.parameter, field: "fileId")) { try ClientContractRequest(body: Self.body(#","templateId":"T-1""#)) }
    #expect(throws: ClientError(.parameter, field: "templateId")) { try ClientContractRequest(body: Self.body(#","variables":{}"#)) }
    let wrong = template.replacing(#"{"a":"x","n":1.5}"#, with: #"{"a":[1]}"#)
    #expect(throws: ClientError(.parameter, field: "variables.a")) { try ClientContractRequest(body: Array(wrong.utf8)) }
  }

  @Test("providers may be one, several, or none")
  func providers() throws {
    #expect(try ClientContractRequest(body: Self.body(#","archiveConfig":{"needArchive":true}"#)).archiveProviders == [.timeStamp])
    #expect(
      try ClientContractRequest(body: Self.body(#","archiveConfig":{"archiveProvider":["BLOCKCHAIN","TSA","TSA"]}"#)).archiveProviders
        == [.ledger, .timeStamp])
    #expect(try ClientContractRequest(body: Self.body(#","archiveConfig":{"needArchive":false}"#)).archiveProviders == [])
  }
}
