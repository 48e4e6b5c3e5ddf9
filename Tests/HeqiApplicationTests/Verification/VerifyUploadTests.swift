import HeqiDomain
import PAdES
import Testing

@testable import HeqiApplication

@Suite("VerifyUpload")
struct VerifyUploadTests {
  @Test("a completed file is known, intact and trusted; a changed one is not")
  func verdicts() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let contract = try await world.finish(world.initiated(by: zhang, to: [ContractWorld.li]), [zhang, li])
      let bytes = try await world.bytes(contract, by: li)
      let verify = world.actions.verifyUpload
      let whole = try await verify(bytes, tenantID: "main")
      #expect(
        whole.report.verdict == .valid
          && whole.origin
            == .contract(transactionNo: contract.transactionNo, kind: .renewal, isNewest: true, overall: .completed)
      )
      let earlier = try await verify(try await world.bytes(contract, by: li, .revision(2)), tenantID: "main")
      #expect(
        earlier.origin
          == .contract(transactionNo: contract.transactionNo, kind: .signature, isNewest: false, overall: .completed))
      let appended = try await verify(bytes + Array("\n% more".utf8), tenantID: "main")
      #expect(appended.origin == .changedSince(transactionNo: contract.transactionNo))
      var broken = bytes
      broken[700] ^= 1
      let tampered = try await verify(broken, tenantID: "main")
      #expect(tampered.report.verdict != .valid && tampered.origin == .unknown)
      let report = try await verify(try await world.bytes(contract, by: li, .evidence(.report)), tenantID: "main")
      #expect(report.origin == .evidence(transactionNo: contract.transactionNo, .report))
    }
  }

  @Test("a contract that a business system sent is known by its file, and a changed one by its signed state")
  func businessSystems() async throws {
    try await ClientWorld.with { world in
      let (view, tokens) = try await world.order("A", [world.signer(ClientWorld.zhang, .clickwrap)], level: .simple)
      let seen = try await world.read(tokens[0])
      _ = try await world.accept(tokens[0], seen: seen, isConfirmed: true, scene: ClientWorld.scene, language: .chinese)
      let contract = try await world.contract(view.contract.id)
      let bytes = try await ContractFiles(blobs: world.base.blobs).read(contract)
      let verify = world.base.actions.verifyUpload
      #expect(
        try await verify(bytes, tenantID: "main").origin
          == .contract(transactionNo: contract.transactionNo, kind: .renewal, isNewest: true, overall: .completed))
      #expect(
        try await verify(bytes + Array("\n% more".utf8), tenantID: "main").origin
          == .changedSince(transactionNo: contract.transactionNo))
    }
  }

  @Test("what is no PDF or not signed is a verdict, not an error")
  func others() async throws {
    try await ContractWorld.with { world in
      let text = try await world.actions.verifyUpload(Array("hello".utf8), tenantID: "main")
      #expect(text.report.verdict == .unreadable && text.origin == .unknown)
      let unsigned = try await world.actions.verifyUpload(try ContractWorld.pdf(), tenantID: "main")
      #expect(unsigned.report.verdict == .unsigned)
    }
  }
}
