import HeqiDomain
import Testing

@testable import HeqiServer

@Suite("Settings of outside services")
struct CloudVendorSettingTests {
  private static func configuration(_ key: ConfigurationKey, _ text: String, mode: String = "evaluation") throws -> ServerConfiguration {
    try ServerConfiguration(ConfigurationSources(flags: [key: text, .mode: mode]))
  }

  @Test("face services keep their order, and their secrets are never printed")
  func faces() throws {
    let text =
      "tencent://id:s3cret@faceid.tencentcloudapi.com/12, aliyun://ak:s3cret@cloudauth.cn-shanghai.aliyuncs.com/1000?script=https://v.example/j.js"
    let found = try Self.configuration(.faceVendorURLs, text).vendors(.face)
    #expect(found.map(\.name) == ["tencent", "aliyun"] && found.map(\.account) == ["12", "1000"])
    #expect(found[0].baseURL == "https://faceid.tencentcloudapi.com" && found[0].keyID == "id" && found[0].keySecret.reveal() == "s3cret")
    #expect(found[1].options["script"] == "https://v.example/j.js")
    #expect(!"\(found)".contains("s3cret"))
    let lines = EffectiveConfiguration.lines(try ConfigurationSources(flags: [.faceVendorURLs: text])).joined()
    #expect(!lines.contains("s3cret"))
  }

  @Test("SMS services name signature and templates; a gateway has a token alone")
  func sms() throws {
    let found = try Self.configuration(
      .smsVendorURLs,
      "aliyun://ak:k@dysmsapi.aliyuncs.com?sign=合契&code=SMS_1&notice=SMS_2,gateway://:t0ken@sms.example.com:8443/send"
    ).vendors(.sms)
    #expect(found[0].options == ["sign": "合契", "code": "SMS_1", "notice": "SMS_2"])
    #expect(found[1].baseURL == "https://sms.example.com:8443" && found[1].account == "send" && found[1].keySecret.reveal() == "t0ken")
    #expect(try !Self.configuration(.smsVendorURLs, "gateway://:t@h/send").evaluationDefaultsInUse.joined().contains("SMS"))
  }

  @Test("an unusable entry is refused with what to write, and without its secret", arguments: [
    (ConfigurationKey.faceVendorURLs, "https://faceid"), (.faceVendorURLs, "tencent://id:s3cret@faceid"),
    (.faceVendorURLs, "tencent://id@faceid/1"), (.faceVendorURLs, "tencent://id:s3cret@faceid/abc"),
    (.faceVendorURLs, "aliyun://id:s3cret@cloudauth/1"), (.faceVendorURLs, "aliyun://id:s3cret@cloudauth/1?script=http://h/j.js"),
    (.faceVendorURLs, "gateway://:s3cret@h/1"), (.faceVendorURLs, "tencent://id:s3cret@h/1,tencent://id:s3cret@g/1"),
    (.smsVendorURLs, "tencent://id:s3cret@sms/x?sign=a&code=1"), (.smsVendorURLs, "aliyun://id:s3cret@sms?sign=a"),
    (.smsVendorURLs, "gateway://sms.example.com"), (.ocrVendorURLs, "gateway://:s3cret@h"), (.ocrVendorURLs, "aliyun://:s3cret@h"),
  ])
  func refusals(key: ConfigurationKey, text: String) throws {
    #expect { _ = try Self.configuration(key, text) } throws: { error in
      let told = String(describing: error)
      return told.contains(key.rawValue) && told.contains(key.environmentName) && !told.contains("s3cret")
    }
  }

  @Test("plain http serves drills of evaluation mode only")
  func plain() throws {
    let text = "tencent+http://id:key@127.0.0.1:9/1"
    #expect(try Self.configuration(.faceVendorURLs, text).vendors(.face).first?.baseURL == "http://127.0.0.1:9")
    #expect(throws: ConfigurationError.self) { _ = try Self.configuration(.faceVendorURLs, text, mode: "production") }
  }
}
