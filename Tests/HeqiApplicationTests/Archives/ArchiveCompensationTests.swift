import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

/// A provider that is away, and what makes up for it (M-027, M-032, M-033, 50003).
@Suite("Archives whose provider is away", .serialized)
struct ArchiveCompensationTests {
  private struct Desk: Sendable {
    let world: ClientWorld
    let archive: ArchiveContracts

    init(_ world: ClientWorld) {
      self.world = world
      archive = ArchiveContracts(ledger: world.base.ledger, services: [TimeStampArchive(timeStamps: world.base.timeStamps)])
    }

    /// A contract whose signer has accepted it.
    func signed() async throws -> Contract {
      let (view, tokens) = try await world.order(
        "A", [world.signer(ClientWorld.zhang, .clickwrap)], level: .simple, archives: [.timeStamp], callbackURL: "https://shop.example/hook")
      let seen = try await world.read(tokens[0])
      _ = try await world.accept(tokens[0], seen: seen, isConfirmed: true, scene: ClientWorld.scene, language: .chinese)
      return try await world.contract(view.contract.id)
    }

    func row(_ contract: Contract) async throws -> ContractArchive? {
      let tenant = world.client.tenantID
      return try await world.base.engine.read { try ArchiveStore().list(of: contract.id, tenantID: tenant, in: $0).first }
    }

    /// Type and body of every callback of the contract, in order of its sequence.
    func callbacks(_ contract: Contract) async throws -> [CallbackDelivery] {
      let tenant = world.client.tenantID
      let filter = CallbackFilter(subjectID: contract.id.description)
      return try await world.base.engine.read { connection in
        try CallbackStore().list(tenantID: tenant, filter, before: nil, limit: 100, in: connection)
      }.sorted { $0.sequence < $1.sequence }
    }

    func notices() async throws -> [OperationNotice] {
      try await world.base.engine.read { try OperationNoticeStore().open(limit: 10, in: $0) }
    }

    /// Attempts by the schedule until the row is given up; the waits between them.
    func exhaust(_ contract: Contract) async throws -> [Duration] {
      var waits: [Duration] = []
      while let row = try await row(contract), row.state == .pending {
        let wait = row.nextAt.since(world.base.clock.now)
        if wait > .zero { world.base.clock.advance(wait) }
        waits.append(max(.zero, wait))
        #expect(try await archive().count == 1)
        #expect(waits.count < 10)
      }
      return waits
    }
  }

  private func with(_ engine: TestDatabase.Engine, _ body: @Sendable (Desk, Contract) async throws -> Void) async throws {
    try await ClientWorld.with(engine) { world in
      let desk = Desk(world)
      let contract = try await desk.signed()
      #expect(contract.apiStatus == .signed)
      try await body(desk, contract)
    }
  }

