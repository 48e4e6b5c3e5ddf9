import CMS
import Foundation
import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import PAdES
import Testing

@testable import HeqiApplication

/// 授权委托书 from draft to revocation (F-047, F-061, B-17).
@Suite("Powers of attorney")
struct PowerTests {
  private func code<T>(_ body: () async throws -> T) async -> SealError.Code? {
    do {
      _ = try await body()
      return nil
    } catch {
      return (error as? SealError)?.code
    }
  }

  @Test("a company is born with its five seals, and a new name cancels them all (B-15, E-10)")
  func defaults() async throws {
    try await ContractWorld.with { world in
      let desk = try await SealWorld(world)
      let seals = try await desk.seals.list(caller: desk.legalRep)
      #expect(seals.map(\.kind) == SealKind.defaults && seals.allSatisfy { $0.status == .active })
      #expect(seals.filter(\.isDefault).map(\.kind) == [.companySeal])
      #expect(seals.first { $0.kind == .legalRepSeal }?.name == "张小三")
      var renamed = desk.organization
      renamed.name = "示例科技股份有限公司"
      let company = CompanySeals(
        ledger: PeopleLedger(engine: world.engine, vault: world.ledger.vault, clock: world.clock, random: world.ledger.random))
      let (changed, drawings, now) = (renamed, company.drawings(of: renamed), world.clock.now)
      for _ in 1...2 {
        try await world.engine.write { try company.renew(changed, drawings, scene: .system, at: now, in: $0) }
      }
      let after = try await desk.seals.list(caller: desk.legalRep)
      // The representative is the same person, so that seal stays.
      #expect(after.filter { $0.status == .cancelled }.count == 4)
      #expect(Set(after.filter { $0.status == .active }.map(\.kind)) == Set(SealKind.defaults))
      #expect(after.filter { $0.status == .active && $0.kind != .legalRepSeal }.allSatisfy { $0.name == changed.name })
    }
  }

