import HeqiDomain
import Testing

@Suite("Names, passwords, codes and sessions")
struct AccountRulesTests {
  @Test("names that are none are refused", arguments: ["", "叶", "123", "a<b>", "叶\u{0}三", String(repeating: "长", count: 31), "·阿"])
  func badNames(typed: String) { #expect(PersonName(typed) == nil) }

  @Test("names of minorities and foreigners are kept, dots are unified", arguments: [
    (" 叶三 ", "叶三"), ("买买提•吐尔逊", "买买提·吐尔逊"), ("Anna  Maria O'Neil", "Anna Maria O'Neil"),
  ])
  func names(typed: String, kept: String) { #expect(PersonName(typed)?.text == kept) }

  @Test("a name matches what a reader saw, without spaces, dots and letter case")
  func matching() throws {
    #expect(try #require(PersonName("买买提·吐尔逊")).matches("买买提 吐尔逊"))
    #expect(try #require(PersonName("Anna Li")).matches("ANNA LI"))
    #expect(try !#require(PersonName("叶三")).matches("叶二"))
  }

  @Test("weak passwords are refused with the reason", arguments: [
    ("short1", Password.Fault.tooShort), ("aaaaaaaaaaaa", .tooCommon), ("1234567890", .tooCommon), ("password2026", .tooCommon),
    ("my13812341234", .containsOwnData), (String(repeating: "ab1-", count: 40), .tooLong),
  ])
  func weak(typed: String, fault: Password.Fault) {
    #expect(throws: fault) { _ = try Password(typed, ownData: ["13812341234", "ye"]) }
  }

  @Test("long phrases are accepted and never printed")
  func good() throws {
    let password = try Password("正确的马 电池 订书钉!!", ownData: [])
    #expect("\(password)".contains("redacted"))
  }

  @Test("a code is refused when used, worn out or expired, in that order", arguments: [
    (0, false, 0, nil), (4, false, 599, nil), (5, false, 0, CodeRefusal.tooManyTries), (0, true, 0, .used),
    (0, false, 600, .expired),
  ])
  func codes(tries: Int, isUsed: Bool, age: Int64, refusal: CodeRefusal?) {
    let code = OneTimeCode(
      id: Sample.id(3), purpose: .login, binding: .device(Sample.scene), createdAt: Sample.now,
      expiresAt: Sample.now.adding(OneTimeCodePolicy.lifetime), failedTries: tries, consumedAt: isUsed ? Sample.now : nil)
    #expect(code.refusal(at: Sample.now.adding(.seconds(age))) == refusal)
  }

  @Test("bindings of different contracts, files, accounts and browsers differ")
  func bindings() {
    let bindings: Set<CodeBinding> = [
      .signature(contract: "c1", file: Sample.digest(1), account: Sample.id(1)),
      .signature(contract: "c2", file: Sample.digest(1), account: Sample.id(1)),
      .signature(contract: "c1", file: Sample.digest(2), account: Sample.id(1)),
      .signature(contract: "c1", file: Sample.digest(1), account: Sample.id(2)),
      .device(Sample.scene), .account(Sample.id(1)),
    ]
    #expect(bindings.count == 6)
  }

  @Test("a session ends by time without use, by age, and by sign-out", arguments: [
    (0, 0, false, true), (43_199, 0, false, true), (43_200, 0, false, false), (604_800, 604_799, false, false), (1, 0, true, false),
  ])
  func sessions(age: Int64, lastSeen: Int64, hasEnded: Bool, isLive: Bool) {
    let session = LoginSession(
      id: Sample.id(4), accountID: Sample.account.id, createdAt: Sample.now, lastSeenAt: Sample.now.adding(.seconds(lastSeen)),
      expiresAt: Sample.now.adding(SessionPolicy.person.absolute), scene: Sample.scene, endedAt: hasEnded ? Sample.now : nil)
    #expect(SessionPolicy.person.isLive(session, at: Sample.now.adding(.seconds(age))) == isLive)
  }

  @Test("every refusal has words in both languages")
  func wording() {
    for code in IdentityError.Code.allCases {
      let error = IdentityError(code)
      #expect(!error.message.chinese.isEmpty && !error.message.english.isEmpty)
    }
    #expect(IdentityError.tooManyRequests(retryAfter: .seconds(600)).message.chinese.contains("10 分钟"))
  }
}
