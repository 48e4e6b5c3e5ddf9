import HeqiDomain
import Testing

@Suite("Drafting from templates")
struct DraftFormTests {
  static let text = """
    # 租赁合同
    甲方：{{出租方}}，乙方：{{承租方}}。
    ## 租金
    每月{{月租金}}元（大写：{{月租金|upper}}），自{{开始日期}}起。备注：{{备注}}。<b>不是标记</b>
    """
  static let parameters = [
    TemplateVariable(key: "出租方", name: "出租方"),
    TemplateVariable(key: "承租方", name: "承租方", filledBy: .receiver),
    TemplateVariable(key: "月租金", name: "月租金", kind: .money),
    TemplateVariable(key: "开始日期", name: "开始日期", kind: .date, filledBy: .receiver),
    TemplateVariable(key: "备注", name: "备注", isRequired: false),
  ]
  static let empty = DraftForm(name: "租赁合同", text: text, parameters: parameters, values: [:])

  static func words(_ form: DraftForm) throws -> String {
    try form.body().blocks.map { block -> String in
      switch block {
      case .heading(_, let inlines, _), .paragraph(let inlines, _):
        inlines.map { if case .text(let text, _) = $0 { text } else { "?" } }.joined()
      default: "?"
      }
    }.joined(separator: "\n")
  }

  @Test("marks are found once and in order; markup in the text is text")
  func notation() throws {
    #expect(DraftText.keys(in: Self.text) == ["出租方", "承租方", "月租金", "开始日期", "备注"])
    #expect(DraftText.keys(in: "{{a}} {{ a }} {{}} {{b") == ["a"])
    #expect(DraftText.html("# 甲 & 乙\n\n<p>") == "<h1>甲 &amp; 乙</h1>\n<p>&lt;p&gt;</p>")
    #expect(try Self.words(Self.empty).contains("<b>不是标记</b>"))
  }

  @Test("required parameters stand as blanks until each side has filled in its own")
  func sides() throws {
    #expect(Self.empty.open.map(\.key) == ["出租方", "承租方", "月租金", "开始日期"])
    let first = try Self.empty.filled(["出租方": " 张小三 ", "月租金": "5000.5", "承租方": "假冒"], by: .initiator)
    #expect(first.values == ["出租方": "张小三", "月租金": "5000.5"])
    #expect(first.open(of: .initiator).isEmpty && first.open.map(\.key) == ["承租方", "开始日期"])
    #expect(try Self.words(first).contains("甲方：张小三，乙方：＿＿＿＿＿＿。"))
    let second = try first.filled(["承租方": "李小四", "开始日期": "2026-12-01", "月租金": "1"], by: .receiver)
    #expect(second.open.isEmpty && second.values["月租金"] == "5000.5")
    let words = try Self.words(second)
    #expect(words.contains("每月5,000.50元（大写：伍仟元伍角") && words.contains("2026年12月1日起") && !words.contains("＿"), "\(words)")
    #expect(try second.filled(["承租方": ""], by: .receiver).open.map(\.key) == ["承租方"])
  }

