import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import PDF
import Testing

@testable import HeqiApplication

@Suite("Drawing a text up from a template")
struct DraftFromTemplateTests {
  static let lease = "system-lease"

  /// Lawful values for every parameter of one side.
  static func values(_ parameters: [TemplateVariable], _ side: ContractSide) -> [String: String] {
    var values: [String: String] = [:]
    for parameter in parameters where parameter.filledBy == side {
      values[parameter.key] =
        switch parameter.kind {
        case .number: "3"
        case .money: "5000"
        case .date: "2026-12-01"
        case .choice: parameter.options[0]
        default: "\(parameter.name)甲"
        }
    }
    return values
  }

  static func typed(_ key: String, _ side: ContractSide, _ world: ContractWorld, _ caller: Caller) async throws
    -> [String: String]
  {
    values(try await world.actions.draftTemplates.find(key, caller: caller).parameters, side)
  }

  @Test("every template of the platform can be drawn up by both sides and becomes a sound file",
    arguments: SystemTemplates.all.map(\.key))
  func system(key: String) async throws {
    let template = try #require(SystemTemplates.all.first { $0.key == key })
    try template.check()
    #expect(template.parameters.map(\.key) == DraftText.keys(in: template.text))
    #expect(Set(template.parameters.map(\.filledBy)) == [.initiator, .receiver])
    var form = DraftForm(name: template.name, text: template.text, parameters: template.parameters, values: [:])
    for side in ContractSide.allCases { form = try form.filled(Self.values(template.parameters, side), by: side) }
    #expect(form.open.isEmpty)
    let document = try DocumentIntake.accept(DraftPaper.pdf(form))
    #expect((1...5).contains(document.pageCount))
  }

