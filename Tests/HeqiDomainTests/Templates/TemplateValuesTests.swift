import HeqiDomain
import Testing

@Suite("Values for the variables of a template (M-010, J-018)")
struct TemplateValuesTests {
  static let items = TemplateVariable(
    key: "items", name: "明细", kind: .table,
    columns: [TemplateVariable(key: "name", name: "品名"), TemplateVariable(key: "price", name: "单价", kind: .money)])
  static let variables = [
    TemplateVariable(key: "buyer", name: "买方", charactersMax: 5), TemplateVariable(key: "sum", name: "金额", kind: .money),
    TemplateVariable(key: "count", name: "数量", kind: .number, isRequired: false, format: "0"),
    TemplateVariable(key: "on", name: "日期", kind: .date, isRequired: false),
    TemplateVariable(key: "pay", name: "付款", kind: .choice, isRequired: false, options: ["现金", "转账"]),
    TemplateVariable(key: "logo", name: "标志", kind: .image, isRequired: false), items,
  ]
  static let good: [String: TemplateInput] = [
    "buyer": .text("张三"), "sum": .text("1234.5"), "items": .rows([["name": .text("笔"), "price": .number("3")]]),
  ]

  @Test("good values are written by their type")
  func good() throws {
    var inputs = Self.good
    inputs["on"] = .text("2026-01-31")
    inputs["pay"] = .text("转账")
    let values = try TemplateValues(inputs, for: Self.variables)
    #expect(values["buyer"] == .shown(ShownValue(raw: "张三", text: "张三")))
    #expect(values["sum"] == .shown(ShownValue(raw: "1234.5", text: "1,234.50", upper: "壹仟贰佰叁拾肆元伍角整")))
    #expect(values["on"] == .shown(ShownValue(raw: "2026-01-31", text: "2026年1月31日", upper: "二〇二六年一月三十一日")))
    #expect(values["pay"] == .shown(ShownValue(raw: "转账", text: "转账", boxes: "□现金　■转账")))
    #expect(values["items"] == .rows([["name": ShownValue(raw: "笔", text: "笔"), "price": ShownValue(raw: "3", text: "3.00", upper: "叁元整")]]))
    #expect(values["count"] == nil && values["logo"] == nil)
  }

  @Test("missing and extra variables are named, all of them")
  func named() {
    #expect(throws: TemplateError(.valueMissing, at: "variables.buyer", "", "")) { try TemplateValues([:], for: Self.variables) }
    do throws(TemplateError) {
      _ = try TemplateValues([:], for: Self.variables)
    } catch { #expect(error.message.english.contains("buyer, sum, items") && error.message.chinese.contains("金额")) }
    var inputs = Self.good
    inputs["seller"] = .text("x")
    #expect(throws: TemplateError(.valueUnknown, at: "variables.seller", "", "")) { try TemplateValues(inputs, for: Self.variables) }
    #expect(throws: TemplateError(.valueMissing, at: "variables.buyer", "", "")) {
      try TemplateValues(Self.good.merging(["buyer": .text("")]) { $1 }, for: Self.variables)
    }
  }

  static let wrong: [(String, TemplateInput, String)] = [
    ("buyer", .text("一二三四五六"), "buyer"), ("buyer", .rows([]), "buyer"), ("buyer", .text("a\u{202E}b"), "buyer"),
    ("buyer", .text("a\u{0}"), "buyer"), ("sum", .text("12.345"), "sum"), ("sum", .text("1,000"), "sum"),
    ("sum", .number("1234567890123456"), "sum"), ("sum", .text("12345678901234567"), "sum"), ("sum", .flag(true), "sum"),
    ("count", .text("1.5"), "count"), ("on", .text("2026-02-30"), "on"), ("on", .number("20260101"), "on"),
    ("pay", .text("支票"), "pay"), ("logo", .text("https://example.com/a.png"), "logo"),
    ("logo", .text("data:image/svg+xml;base64,AAAA"), "logo"), ("items", .text("x"), "items"), ("items", .rows([]), "items"),
    ("items", .rows([["name": .text("a"), "price": .text("x")]]), "items[0].price"),
    ("items", .rows([["name": .text("a"), "price": .text("1"), "tax": .text("1")]]), "items[0].tax"),
    ("items", .rows([["price": .text("1")]]), "items[0].name"),
    ("items", .rows([[String: TemplateInput]](repeating: ["name": .text("a"), "price": .text("1")], count: 501)), "items"),
  ]

