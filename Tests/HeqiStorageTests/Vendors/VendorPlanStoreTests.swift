import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiStorage

@Suite("Stored orders of vendors (M-035)")
struct VendorPlanStoreTests {
  private func plan(_ port: VendorPort, _ revision: Int, at now: Instant) -> VendorPlan {
    VendorPlan(
      port: port, order: ["aliyun", "tencent"], off: ["tencent"], reason: "计费", changedBy: "王*明", changedAt: now,
      revision: revision)
  }

  @Test("the newest of a port counts, the others stay told, and two at once are told apart", arguments: TestDatabase.engines)
  func roundTrip(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let store = VendorPlanStore()
      try await base.engine.write { connection in
        for revision in 1...2 { try store.insert(plan(.face, revision, at: base.now), in: connection) }
        try store.insert(plan(.sms, 1, at: base.now), in: connection)
      }
      let (current, history, none) = try await base.engine.read { connection in
        (
          try store.current(.face, in: connection), try store.history(.face, limit: 9, in: connection),
          try store.current(.ocr, in: connection)
        )
      }
      #expect(current == plan(.face, 2, at: base.now) && history.map(\.revision) == [2, 1] && none == nil)
      await #expect(throws: VendorError(.staleRevision)) {
        try await base.engine.write { try store.insert(plan(.face, 2, at: base.now), in: $0) }
      }
    }
  }
}