  @Test("a wrong value is refused with its parameter, and nothing of it is kept", arguments: [
    ("月租金", "五千", ContractSide.initiator), ("月租金", "1.234", .initiator), ("开始日期", "2026-02-30", .receiver),
    ("出租方", "a\u{202E}b", .initiator),
  ])
  func wrong(key: String, value: String, side: ContractSide) {
    #expect(throws: TemplateError(.valueInvalid, at: "variables.\(key)", "", "")) {
      try Self.empty.filled([key: value], by: side)
    }
  }

  @Test("values go through their column unchanged")
  func column() throws {
    let form = try Self.empty.filled(["出租方": "甲“乙”\\\n丙", "月租金": "1"], by: .initiator)
    #expect(try DraftForm.values(json: form.valuesJSON) == form.values)
    let stored = try TemplateVariable.read(TemplateVariable.json(Self.parameters))
    #expect(stored == Self.parameters)
  }

  @Test("a template is refused without name or text, with a bad mark, or with a choice that offers nothing")
  func checks() throws {
    func template(_ name: String = "x", _ text: String = "{{a}}", _ parameters: [TemplateVariable]? = nil) -> DraftTemplate {
      DraftTemplate(
        key: "1", owner: .system, name: name, group: "", text: text,
        parameters: parameters ?? DraftTemplate.parameters(of: text, known: []))
    }
    try template().check()
    func refused(_ place: String, _ template: DraftTemplate) {
      do throws(TemplateError) {
        try template.check()
        Issue.record("\(template.name) was taken")
      } catch { #expect(error.place == place) }
    }
    refused("name", template(""))
    refused("content", template("x", " \n "))
    refused("content", template("x", "{{1a}}"))
    refused("content", template("x", "{{a}}", [TemplateVariable(key: "a", name: "a", kind: .choice, options: ["只有一个"])]))
    refused("content", template("x", "{{a}}", [TemplateVariable(key: "a", name: "a", kind: .table)]))
    refused("content", template("x", "{{a|upper}}"))
  }

  @Test("known parameters keep what was said of them when the text changes; new ones are asked of the initiator")
  func kept() {
    let found = DraftTemplate.parameters(of: "{{新}}{{承租方}}", known: Self.parameters)
    #expect(found.map(\.key) == ["新", "承租方"] && found.map(\.filledBy) == [.initiator, .receiver])
  }
}

@Suite("Rows 1 to 4 with parameters")
struct DraftParameterTests {
  static func file(_ number: Int, open: Int) -> ContractFile {
    let plain = ContractSamples(order: .signThenSend).file(number)
    return ContractFile(
      id: plain.id, name: plain.name, pageCount: plain.pageCount, openParameters: open, original: plain.original)
  }

  @Test("a text with open parameters goes to the receivers, but is neither agreed to nor started")
  func open() throws {
    let samples = ContractSamples(order: .signThenSend, receiverCount: 2)
    let draft = try samples.play(.saveDraft(RoundEdit(file: Self.file(3, open: 2))), on: samples.draft(), by: samples.initiator)
    #expect(throws: ContractError(.parametersMissing)) {
      try ContractLifecycle.checkInitiation(of: draft.round, at: ContractSamples.start)
    }
    var contract = try samples.play(.startDraft, on: draft, by: samples.initiator)
    #expect(throws: ContractError(.parametersMissing)) { try samples.play(.confirmDraft, on: contract, by: samples.receiver()) }
    contract = try samples.play(.fillDraft(file: Self.file(4, open: 0)), on: contract, by: samples.receiver())
    contract = try samples.play(.confirmDraft, on: contract, by: samples.receiver())
    #expect(contract.stage == .draftAwaitingConfirmation)
    // The other receiver changes the text: the first one has to agree again.
    contract = try samples.play(.fillDraft(file: Self.file(5, open: 0)), on: contract, by: samples.receiver(1))
    #expect(contract.round.receivers.allSatisfy { $0.confirmedAt == nil } && contract.openRequests.count == 2)
    for index in 0...1 { contract = try samples.play(.confirmDraft, on: contract, by: samples.receiver(index)) }
    #expect(contract.stage == .draft && contract.round.isTextConfirmed)
  }

  @Test("only a receiver fills in, and only while the text waits for agreement")
  func refusals() throws {
    let samples = ContractSamples(order: .signThenSend)
    let fill = ContractCommand.fillDraft(file: Self.file(6, open: 0))
    #expect(throws: ContractError(.notAllowedInStage)) { try samples.play(fill, on: samples.draft(), by: samples.receiver()) }
    let waiting = try samples.play(.startDraft, on: samples.draft(), by: samples.initiator)
    #expect(throws: ContractError(.notPermitted)) { try samples.play(fill, on: waiting, by: samples.initiator) }
    #expect(throws: ContractError(.notPermitted)) { try samples.play(fill, on: waiting, by: .system) }
  }
}
