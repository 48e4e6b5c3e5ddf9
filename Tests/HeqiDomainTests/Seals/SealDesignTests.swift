import HeqiDomain
import Testing

@Suite("Seal design")
struct SealDesignTests {
  private func field(_ design: SealDesign) -> String? {
    do throws(SealError) {
      try design.check()
      return nil
    } catch {
      #expect(error.code == .designInvalid && !error.message.chinese.isEmpty && !error.message.english.isEmpty)
      return error.field
    }
  }

  private func round(
    _ kind: SealKind = .companySeal, name: String = "示例科技有限公司", purpose: String = "", code: String = "",
    size: SealDesign.Size = .init(42, 42)
  ) -> SealDesign {
    SealDesign(kind: kind, shape: .round, size: size, name: name, hasStar: true, purpose: purpose, code: code)
  }

  @Test("every kind has a usual face that is right", arguments: SealKind.allCases)
  func standard(kind: SealKind) {
    let design = SealDesign.standard(kind, name: "示例科技有限公司")
    // Two kinds ask for more: what it is for, and the tax number.
    let expected: String? = kind == .specialSeal ? "purpose" : kind == .invoiceSeal ? "code" : nil
    #expect(field(design) == expected)
  }

  @Test("the default set is what a company gets on verification (B-15)")
  func defaults() {
    #expect(SealKind.defaults == [.companySeal, .legalRepSeal, .contractSeal, .financeSeal, .hrSeal])
    #expect(SealDesign.standard(.companySeal, name: "甲公司").size == .init(42, 42))
    #expect(SealDesign.standard(.contractSeal, name: "甲公司").size == .init(38, 38))
    #expect(SealDesign.standard(.legalRepSeal, name: "张三").size == .init(20, 20))
    #expect(!SealDesign.standard(.contractSeal, name: "甲公司").hasStar)
  }

  @Test("text in an arc has 2 to 50 characters", arguments: [(1, "name"), (2, nil), (50, nil), (51, "name")])
  func arc(count: Int, expected: String?) {
    #expect(field(round(name: String(repeating: "字", count: count))) == expected)
  }

  @Test("a horizontal line has at most 20 characters", arguments: [(20, nil), (21, "purpose")])
  func line(count: Int, expected: String?) {
    #expect(field(round(purpose: String(repeating: "章", count: count))) == expected)
  }

  @Test("a code has 13 digits or is empty", arguments: [
    ("", nil), ("4401060000001", nil), ("440106000000", "code"), ("44010600000012", "code"), ("440106000000A", "code"),
  ])
  func code(code: String, expected: String?) { #expect(field(round(code: code)) == expected) }

  @Test("an invoice seal holds a tax number", arguments: [("91350100M000100Y43", nil), ("", "code"), ("9135", "code")])
  func invoice(code: String, expected: String?) {
    let design = SealDesign(
      kind: .invoiceSeal, shape: .oval, size: .init(40, 30), name: "示例科技有限公司", purpose: "发票专用章", code: code)
    #expect(field(design) == expected)
  }

  @Test("shapes and sizes are those of the kind")
  func sizes() {
    #expect(field(round(size: .init(45, 45))) == "size")
    #expect(field(round(.personalName)) == "shape")
    #expect(field(round(.contractSeal, purpose: "合同专用章", size: .init(58, 58))) == nil)
    #expect(SealDesign.sizes(.personalName, .round).isEmpty)
    for kind in SealKind.allCases { for shape in kind.shapes { #expect(!SealDesign.sizes(kind, shape).isEmpty) } }
  }

  @Test("a square seal of a company takes 20 characters with its purpose, and no star or code")
  func square() {
    func seal(_ name: String, star: Bool = false) -> SealDesign {
      SealDesign(kind: .financeSeal, shape: .square, size: .init(22, 22), name: name, hasStar: star, purpose: "财务专用章")
    }
    #expect(field(seal(String(repeating: "甲", count: 15))) == nil)
    #expect(field(seal(String(repeating: "甲", count: 16))) == "name")
    #expect(field(seal("甲公司", star: true)) == "code")
  }
}

@Suite("Seal PIN")
struct SealPINTests {
  private let pin = SealPIN(
    credential: Credential(
      accountID: Sample.account.id, cost: 2, blockSize: 1, parallelism: 1, salt: [1], hash: [2], changedAt: Sample.now))

  @Test("6 to 12 digits, neither equal nor in a row", arguments: [
    ("13579", false), ("135792", true), ("135792468013", true), ("1357924680135", false), ("12a456", false),
    ("111111", false), ("123456", false), ("654321", false), ("１２３４５７", false),
  ])
  func format(typed: String, isTaken: Bool) {
    #expect(((try? SealPIN.check(Sensitive(typed))) != nil) == isTaken)
  }

  @Test("the fifth wrong try in a row locks it for half an hour; a right one clears the count")
  func lock() {
    var tried = pin
    for _ in 1...4 { tried = tried.tried(false, at: Sample.now) }
    #expect(!tried.isLocked(at: Sample.now) && tried.wrongTries == 4)
    #expect(tried.tried(true, at: Sample.now) == pin)
    tried = tried.tried(false, at: Sample.now)
    #expect(tried.isLocked(at: Sample.now.adding(.seconds(1799))))
    let later = Sample.now.adding(.seconds(1800))
    #expect(!tried.isLocked(at: later))
    #expect(tried.tried(false, at: later).wrongTries == 1)
  }
}
