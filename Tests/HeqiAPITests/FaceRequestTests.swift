import HeqiApplication
import HeqiDomain
import Testing

@testable import HeqiAPI

@Suite("POST /verification/face/initiate (M-002, M-029)")
struct FaceRequestTests {
  static let user = #"{"name":"张三","idCardNo":"310101199001011234","mobile":"13800138000"}"#

  static func body(_ more: String = "", type: String = "RELATIONSHIP_BINDING", user: String = user) -> [UInt8] {
    Array(#"{"bizId":"B","bizType":"\#(type)","userInfo":\#(user)\#(more)}"#.utf8)
  }

  @Test("the least request lives 30 minutes")
  func defaults() throws {
    let request = try FaceRequest(body: Self.body())
    #expect(request.expireMinutes == 30 && request.purpose == .relationshipBinding && request.look == FaceLook())
    #expect(request.person.isSame(name: "张三", idCardNumber: "310101199001011234"))
  }

  @Test("the page's title and the callback's headers are read")
  func options() throws {
    let more = ##","expireMinutes":5,"callbackUrl":"https://a.example/c","webhookConfig":{"headers":{"X-A":"1"}},"uiConfig":{"title":"实名","logoUrl":"https://a.example/l.png","themeColor":"#0A4d8c"}"##
    let request = try FaceRequest(body: Self.body(more, type: "PAYER_AUTHORIZATION"))
    #expect(request.expireMinutes == 5 && request.callbackHeaders == #"{"X-A":"1"}"#)
    #expect(request.look == FaceLook(title: "实名", logoURL: "https://a.example/l.png", themeColour: "#0A4d8c"))
  }

  @Test(
    "each fault names its field",
    arguments: [
      (body(type: "CONTRACT_SIGNATURE"), "bizType"), (body(type: "X"), "bizType"), (body(#","expireMinutes":0"#), "expireMinutes"),
      (body(#","expireMinutes":1441"#), "expireMinutes"), (body(#","callbackUrl":"ftp://x""#), "callbackUrl"),
      (body(#","uiConfig":{"logoUrl":"http://a.example/l.png"}"#), "uiConfig.logoUrl"),
      (body(#","uiConfig":{"logoUrl":"https://*"}"#), "uiConfig.logoUrl"),
      (body(#","uiConfig":{"logoUrl":"javascript:alert(1)"}"#), "uiConfig.logoUrl"),
      (body(#","uiConfig":{"themeColor":"red"}"#), "uiConfig.themeColor"),
      (body(user: #"{"name":"张三","idCardNo":"310101199001011235"}"#), "userInfo.idCardNo"),
      (body(user: #"{"idCardNo":"310101199001011234"}"#), "userInfo.name"),
      (body(user: #"{"name":"张三"}"#), "userInfo.idCardNo"),
      (body(user: #"{"name":"张三","idCardNo":"310101199001011234","mobile":"1"}"#), "userInfo.mobile"),
    ])
  func faults(body: [UInt8], field: String) {
    #expect(throws: ClientError(.parameter, field: field)) { try FaceRequest(body: body) }
  }
}
