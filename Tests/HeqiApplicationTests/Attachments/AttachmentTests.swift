import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Office
import Testing

@testable import HeqiApplication

@Suite("Papers beside a contract, on both engines")
struct AttachmentTests {
  private static let png = Array("\u{89}PNG".unicodeScalars.map { UInt8($0.value & 255) })
    + [13, 10, 26, 10, 0, 0, 0, 13] + Array("IHDR".utf8) + [0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0, 0, 0, 0, 0]

  private static func office(_ parts: [String]) throws -> [UInt8] {
    try StoredZip.bytes(parts.map { StoredZip.Entry($0, Array("<x/>".utf8)) })
  }

  private func code(_ bytes: [UInt8]) -> ContractError.Code? {
    do {
      _ = try AttachmentIntake.accept(bytes)
      return nil
    } catch { return error.code }
  }

  private func papers(_ world: ContractWorld, _ contract: Contract, _ caller: Caller) async throws -> [ContractView.AttachmentLine] {
    try await world.actions.view(contract.id, isLogged: false, caller: caller).attachments
  }

  private func log(_ world: ContractWorld, _ contract: Contract, _ caller: Caller) async throws -> [String] {
    try await world.actions.view(contract.id, isLogged: false, caller: caller).operationLog.map { $0.line.text(in: .chinese) }
  }

  @Test("what a paper is, its content says; what could do harm is refused")
  func formats() throws {
    let pdf = DocumentIntakeTests()
    #expect(try AttachmentIntake.accept(ContractWorld.pdf()) == .pdf)
    #expect(try AttachmentIntake.accept(Self.png) == .png)
    #expect(try AttachmentIntake.accept(Self.office(["word/document.xml"])) == .docx)
    #expect(try AttachmentIntake.accept(Self.office(["xl/workbook.xml", "xl/printerSettings/printerSettings1.bin"])) == .xlsx)
    #expect(try AttachmentIntake.accept(Self.office(["ppt/presentation.xml"])) == .pptx)
    #expect(code([]) == .attachmentRefused)
    #expect(code(Array("<svg onload=alert(1)>".utf8)) == .attachmentRefused)
    #expect(code(Array("MZ\u{0}".utf8)) == .attachmentRefused)
    #expect(code(Array("%PDF-1.7 nothing".utf8)) == .attachmentRefused)
    #expect(code(pdf.file(catalog: "/OpenAction<</S/JavaScript/JS(1)>>")) == .attachmentRefused)
    #expect(code(pdf.file(catalog: "/OpenAction<</S/Launch/F(calc.exe)>>")) == .attachmentRefused)
    #expect(code([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) == .attachmentRefused)
    #expect(try code(Self.office(["word/document.xml", "word/vbaProject.bin"])) == .attachmentRefused)
    #expect(try code(Self.office(["xl/workbook.xml", "xl/embeddings/a.docx"])) == .attachmentRefused)
    #expect(try code(Self.office(["evil.exe"])) == .attachmentRefused)
    #expect(code([UInt8](repeating: 0x25, count: ContractLimits.fileBytesMax + 1)) == .fileTooLarge)
  }