  @Test("away for the whole schedule: FAILED with 50003, told once, and SUCCESS when archived again by hand", arguments: TestDatabase.engines)
  func byHand(_ engine: TestDatabase.Engine) async throws {
    try await with(engine) { (desk: Desk, contract: Contract) async throws -> Void in
      desk.world.base.timeStamps.turn(off: true)
      let waits = try await desk.exhaust(contract)
      #expect(waits.count == ArchiveSchedule.waits.count)
      for (wait, planned) in zip(waits, ArchiveSchedule.waits) {
        #expect(abs((wait - .seconds(planned)) / .seconds(1)) < 1, "after \(wait), not \(planned) s")
      }
      let failed = try #require(try await desk.row(contract))
      #expect(failed.state == .failed && failed.attempts == 6 && failed.lastError == "silent")
      #expect(try await desk.world.contract(contract.id).apiStatus == .signed, "the contract stays signed")
      let notices = try await desk.notices()
      #expect(notices.map(\.key.kind) == [.archiveFailed] && notices[0].key.place == "TSA" && notices[0].count == 1)

      // Given up is given up: nothing is tried until somebody asks.
      desk.world.base.clock.advance(.seconds(86_400))
      #expect(try await desk.archive().isEmpty)
      desk.world.base.timeStamps.turn(off: false)
      #expect(try await desk.archive.compensate() == 0, "it has its row")
      let asked = try await desk.archive.again(contract.id, client: desk.world.client)
      #expect(asked.map(\.state) == [.pending] && asked[0].attempts == 0)
      #expect(try await desk.archive().map(\.archive.state) == [.archived])
      let row = try #require(try await desk.row(contract))
      #expect(row.receipt != nil && row.digest == contract.round.file?.latest.digest)
      // Asking again changes nothing that succeeded.
      #expect(try await desk.archive.again(contract.id, client: desk.world.client).map(\.receipt) == [row.receipt])
      #expect(try await desk.archive().isEmpty)

      // The business system hears of signing first, then of the failure, then of the success, one number after the other.
      let told = try await desk.callbacks(contract)
      #expect(told.map(\.sequence) == Array(1...told.count))
      #expect(told.map(\.type).suffix(3) == [.contractStatusChanged, .contractArchived, .contractArchived])
      #expect(told[told.count - 3].body.contains("\"status\":\"SIGNED\""))
      #expect(told[told.count - 2].body.contains("\"status\":\"FAILED\"") && told[told.count - 2].body.contains("\"code\":50003"))
      #expect(told[told.count - 1].body.contains("\"status\":\"SUCCESS\"") && told[told.count - 1].body.contains("transactionNo"))
    }
  }

  @Test("rows that are missing, as after a restored backup, are written by the compensation job and archived", arguments: TestDatabase.engines)
  func byJob(_ engine: TestDatabase.Engine) async throws {
    try await with(engine) { (desk: Desk, contract: Contract) async throws -> Void in
      try await desk.world.base.engine.write { try $0.execute("DELETE FROM contract_archive") }
      #expect(try await desk.archive().isEmpty)
      #expect(try await desk.archive.compensate() == 1)
      #expect(try await desk.archive.compensate() == 0, "once")
      #expect(try await desk.archive().map(\.archive.state) == [.archived])
      #expect(try await desk.callbacks(contract).last?.type == .contractArchived)
    }
  }

  @Test("back before the schedule ends, it archives by itself, and nobody is alarmed", arguments: TestDatabase.engines)
  func byItself(_ engine: TestDatabase.Engine) async throws {
    try await with(engine) { (desk: Desk, contract: Contract) async throws -> Void in
      desk.world.base.timeStamps.turn(off: true)
      #expect(try await desk.archive().map(\.archive.state) == [.pending])
      desk.world.base.timeStamps.turn(off: false)
      #expect(try await desk.archive().isEmpty, "not before its time")
      desk.world.base.clock.advance(.seconds(ArchiveSchedule.waits[1] + 1))
      #expect(try await desk.archive().map(\.archive.state) == [.archived])
      #expect(try await desk.notices().isEmpty)
      #expect(try await desk.callbacks(contract).filter { $0.type == .contractArchived }.count == 1)
    }
  }

  @Test("a worker that dies between the provider's answer and its record asks again, and there is one record", arguments: TestDatabase.engines)
  func lateRecord(_ engine: TestDatabase.Engine) async throws {
    try await with(engine) { (desk: Desk, contract: Contract) async throws -> Void in
      // It was taken, and nothing was noted: the lease is all that is left of that worker.
      let now = desk.world.base.clock.now
      let due = try await desk.world.base.engine.read { try ArchiveStore().due(limit: 1, at: now, in: $0) }
      let first = try #require(due.first)
      let taken = try await desk.world.base.engine.write { connection in
        try ArchiveStore().lease(first, until: now.adding(.seconds(60)), in: connection)
      }
      #expect(taken != nil)
      #expect(try await desk.archive().isEmpty, "another worker waits for the lease")
      desk.world.base.clock.advance(.seconds(61))
      #expect(try await desk.archive().map(\.archive.state) == [.archived])
      #expect(try await desk.callbacks(contract).filter { $0.type == .contractArchived }.count == 1)
    }
  }
}
