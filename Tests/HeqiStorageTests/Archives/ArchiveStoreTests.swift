import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiStorage

@Suite("Archive rows (M-015, M-027)")
struct ArchiveStoreTests {
  private let store = ArchiveStore()
  private static let start = TestDatabase.start

  private static func id<Entity>(_ number: UInt8, _: Entity.Type = Entity.self) -> ID<Entity> {
    ID(at: start, random: [0, 0, 0, 0, 0, 0, 0, 0, 0, number])
  }

  private func row(_ contract: UInt8, _ provider: ArchiveProvider) -> ContractArchive {
    ContractArchive(
      tenantID: "t", contractID: Self.id(contract), provider: provider,
      digest: Digest([UInt8](repeating: contract, count: 32))!, eventID: Self.id(contract), nextAt: Self.start,
      createdAt: Self.start)
  }

  private static let receipt = ArchiveReceipt(
    transactionNo: "42", authority: "CN=TSA", certificateURL: "https://chain.example/42", at: start.adding(.seconds(3)), proof: [1, 2, 3])

  @Test("one row per provider and contract: a second one changes nothing", arguments: TestDatabase.engines)
  func once(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { (connection: any SQLConnection) throws in
        #expect(try store.insert(row(1, .timeStamp), in: connection))
        #expect(try store.insert(row(1, .ledger), in: connection))
        #expect(try !store.insert(row(1, .timeStamp), in: connection))
        #expect(try store.list(of: Self.id(1), tenantID: "t", in: connection) == [row(1, .ledger), row(1, .timeStamp)])
        #expect(try store.list(of: Self.id(1), tenantID: "other", in: connection).isEmpty)
      }
    }
  }

  @Test("a due row is taken by one worker; when that dies it comes again, and its late answer changes nothing", arguments: TestDatabase.engines)
  func lease(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { (connection: any SQLConnection) throws in
        _ = try store.insert(row(1, .timeStamp), in: connection)
        let due = try #require(try store.due(limit: 9, at: Self.start, in: connection).first)
        let taken = try #require(try store.lease(due, until: Self.start.adding(.seconds(60)), in: connection))
        #expect(try store.lease(due, until: Self.start, in: connection) == nil && taken.attempts == 1)
        #expect(try store.due(limit: 9, at: Self.start.adding(.seconds(59)), in: connection).isEmpty)
        let again = try #require(try store.due(limit: 9, at: Self.start.adding(.seconds(60)), in: connection).first)
        let second = try #require(try store.lease(again, until: Self.start.adding(.seconds(120)), in: connection))
        #expect(try !store.settle(taken.with(state: .archived, receipt: Self.receipt), in: connection))
        #expect(try store.settle(second.with(state: .archived, receipt: Self.receipt), in: connection))
        let kept = try #require(try store.list(of: Self.id(1), tenantID: "t", in: connection).first)
        #expect(kept.state == .archived && kept.receipt == Self.receipt && kept.attempts == 2)
        #expect(try !store.settle(second.with(state: .failed), in: connection))
      }
    }
  }

  @Test("what was given up is counted and listed, and waits again when somebody asks (50003)", arguments: TestDatabase.engines)
  func failed(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { (connection: any SQLConnection) throws in
        for number in [UInt8(1), 2] {
          _ = try store.insert(row(number, .ledger), in: connection)
          let due = try #require(try store.due(limit: 1, at: Self.start, in: connection).first)
          let taken = try #require(try store.lease(due, until: Self.start.adding(.seconds(60)), in: connection))
          _ = try store.settle(taken.with(state: .failed, lastError: "refused"), in: connection)
        }
        #expect(try store.counts(in: connection) == [.pending: 0, .failed: 2])
        let first = try store.failed(before: nil, limit: 1, in: connection)
        let rest = try store.failed(before: first.first, limit: 9, in: connection)
        #expect((first + rest).map(\.contractID) == [Self.id(2), Self.id(1)] && first.first?.lastError == "refused")
        #expect(try store.retry(Self.id(1), tenantID: "other", at: Self.start, in: connection) == 0)
        #expect(try store.retry(Self.id(1), tenantID: "t", at: Self.start, in: connection) == 1)
        #expect(try store.due(limit: 9, at: Self.start, in: connection).map(\.attempts) == [0])
        #expect(try store.counts(in: connection) == [.pending: 1, .failed: 1])
      }
    }
  }

  @Test("the schedule grows and ends")
  func schedule() {
    #expect(ArchiveSchedule.wait(after: 1) == .seconds(10) && ArchiveSchedule.wait(after: 5) == .seconds(21_600))
    #expect(ArchiveSchedule.wait(after: 6) == nil)
  }
}
