import CMS
import Foundation
import Graphics
import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiStorage
import HeqiTestSupport
import Office
import PAdES
import PDF
import Testing

@testable import HeqiApplication

/// Pictures that become seals (F-046, B-16).
@Suite("Uploaded seals")
struct UploadSealTests {
  private static let declared = UploadSeal.Decision(kind: .personalName, width: 20, isGroundRemoved: false, isDeclared: true)

  private func drawing() throws -> Drawing { try NameSeal(name: "张小三", side: 20).drawing() }

  private func upload(_ world: ContractWorld) -> UploadSeal {
    UploadSeal(
      ledger: PeopleLedger(engine: world.engine, vault: world.ledger.vault, clock: world.clock, random: world.ledger.random),
      workers: OfficeWorkers())
  }

  private func refusal<T>(_ body: () async throws -> T) async -> (SealError.Code, String?)? {
    do {
      _ = try await body()
      return nil
    } catch {
      return (error as? SealError).map { ($0.code, $0.field) }
    }
  }

  @Test("a transparent picture becomes a seal of the stated width, signs, and pyHanko and pdfsig accept the file")
  func transparent() async throws {
    try await ContractWorld.with(start: SystemClock().now) { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let upload = upload(world)
      let id = try await upload.receive(drawing().png(dpi: 600), caller: zhang)
      let look = try await upload.look(id, isGroundRemoved: false, caller: zhang)
      #expect(!look.isOpaque && !look.canRemoveGround && look.width == look.height)
      let seal = try await upload.finish(id, Self.declared, caller: zhang)
      #expect(seal.origin == .uploaded && abs(seal.heightMM - 20) < 0.2 && seal.name == "张小三" && seal.status == .active)
      #expect(await refusal { try await upload.look(id, isGroundRemoved: false, caller: zhang) }?.0 == .unknown)
      let li = try await world.person(ContractWorld.li)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      let digest = try #require(contract.round.file?.latest.digest)
      let code = try await world.code(for: zhang, contract)
      _ = try await world.actions.sign(
        .init(contractID: contract.id, seenDigest: digest, isContentConfirmed: true, sealID: seal.id, code: code), caller: zhang)
      let bytes = try await world.bytes(contract, by: zhang)
      #expect(world.validate(bytes).signatures.filter { $0.signer != nil }.count == 1)
      try await judge(bytes, world)
      let sheet = try await ReadSealPage(ledger: PeopleLedger(engine: world.engine, vault: world.ledger.vault, clock: world.clock, random: world.ledger.random))(seal.id, caller: zhang)
      #expect(sheet.uses.count == 1 && sheet.uses.first?.transactionNo == contract.transactionNo)
      let lines = sheet.lines.map { $0.text(in: .chinese) }.joined(separator: "\n")
      #expect(lines.contains("上传图片") && lines.contains("有权使用该印章") && lines.contains("sha256:"), "\(lines)")
      _ = li
    }
  }

  /// The programs of others, and the picture itself at its size on the page.
  private func judge(_ bytes: [UInt8], _ world: ContractWorld) async throws {
    try await TestDatabase.withFolder { folder in
      let file = "\(folder)/signed.pdf", root = folder + "/root.pem", link = folder + "/issuing.pem"
      try Data(bytes).write(to: URL(filePath: file))
      try Data(world.pki.root.pem.utf8).write(to: URL(filePath: root))
      try Data(world.pki.issuing.certificate.pem.utf8).write(to: URL(filePath: link))
      let script = SeamSigningTests.package.appending(path: "Tests/Oracles/judge_pdf.py").path
      let python =
        ProcessInfo.processInfo.environment["HEQI_PYTHON"] ?? SeamSigningTests.package.appending(path: ".venv/bin/python").path
      let tests = SeamSigningTests()
      let pyHanko = try tests.run(python, [script, "--root", root, "--link", link, "--want", "BT", file])
      #expect(pyHanko.status == 0, "\(pyHanko.text)")
      let poppler = try tests.run("/usr/bin/pdfsig", ["-nocert", file])
      #expect(poppler.text.contains("Signature is Valid") && !poppler.text.contains("Signature is Invalid"), "\(poppler.text)")
      let images = try tests.run("/usr/bin/pdfimages", ["-list", file])
      #expect(images.text.contains("smask"), "\(images.text)")
    }
  }