  @Test("initiator's values, receiver's values, a rejection, changed values, agreement, signatures (rows 1 to 6)",
    arguments: TestDatabase.engines)
  func life(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let zhang = try await world.person(ContractWorld.zhang), li = try await world.person(ContractWorld.li)
      let actions = world.actions
      var typed = try await Self.typed(Self.lease, .initiator, world, zhang)
      var contract = try await actions.draftFromTemplate.start(Self.lease, typed, caller: zhang)
      #expect(contract.stage == .draft && contract.round.title == "房屋租赁合同")
      #expect(contract.round.file?.openParameters == 3)
      contract = try await actions.setReceivers(
        contract.id, [.init(name: ContractWorld.li.0, mobile: ContractWorld.li.1)], caller: zhang)
      await #expect(throws: ContractError(.parametersMissing)) {
        _ = try await actions.initiate(contract.id, caller: zhang)
      }
      contract = try await actions.negotiate.start(contract.id, caller: zhang)
      let sent = try #require(contract.round.file?.latest.digest)
      await #expect(throws: ContractError(.parametersMissing)) {
        _ = try await actions.negotiate.confirm(contract.id, seen: sent, caller: li)
      }
      let own = try await Self.typed(Self.lease, .receiver, world, li)
      contract = try await actions.draftFromTemplate.fill(contract.id, own, caller: li)
      #expect(contract.round.file?.openParameters == 0 && contract.round.file?.latest.digest != sent)
      await #expect(throws: ContractError(.fileChanged)) {
        _ = try await actions.negotiate.confirm(contract.id, seen: sent, caller: li)
      }
      contract = try await actions.negotiate.reject(contract.id, reason: "租金过高", caller: li)
      typed["月租金"] = "4500"
      contract = try await actions.draftFromTemplate.fill(contract.id, typed, caller: zhang)
      #expect(contract.stage == .draftAwaitingConfirmation && contract.round.file?.openParameters == 0)
      let form = try #require(try await actions.draftFromTemplate.form(contract.id, caller: li)?.form)
      #expect(form.values["月租金"] == "4500" && form.values["承租方"] == "承租方甲")
      let compared = try await actions.compare(contract.id, from: nil, to: nil, caller: zhang)
      #expect(compared.pages.contains { $0.lines.contains { $0.change == .added && $0.text.contains("4,500") } })
      let seen = try #require(contract.round.file?.latest.digest)
      contract = try await actions.negotiate.confirm(contract.id, seen: seen, caller: li)
      #expect(contract.stage == .draft && contract.round.isTextConfirmed)
      let log = try await actions.view(contract.id, caller: zhang).operationLog.map { $0.line.text(in: .chinese) }
      for action in ["发起拟定", "填写拟定参数", "驳回拟定", "确认拟定"] { #expect(log.contains { $0.contains(action) }, "\(action)") }
    }
  }

  @Test("each side reaches only its own parameters, a stranger none, and an uploaded file ends the form",
    arguments: TestDatabase.engines)
  func limits(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let zhang = try await world.person(ContractWorld.zhang), li = try await world.person(ContractWorld.li)
      let wang = try await world.person(ContractWorld.wang)
      let actions = world.actions
      let typed = try await Self.typed(Self.lease, .initiator, world, zhang)
      await #expect(throws: TemplateError(.valueMissing, at: "variables.出租方", "", "")) {
        _ = try await actions.draftFromTemplate.start(Self.lease, typed.filter { $0.key != "出租方" }, caller: zhang)
      }
      var contract = try await actions.draftFromTemplate.start(Self.lease, typed, caller: zhang)
      contract = try await actions.setReceivers(
        contract.id, [.init(name: ContractWorld.li.0, mobile: ContractWorld.li.1)], caller: zhang)
      await #expect(throws: ContractError(.notFound)) {
        _ = try await actions.draftFromTemplate.form(contract.id, caller: li)
      }
      contract = try await actions.negotiate.start(contract.id, caller: zhang)
      await #expect(throws: ContractError(.notFound)) {
        _ = try await actions.draftFromTemplate.fill(contract.id, [:], caller: wang)
      }
      await #expect(throws: ContractError(.notAllowedInStage)) {
        _ = try await actions.draftFromTemplate.fill(contract.id, typed, caller: zhang)
      }
      var own = try await Self.typed(Self.lease, .receiver, world, li)
      own["月租金"] = "1"
      contract = try await actions.draftFromTemplate.fill(contract.id, own, caller: li)
      #expect(try await actions.draftFromTemplate.form(contract.id, caller: li)?.form.values["月租金"] == "5000")
      let stored = try await world.engine.read { try $0.query("SELECT filled FROM draft_form").map { try $0.blob("filled") } }
      #expect(stored.count == 1 && !stored[0].containsText("承租方甲"))
      contract = try await actions.negotiate.reject(contract.id, reason: "用我方文本", caller: li)
      contract = try await actions.negotiate.redraft(
        contract.id, fileName: "a.pdf", bytes: ContractWorld.pdf(), caller: zhang)
      #expect(try await actions.draftFromTemplate.form(contract.id, caller: zhang) == nil)
      #expect(contract.round.file?.openParameters == 0)
    }
  }

  @Test("templates of a person and of a company are their own; versions guard against lost changes",
    arguments: TestDatabase.engines)
  func templates(engine: TestDatabase.Engine) async throws {
    try await CompanyContractTests.with(engine) { company in
      let templates = company.actions.draftTemplates
      let input = ManageDraftTemplates.Input(
        name: "借条", group: "个人", text: "# 借条\n今借到{{金额}}元。", parameters: [], version: nil)
      let mine = CompanyContractTests.personal(company.handler)
      let saved = try await templates.save(nil, input, caller: mine)
      #expect(try await templates.list(caller: mine).map(\.name) == SystemTemplates.all.map(\.name) + ["借条"])
      #expect(try await templates.list(caller: company.handler).count == SystemTemplates.all.count)
      await #expect(throws: ContractError(.notFound)) { _ = try await templates.find(saved.key, caller: company.handler) }
      let shared = try await templates.save(nil, input, caller: company.handler)
      #expect(try await templates.find(shared.key, caller: company.viewer).name == "借条")
      await #expect(throws: ContractError(.notPermitted)) {
        _ = try await templates.save(nil, input, caller: company.viewer)
      }
      let change = ManageDraftTemplates.Input(
        name: "欠条", group: "", text: input.text, parameters: shared.parameters, version: 1)
      _ = try await templates.save(shared.key, change, caller: company.handler)
      await #expect(throws: ContractError(.staleRevision)) {
        _ = try await templates.save(shared.key, change, caller: company.legalRep)
      }
      #expect(try await templates.find(shared.key, caller: company.handler).version == 2)
      try await templates.delete(shared.key, caller: company.handler)
      await #expect(throws: ContractError(.notFound)) { _ = try await templates.find(shared.key, caller: company.handler) }
      #expect(try await templates.blank(Self.lease, caller: company.handler).bytes.starts(with: Array("%PDF-".utf8)))
    }
  }
}

extension [UInt8] {
  fileprivate func containsText(_ text: String) -> Bool { firstRange(of: Array(text.utf8)) != nil }
}