  @Test("a wrong value names its variable", arguments: wrong.indices)
  func wrongValue(_ index: Int) {
    let (key, input, place) = Self.wrong[index]
    do throws(TemplateError) {
      _ = try TemplateValues(Self.good.merging([key: input]) { $1 }, for: Self.variables)
      Issue.record("\(key) was taken")
    } catch { #expect(error.place == "variables.\(place)") }
  }

  @Test("definitions survive their JSON, and faults in them are named by path")
  func definitions() throws {
    #expect(try TemplateVariable.read(TemplateVariable.json(Self.variables)) == Self.variables)
    for (json, place) in [
      ("{}", "variableDefinitions"), (#"[{"key":"1a"}]"#, "variableDefinitions[0].key"), (#"[{"key":"a"},{"key":"a"}]"#, "variableDefinitions[1].key"),
      (#"[{"key":"a","type":"blob"}]"#, "variableDefinitions[0].type"), (#"[{"key":"a","type":"choice"}]"#, "variableDefinitions[0].options"),
      (#"[{"key":"a","type":"table"}]"#, "variableDefinitions[0].columns"), (#"[{"key":"a","type":"money","format":"0.000"}]"#, "variableDefinitions[0].format"),
      (#"[{"key":"a","type":"money","sample":"x"}]"#, "variableDefinitions[0].sample"), (#"[{"key":"a","colour":"red"}]"#, "variableDefinitions[0].colour"),
      (#"[{"key":"a","type":"table","columns":[{"key":"b","type":"image"}]}]"#, "variableDefinitions[0].columns[0].type"),
      (#"[{"key":"a","required":"yes"}]"#, "variableDefinitions[0].required"), (#"[{"key":"a","maxLength":10001}]"#, "variableDefinitions[0].maxLength"),
      ("[", "variableDefinitions"),
    ] {
      #expect(throws: TemplateError(.definitionInvalid, at: place, "", ""), "\(json)") { try TemplateVariable.read(json) }
    }
  }

  @Test("inputs are read from JSON with every digit; what is no value is named")
  func inputs() throws {
    let read = try TemplateInput.read(#"{"a":"x","b":1.50,"c":true,"d":[{"e":2,"f":null}],"g":null}"#)
    #expect(read == ["a": .text("x"), "b": .number("1.50"), "c": .flag(true), "d": .rows([["e": .number("2")]])])
    for json in [#"{"a":{"b":1}}"#, #"{"a":[1]}"#, #"{"a":[{"b":[{}]}]}"#] {
      #expect(throws: TemplateError(.valueInvalid, at: "variables.a", "", "")) { try TemplateInput.read(json) }
    }
  }

  @Test("signer settings: count, defaults by position, faults by name")
  func signers() throws {
    let signers = try TemplateSigners.read(#"{"minSigners":2,"maxSigners":3,"defaultSignMethods":["CA_CERT","FACE_AND_SMS"]}"#)
    #expect(signers.method(at: 0) == .certificate && signers.method(at: 1) == .faceAndSMS && signers.method(at: 2) == .faceAndSMS)
    #expect(throws: TemplateError(.signersInvalid, at: "signers", "", "")) { try signers.check(count: 1) }
    #expect(throws: TemplateError(.signersInvalid, at: "signers", "", "")) { try signers.check(count: 4) }
    try signers.check(count: 3)
    #expect(try TemplateSigners.read(signers.json) == signers)
    for (json, place) in [
      (#"{"minSigners":0}"#, "signerConfig.minSigners"), (#"{"minSigners":3,"maxSigners":2}"#, "signerConfig.maxSigners"),
      (#"{"defaultSignMethods":["X"]}"#, "signerConfig.defaultSignMethods"), (#"{"x":1}"#, "signerConfig.x"), ("[]", "signerConfig"),
    ] {
      #expect(throws: TemplateError(.definitionInvalid, at: place, "", ""), "\(json)") { try TemplateSigners.read(json) }
    }
  }
}