  @Test("added by one, seen and saved by the other, each step in the log with its digest", arguments: TestDatabase.engines)
  func shared(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let (zhang, li) = (try await world.person(ContractWorld.zhang), try await world.person(ContractWorld.li))
      let wang = try await world.person(ContractWorld.wang)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign)
      let bytes = try ContractWorld.pdf("平面图")
      let added = try await world.actions.addAttachment(contract.id, .init(fileName: "平面图.exe", bytes: bytes), caller: zhang)
      #expect(added.name == "平面图.exe.pdf" && added.digest == FileDigest.of(bytes))
      let line = try #require(try await papers(world, contract, li).first)
      #expect(line.uploader == "张*三" && !line.isLate && !line.mayRemove)
      #expect(try await papers(world, contract, zhang).first.map { $0.uploader == "张小三" && $0.mayRemove } == true)
      let saved = try await world.actions.downloadAttachment(added.id, of: contract.id, caller: li)
      #expect(saved.bytes == bytes && saved.mediaType == "application/pdf" && saved.name == added.name)
      let text = try await log(world, contract, li)
      let notes = text.filter { $0.contains("附件") }
      #expect(notes.count == 2 && notes.allSatisfy { $0.contains("平面图.exe.pdf") && $0.contains(added.digest.description) })
      await #expect(throws: ContractError(.notFound)) {
        try await world.actions.downloadAttachment(added.id, of: contract.id, caller: wang)
      }
      await #expect(throws: ContractError(.notFound)) {
        try await world.actions.addAttachment(contract.id, .init(fileName: "x", bytes: Self.png), caller: wang)
      }
      await #expect(throws: ContractError(.attachmentKnown)) {
        try await world.actions.addAttachment(contract.id, .init(fileName: "又一个.pdf", bytes: bytes), caller: li)
      }
      #expect(try await papers(world, contract, zhang).count == 1)
    }
  }

  @Test("only whoever added it takes it away, and nothing of it is left but the log", arguments: TestDatabase.engines)
  func removal(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let (zhang, li) = (try await world.person(ContractWorld.zhang), try await world.person(ContractWorld.li))
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign)
      let added = try await world.actions.addAttachment(contract.id, .init(fileName: "照片.png", bytes: Self.png), caller: li)
      await #expect(throws: ContractError(.attachmentFixed)) {
        try await world.actions.removeAttachment(added.id, of: contract.id, caller: zhang)
      }
      try await world.actions.removeAttachment(added.id, of: contract.id, caller: li)
      await #expect(throws: ContractError(.attachmentMissing)) {
        try await world.actions.removeAttachment(added.id, of: contract.id, caller: li)
      }
      await #expect(throws: ContractError(.attachmentMissing)) {
        try await world.actions.downloadAttachment(added.id, of: contract.id, caller: zhang)
      }
      #expect(try await papers(world, contract, zhang).isEmpty)
      #expect(try await log(world, contract, zhang).contains { $0.contains("移除附件") && $0.contains("照片.png") })
      let kept = try await world.engine.read {
        try $0.query("SELECT address FROM blob WHERE purpose = 'contract-attachment'", []).count
      }
      #expect(kept == 0, "its bytes are left to the collection of orphans")
      _ = try await world.actions.addAttachment(contract.id, .init(fileName: "照片.png", bytes: Self.png), caller: zhang)
      #expect(try await papers(world, contract, li).count == 1, "the same file may come again")
    }
  }

  @Test("after completion what is there stays, and what comes is marked as later", arguments: TestDatabase.engines)
  func completion(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let (zhang, li) = (try await world.person(ContractWorld.zhang), try await world.person(ContractWorld.li))
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .signThenSend, needsCode: false)
      let early = try await world.actions.addAttachment(contract.id, .init(fileName: "a.png", bytes: Self.png), caller: zhang)
      let done = try await world.finish(contract, [zhang, li])
      #expect(done.stage.name == .completed)
      await #expect(throws: ContractError(.attachmentFixed)) {
        try await world.actions.removeAttachment(early.id, of: contract.id, caller: zhang)
      }
      let late = try await world.actions.addAttachment(
        contract.id, .init(fileName: "交接单.pdf", bytes: ContractWorld.pdf("交接单")), caller: li)
      await #expect(throws: ContractError(.attachmentFixed)) {
        try await world.actions.removeAttachment(late.id, of: contract.id, caller: li)
      }
      #expect(try await papers(world, contract, zhang).map(\.isLate) == [false, true])
    }
  }

  @Test("an ended contract takes none; fifty are the limit")
  func limits() async throws {
    try await ContractWorld.with { world in
      let (zhang, _) = (try await world.person(ContractWorld.zhang), try await world.person(ContractWorld.li))
      let contract = try await world.draft(by: zhang, to: [ContractWorld.li])
      for number in 0..<ContractLimits.attachmentsMax {
        let bytes = Self.png + [UInt8(number)]
        _ = try await world.actions.addAttachment(contract.id, .init(fileName: "p.png", bytes: bytes), caller: zhang)
      }
      await #expect(throws: ContractError(.tooManyAttachments)) {
        try await world.actions.addAttachment(contract.id, .init(fileName: "p.png", bytes: Self.png), caller: zhang)
      }
      let sent = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign)
      _ = try await world.actions.withdraw(sent.id, reason: "", caller: zhang)
      await #expect(throws: ContractError(.notAllowedInStage)) {
        try await world.actions.addAttachment(sent.id, .init(fileName: "p.png", bytes: Self.png), caller: zhang)
      }
    }
  }

  @Test("of a company its handler and its legal representative add papers; approvers and those copied only read")
  func company() async throws {
    try await ContractWorld.with { world in
      let company = try await CompanyContractWorld(world)
      _ = try await world.person(CompanyContractWorld.receiver)
      let contract = try await company.actions.initiate(company.draft().id, caller: company.handler)
      let input = { (number: UInt8) in AddAttachment.Input(fileName: "p.png", bytes: Self.png + [number]) }
      _ = try await company.actions.addAttachment(contract.id, input(1), caller: company.handler)
      let second = try await company.actions.addAttachment(contract.id, input(2), caller: company.legalRep)
      for reader in [company.manager, company.keeper, company.viewer] {
        await #expect(throws: ContractError(.notPermitted)) {
          try await company.actions.addAttachment(contract.id, input(3), caller: reader)
        }
        let view = try await company.actions.view(contract.id, isLogged: false, caller: reader)
        #expect(view.attachments.count == 2 && !view.mayAttach)
        await #expect(throws: ContractError(.notPermitted)) {
          try await company.actions.downloadAttachment(second.id, of: contract.id, caller: reader)
        }
      }
    }
  }
}