  @Test("a white ground is offered to be taken away and given back: the ink stays, the paper goes; a dark one is refused")
  func opaque() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let upload = upload(world)
      let white = try await upload.receive(drawing().png(dpi: 600, background: .white), caller: zhang)
      let look = try await upload.look(white, isGroundRemoved: false, caller: zhang)
      #expect(look.isOpaque && look.canRemoveGround && !look.isGroundRemoved)
      #expect(await refusal { try await upload.finish(white, Self.declared, caller: zhang) }?.0 == .imageOpaque)
      let decoder = PictureDecoder(workers: OfficeWorkers())
      let before = SealPicture(samples: try await decoder.samples(of: upload.picture(white, isGroundRemoved: nil, caller: zhang)))
      let after = SealPicture(samples: try await decoder.samples(of: upload.picture(white, isGroundRemoved: true, caller: zhang)))
      #expect(before.clearShare == 0 && after.clearShare > 0.3 && !after.isEmpty && !after.isOpaque)
      let again = SealPicture(samples: try await decoder.samples(of: upload.picture(white, isGroundRemoved: nil, caller: zhang)))
      #expect(again == before)
      let decision = UploadSeal.Decision(kind: .personalName, width: 20, isGroundRemoved: true, isDeclared: true)
      #expect(try await upload.finish(white, decision, caller: zhang).status == .active)
      let dark = try await upload.receive(drawing().png(dpi: 600, background: .blue), caller: zhang)
      #expect(try await !upload.look(dark, isGroundRemoved: false, caller: zhang).canRemoveGround)
      #expect(await refusal { try await upload.finish(dark, decision, caller: zhang) }?.0 == .imageOpaque)
      #expect(await refusal { try await upload.finish(dark, Self.declared, caller: zhang) }?.0 == .imageOpaque)
    }
  }

  @Test("without the declaration, beyond the bounds, below 300 dpi, or as another person, nothing is made")
  func refused() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let upload = upload(world)
      let id = try await upload.receive(drawing().png(dpi: 300), caller: zhang)
      func finish(_ kind: SealKind, _ width: Double, declared: Bool = true, by caller: Caller? = nil) async -> (SealError.Code, String?)? {
        await refusal {
          try await upload.finish(
            id, .init(kind: kind, width: width, isGroundRemoved: false, isDeclared: declared), caller: caller ?? zhang)
        }
      }
      #expect(await finish(.personalName, 42)?.1 == "width")
      #expect(await finish(.personalName, 22)?.1 == "width", "300 dpi hold for 20 mm only")
      #expect(await finish(.personalName, 19, declared: false)?.1 == "declared")
      #expect(await finish(.companySeal, 19)?.0 == .designInvalid)
      #expect(await finish(.personalName, 19, by: li)?.0 == .unknown)
      #expect(await refusal { try await upload.look(id, isGroundRemoved: false, caller: li) }?.0 == .unknown)
      #expect(await refusal { try await upload.receive(drawing().png(dpi: 90), caller: zhang) }?.1 == "file")
      #expect(await refusal { try await upload.receive(Array("no picture".utf8), caller: zhang) }?.0 == .imageInvalid)
      #expect(await refusal { try await upload.receive([], caller: zhang) }?.1 == "file")
      #expect(await refusal { try await upload.receive([UInt8](repeating: 0x89, count: (2 << 20) + 1), caller: zhang) }?.1 == "file")
      #expect(try await ListSeals(ledger: PeopleLedger(engine: world.engine, vault: world.ledger.vault, clock: world.clock, random: world.ledger.random))(caller: zhang).allSatisfy { $0.origin == .designed })
      world.clock.advance(.seconds(3601))
      #expect(await refusal { try await upload.look(id, isGroundRemoved: false, caller: zhang) }?.0 == .unknown)
    }
  }

  @Test("a drawing becomes a company seal: the delegate's waits for the legal representative, an approver may not upload")
  func company() async throws {
    try await ContractWorld.with { world in
      let company = try await SealWorld(world)
      let unsigned = try await company.join(ContractWorld.li, [.delegate])
      let approver = try await company.join(("王小五", "13900000005"), [.sealApprover])
      let svg = """
        <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100'><circle cx='50' cy='50' r='45' fill='none' stroke='#d3201a' \
        stroke-width='4'/><path d='M50 30l6 18h19l-15 11 6 18-16-11-16 11 6-18-15-11h19z' fill='#d3201a'/></svg>
        """
      let upload = company.seals.upload
      #expect(await refusal { try await upload.receive(Array(svg.utf8), caller: approver) }?.0 == .notOwner)
      #expect(await refusal { try await upload.receive(Array(svg.utf8), caller: unsigned) }?.0 == .notOwner, "no paper, no right")
      _ = try await company.grant(.businessRules, to: unsigned)
      let delegate = try await company.again(unsigned)
      let id = try await upload.receive(Array(svg.utf8), caller: delegate)
      let decision = UploadSeal.Decision(kind: .specialSeal, width: 40, isGroundRemoved: false, isDeclared: true)
      let seal = try await upload.finish(id, decision, caller: delegate)
      #expect(seal.status == .pending && seal.owner == .organization(company.organization.id) && seal.name == "示例科技有限公司")
      #expect(await refusal { try await company.seals.change(.activate, seal.id, caller: delegate) }?.0 == .notOwner)
      #expect(try await company.seals.change(.activate, seal.id, caller: company.legalRep).status == .active)
    }
  }
}