  @Test("a signed paper gives the right, for its term; the file verifies and names company and person", arguments: TestDatabase.engines)
  func signed(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let desk = try await SealWorld(world)
      let li = try await desk.join(ContractWorld.li, [.handler])
      let seal = try await desk.seal(.contractSeal).id
      #expect(try await !desk.mayUse(seal, li))
      let power = try await desk.grant(to: li, seal: seal)
      #expect(power.status == .signed)
      #expect(try await desk.mayUse(seal, li))
      let bytes = try await desk.powers.read.file(power.id, caller: li)
      let report = world.validate(bytes)
      #expect(report.signatures.count == 1 && report.signatures.allSatisfy { $0.indication == .passed })
      #expect(report.signatures.first?.coverage == .wholeFile || report.signatures.count == 1)
      let sheet = try await desk.seals.page(seal, caller: desk.legalRep)
      #expect(sheet.grants.map(\.state) == [.inForce])
      #expect(sheet.lines.contains { $0.text().contains("签署授权委托书") })
      world.clock.advance(.seconds(31 * 86_400))
      #expect(try await !desk.mayUse(seal, li))
    }
  }

  @Test("pyHanko and pdfsig judge the paper as they judge contracts")
  func judged() async throws {
    try await ContractWorld.with(start: SystemClock().now) { world in
      try await TestDatabase.withFolder { folder in
        let desk = try await SealWorld(world)
        let li = try await desk.join(ContractWorld.li, [.handler])
        let power = try await desk.grant(to: li, seal: desk.seal(.contractSeal).id)
        let file = folder + "/power.pdf", root = folder + "/root.pem", link = folder + "/issuing.pem"
        try Data(try await desk.powers.read.file(power.id, caller: li)).write(to: URL(filePath: file))
        try Data(world.pki.root.pem.utf8).write(to: URL(filePath: root))
        try Data(world.pki.issuing.certificate.pem.utf8).write(to: URL(filePath: link))
        let script = SeamSigningTests.package.appending(path: "Tests/Oracles/judge_pdf.py").path
        let python =
          ProcessInfo.processInfo.environment["HEQI_PYTHON"] ?? SeamSigningTests.package.appending(path: ".venv/bin/python").path
        let pyHanko = try SeamSigningTests().run(python, [script, "--root", root, "--link", link, "--want", "BT", file])
        #expect(pyHanko.status == 0, "\(pyHanko.text)")
        let poppler = try SeamSigningTests().run("/usr/bin/pdfsig", ["-nocert", file])
        #expect(poppler.text.contains("Signature is Valid"), "\(poppler.text)")
        let text = try SeamSigningTests().run("/usr/bin/pdftotext", ["-layout", file, "-"]).text
        for word in ["签章授权委托书", "示例科技有限公司", "91350100M000100Y43", "李小四", "签署采购合同", "合同专用章"] {
          #expect(text.contains(word), "\(word)")
        }
      }
    }
  }

  @Test("a stopped seal and a new PIN end every grant; resuming brings none back (B-17)")
  func versions() async throws {
    try await ContractWorld.with { world in
      let desk = try await SealWorld(world)
      let li = try await desk.join(ContractWorld.li, [.handler])
      let seal = try await desk.seal(.contractSeal).id
      _ = try await desk.grant(to: li, seal: seal)
      _ = try await desk.seals.change(.suspend, seal, caller: desk.legalRep)
      #expect(try await !desk.mayUse(seal, li))
      _ = try await desk.seals.change(.resume, seal, caller: desk.legalRep)
      #expect(try await !desk.mayUse(seal, li))
      _ = try await desk.grant(to: li, seal: seal)
      #expect(try await desk.mayUse(seal, li))
      _ = try await desk.seals.pins.set(Sensitive("135792"), old: nil, of: seal, caller: desk.legalRep)
      #expect(try await !desk.mayUse(seal, li))
      let states = try await desk.seals.page(seal, caller: desk.legalRep).grants.map(\.state)
      #expect(states == [.cancelled, .cancelled])
    }
  }

  @Test("a revoked paper ends its grant at once, and stays readable")
  func revoked() async throws {
    try await ContractWorld.with { world in
      let desk = try await SealWorld(world)
      let li = try await desk.join(ContractWorld.li, [.handler])
      let seal = try await desk.seal(.contractSeal).id
      let power = try await desk.grant(to: li, seal: seal)
      #expect(try await desk.powers.revoke(power.id, caller: desk.legalRep).status == .revoked)
      #expect(try await !desk.mayUse(seal, li))
      #expect(await code { try await desk.powers.revoke(power.id, caller: desk.legalRep) } == .powerClosed)
      #expect(try await desk.powers.read.file(power.id, caller: li).count > 1000)
    }
  }

  @Test("only the legal representative drafts, signs and revokes; others see only what trusts them")
  func rights() async throws {
    try await ContractWorld.with { world in
      let desk = try await SealWorld(world)
      let li = try await desk.join(ContractWorld.li, [.handler, .delegate])
      let wang = try await desk.join(ContractWorld.wang, [.handler])
      let seal = try await desk.seal(.contractSeal).id
      let now = world.clock.now
      let input = DraftPower.Input(
        kind: .sealUse, granteeID: li.mode.standing?.membershipID, sealID: seal, scope: "全部", validFrom: now,
        validUntil: now.adding(.seconds(86_400)))
      #expect(await code { try await desk.powers.draft(input, caller: li) } == .notOwner)
      let power = try await desk.grant(to: li, seal: seal)
      #expect(await code { try await desk.powers.revoke(power.id, caller: li) } == .notOwner)
      #expect(await code { try await desk.powers.read(power.id, caller: wang) } == .unknown)
      #expect(try await desk.powers.list(caller: wang).isEmpty)
      #expect(try await desk.powers.list(caller: li).count == 1)
      let outside = try await world.person(("赵小六", "13800000009"))
      #expect(await code { try await desk.powers.read(power.id, caller: outside) } == .unknown)
    }
  }

  @Test("a paper is signed as it was read, once, with the code that was sent for it")
  func guards() async throws {
    try await ContractWorld.with { world in
      let desk = try await SealWorld(world)
      let li = try await desk.join(ContractWorld.li, [.handler])
      let now = world.clock.now
      let power = try await desk.powers.draft(
        .init(
          kind: .sealUse, granteeID: li.mode.standing?.membershipID, sealID: desk.seal(.contractSeal).id, scope: "全部",
          validFrom: now, validUntil: now.adding(.seconds(86_400))), caller: desk.legalRep)
      func sign(_ seen: Digest, confirmed: Bool = true, code: String) async throws -> PowerOfAttorney {
        try await desk.powers.sign(power.id, seen: seen, isConfirmed: confirmed, code: code, caller: desk.legalRep)
      }
      #expect(await code { try await sign(FileDigest.of([1]), code: "000000") } == .fileChanged)
      #expect(await code { try await sign(power.draftDigest, confirmed: false, code: "000000") } == .powerInvalid)
      await #expect(throws: IdentityError(.codeRefused)) { try await sign(power.draftDigest, code: "000000") }
      #expect(try await desk.sign(power).status == .signed)
      #expect(await code { try await sign(power.draftDigest, code: "000000") } == .powerClosed)
    }
  }

  @Test("what cannot be granted is refused at its field", arguments: ["grantee", "seal", "scope", "until", "businessType"])
  func fields(field: String) async throws {
    try await ContractWorld.with { world in
      let desk = try await SealWorld(world)
      let li = try await desk.join(ContractWorld.li, [.handler])
      let now = world.clock.now
      let seal = try await desk.seal(.contractSeal).id
      let own = try await world.person(ContractWorld.wang)
      let foreign = try #require(try await desk.seals.list(caller: own).first?.id)
      let input = DraftPower.Input(
        kind: .sealUse, granteeID: field == "grantee" ? world.ledger.random.id(at: now) : li.mode.standing?.membershipID,
        sealID: field == "seal" ? foreign : seal,
        businessTypeID: field == "businessType" ? world.ledger.random.id(at: now) : nil, scope: field == "scope" ? " " : "全部",
        validFrom: now, validUntil: field == "until" ? now : now.adding(.seconds(86_400)))
      do {
        _ = try await desk.powers.draft(input, caller: desk.legalRep)
        Issue.record("drafted")
      } catch let error as SealError {
        #expect(error.code == .powerInvalid && error.field == field)
      }
    }
  }
}
