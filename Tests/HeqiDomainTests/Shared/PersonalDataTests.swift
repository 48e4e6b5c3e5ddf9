import HeqiDomain
import Testing

@Suite("Personal data: reading and masking")
struct PersonalDataTests {
  @Test("numbers with a right check digit are taken (B-01, E-19)", arguments: [
    "11010519491231002X", "11010519491231002x", "310101199001011234", " 310101 19900101 1234 ",
  ])
  func validNumbers(_ typed: String) throws {
    _ = try IDCardNumber(typed)
  }

  @Test("wrong numbers are refused with the reason", arguments: [
    ("111130199009161634", IDCardNumber.Fault.checkDigit), ("31010119900101123", .length),
    ("3101011990010112345", .length), ("31010119900101123A", .characters), ("3101011990010112X4", .characters),
    ("991010199001011234", .region), ("310101199002301234", .birthDate), ("310101189912311234", .birthDate),
    ("３10101199001011234", .length),
  ])
  func invalidNumbers(_ typed: String, _ fault: IDCardNumber.Fault) {
    #expect(throws: fault) { try IDCardNumber(typed) }
  }

  @Test("a birthday counts from its first second in China")
  func age() throws {
    let number = try IDCardNumber("310101199001011234")
    let before = try #require(CivilTime.instant(year: 2007, month: 12, day: 31, hour: 23, minute: 59, second: 59))
    let after = try #require(CivilTime.instant(year: 2008, month: 1, day: 1))
    #expect(number.age(at: before) == 17)
    #expect(number.age(at: after) == 18)
  }

  @Test("mobiles are taken with and without country code (E-21)", arguments: [
    "13812341234", "+86 138 1234 1234", "0086-13812341234", "8613812341234",
  ])
  func mobiles(_ typed: String) {
    #expect(MobileNumber(typed)?.text == "13812341234")
  }

  @Test("other numbers are no mobiles", arguments: ["", "12812341234", "1381234123", "138123412345", "1400012341234", "1381234123a"])
  func notMobiles(_ typed: String) {
    #expect(MobileNumber(typed) == nil)
  }

  @Test("e-mail addresses keep their local part and lower their host")
  func emails() {
    #expect(EmailAddress(" Li.Si@Example.COM ")?.text == "Li.Si@example.com")
  }

  @Test("what is no address is refused", arguments: ["", "a", "a@b", "@b.c", "a@b..c", "a b@c.d", "a@@b.c", "a@-b.c", "a\r\nb@c.d", "<a>@b.c"])
  func notEmails(_ typed: String) {
    #expect(EmailAddress(typed) == nil)
  }

  @Test("masks keep what the source keeps (F-028)")
  func masks() {
    #expect(Mask.name("叶小三") == "叶*三")
    #expect(Mask.name("叶三") == "叶*")
    #expect(Mask.mobile("13812341234") == "138****1234")
    #expect(Mask.idCardNumber("310101199001011234") == "310***********1234")
    #expect(Mask.email("someone@example.com") == "s***@example.com")
    #expect(Mask.ip("172.124.123.12") == "172.124.***.**")
    #expect(!Mask.ip("2001:db8::1").contains("db8::1"))
  }

  @Test("a sensitive value never appears in its description, dump or mirror")
  func sensitive() {
    let secret = Sensitive("13812341234")
    var dumped = ""
    dump(secret, to: &dumped)
    #expect(!"\(secret)".contains("138") && !dumped.contains("138") && !String(reflecting: secret).contains("138"))
    #expect(secret.reveal() == "13812341234")
  }
}
