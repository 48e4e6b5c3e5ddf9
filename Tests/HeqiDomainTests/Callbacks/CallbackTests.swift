import HeqiDomain
import Testing

@Suite("Callbacks: addresses, schedule (api.md, drill 28)")
struct CallbackTests {
  @Test("what cannot be read in one way only is no address", arguments: [
    "", "ftp://a.example", "file:///etc/passwd", "gopher://a", "https://", "https:///x", "https://user@a.example/", "https://a.example:0/",
    "https://a.example:70000/", "https://a.example#x", "https://a.example\\@b.example/", "https://%31.example/", "https://[::1", "https://[a.b]/",
    "https://a b/", "https://例子.example/", "https://a:1:2/", "https://a.example/\r\nX: y",
  ])
  func refusedAddresses(_ text: String) { #expect(CallbackAddress(text) == nil) }

  @Test("an address is taken apart once: host in lower case, port, endpoint")
  func addresses() throws {
    let plain = try #require(CallbackAddress("HTTPS://Shop.Example/hook?a=B"))
    #expect(plain.isSecure && plain.host == "shop.example" && plain.port == 443 && plain.text == "https://shop.example/hook?a=B")
    let six = try #require(CallbackAddress("http://[::1]:8080"))
    #expect(!six.isSecure && six.host == "::1" && six.endpoint == "::1:8080" && six.text == "http://[::1]:8080")
    #expect(CallbackAddress("https://a.example?x=1")?.text == "https://a.example?x=1")
    #expect(CallbackAddress("https://a.example?x=1")?.target == "/?x=1" && CallbackAddress("https://a.example")?.target == "/")
    #expect(six.authority == "[::1]:8080" && plain.authority == "shop.example" && plain.target == "/hook?a=B")
    #expect(CallbackAddress("https://a.example/" + String(repeating: "x", count: 1024)) == nil)
  }

  @Test("nothing inside a network is public", arguments: [
    [127, 0, 0, 1], [10, 1, 2, 3], [172, 16, 0, 1], [172, 31, 255, 255], [192, 168, 1, 1], [169, 254, 169, 254], [100, 64, 0, 1],
    [100, 127, 255, 255], [0, 0, 0, 0], [224, 0, 0, 1], [255, 255, 255, 255], [192, 0, 2, 1], [198, 18, 0, 1], [198, 19, 9, 9], [],
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 8, 8, 8, 8],
    [0xFC, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], [0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    [0xFF, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 1],
    [0x20, 2, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], [0x20, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  ] as [[UInt8]])
  func closedAddresses(_ bytes: [UInt8]) { #expect(!PublicNetwork.contains(bytes)) }

  @Test("the neighbours of closed blocks are public", arguments: [
    [8, 8, 8, 8], [11, 0, 0, 0], [172, 15, 0, 1], [172, 32, 0, 1], [100, 63, 0, 1], [100, 128, 0, 1], [198, 20, 0, 1], [223, 255, 255, 255],
    [0x24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], [0x20, 1, 0x48, 0x60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  ] as [[UInt8]])
  func openAddresses(_ bytes: [UInt8]) { #expect(PublicNetwork.contains(bytes)) }

  @Test("2xx is done, 410 stops the contract's address, redirects and everything else come again")
  func verdicts() {
    func verdict(_ status: Int) -> CallbackVerdict { CallbackSchedule.verdict(on: .answered(status: status), attempts: 1, jitter: 0.5) }
    #expect(verdict(200) == .done && verdict(204) == .done)
    #expect(verdict(410) == .dead(reason: "410 gone", disables: true))
    #expect(verdict(302) == .again(after: .seconds(5), reason: "302 redirects are not followed"))
    #expect(verdict(400) == .again(after: .seconds(5), reason: "400") && verdict(500) == .again(after: .seconds(5), reason: "500"))
    #expect(CallbackSchedule.verdict(on: .failed("reset"), attempts: 3, jitter: 0.5) == .again(after: .seconds(1800), reason: "reset"))
  }

  @Test("ten attempts follow the schedule, each moved by a tenth at most; then it is dead")
  func schedule() {
    for attempts in 1...9 {
      let wait = Duration.seconds(CallbackSchedule.waits[attempts])
      for jitter in [0.0, 1.0] {
        guard case .again(let after, _) = CallbackSchedule.verdict(on: .failed("x"), attempts: attempts, jitter: jitter) else {
          Issue.record("attempt \(attempts) is not followed by another")
          continue
        }
        #expect(after >= wait * 0.89 && after <= wait * 1.11)
      }
    }
    #expect(CallbackSchedule.verdict(on: .failed("x"), attempts: 10, jitter: 0.5) == .dead(reason: "x", disables: false))
  }

  @Test("Retry-After of 429 and 503 is waited for, a day at most; other statuses cannot ask")
  func retryAfter() {
    func wait(_ status: Int, _ seconds: Int) -> CallbackVerdict {
      CallbackSchedule.verdict(on: .answered(status: status, retryAfterSeconds: seconds), attempts: 1, jitter: 0.5)
    }
    #expect(wait(429, 60) == .again(after: .seconds(60), reason: "429") && wait(503, 61) == .again(after: .seconds(61), reason: "503"))
    #expect(wait(429, 9_999_999) == .again(after: .seconds(86_400), reason: "429"))
    #expect(wait(429, -5) == .again(after: .seconds(5), reason: "429") && wait(500, 60) == .again(after: .seconds(5), reason: "500"))
  }

  @Test("an address that must not be called dies at once with the reason")
  func refused() {
    #expect(CallbackSchedule.verdict(on: .refused("no"), attempts: 1, jitter: 0.5) == .dead(reason: "no", disables: false))
  }

  @Test("Retry-After is read as seconds and in the three forms of dates; anything else is not there (RFC 9110 §5.6.7)")
  func retryAfterForms() throws {
    let now = try #require(CivilTime.instant(year: 1994, month: 11, day: 6, hour: 8, minute: 49, second: 0, offsetMinutes: 0))
    #expect(RetryAfter.seconds(of: "120", at: now) == 120 && RetryAfter.seconds(of: " 7 ", at: now) == 7)
    for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
      #expect(RetryAfter.seconds(of: text, at: now) == 37, "\(text)")
    }
    #expect(RetryAfter.seconds(of: "Sun, 06 Nov 1994 08:00:00 GMT", at: now) == 0)
    for text in ["", "-5", "1.5", "soon", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 36 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "06 Nov 1994"] {
      #expect(RetryAfter.seconds(of: text, at: now) == nil, "\(text)")
    }
    #expect(RetryAfter.seconds(of: String(repeating: "9", count: 40), at: now) == 999_999_999)
  }

  @Test("a subject is read from its words and only from them")
  func subjects() {
    let id = "01890000-0000-7000-8000-000000000001"
    #expect(CallbackSubject(kind: "contract", id: id)?.contractID?.description == id)
    #expect(CallbackSubject(kind: "verification", id: id)?.contractID == nil && CallbackSubject(kind: "verification", id: id)?.id == id)
    #expect(CallbackSubject(kind: "other", id: id) == nil && CallbackSubject(kind: "contract", id: "x") == nil)
  }
}
