import HeqiHTTPKit
@testable import HeqiWeb
import Testing

@Suite("registration faults")
struct RegistrationFaultsTests {
  static func faults(_ body: String) throws -> Set<String> {
    let texts = try TemplateTests.library.get().chinese
    return Set(RegistrationFaults(Form(urlEncoded: Array(body.utf8)), texts).errors.keys)
  }

  @Test("an empty form is told about every field")
  func empty() throws { #expect(try Self.faults("") == ["name", "mobile", "email", "code", "agreement", "password"]) }

  @Test("a complete form has none")
  func complete() throws {
    let body = "name=叶小三&mobile=13812345678&email=ye@example.com&code=123456&agreement=on&password=correct horse 契约"
    #expect(try Self.faults(body) == [])
  }

  @Test("a password made of one's own number is named")
  func ownData() throws {
    let body = "name=叶小三&mobile=13812345678&email=ye@example.com&code=123456&agreement=on&password=13812345678"
    #expect(try Self.faults(body) == ["password"])
  }
}

@Suite("device names")
struct DeviceNameTests {
  @Test("browsers and systems are named as people call them", arguments: [
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126 Safari/537.36", "Chrome · Windows", false),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1", "Safari · iPhone", true),
    ("Mozilla/5.0 (Linux; Android 14) Mobile MicroMessenger/8.0", "微信 · Android", true), ("curl/8", "?", false),
  ])
  func names(agent: String, name: String, isPhone: Bool) {
    let device = DeviceName(userAgent: agent, unknown: "?")
    #expect(device.text == name && device.isPhone == isPhone)
  }
}
