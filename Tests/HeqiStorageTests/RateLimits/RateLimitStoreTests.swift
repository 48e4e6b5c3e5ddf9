import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("Rate limit store")
struct RateLimitStoreTests {
  let limits = [RateLimit("a", count: 2, per: .seconds(60)), RateLimit("b", count: 3, per: .seconds(3600))]

  @Test("the limit that is used up first says how long to wait; a new window begins anew", arguments: TestDatabase.engines)
  func windows(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let store = RateLimitStore()
      func take(_ seconds: Int64) async throws -> Duration? {
        let limits = limits
        return try await base.engine.write { try store.take(limits, at: base.now.adding(.seconds(seconds)), in: $0) }
      }
      #expect(try await take(0) == nil)
      #expect(try await take(1) == nil)
      #expect(try await take(10) == .seconds(50))
      #expect(try await take(60) == .seconds(3540))
      #expect(try await take(3600) == nil)
    }
  }

  @Test("looking does not count, and a reset forgets", arguments: TestDatabase.engines)
  func looking(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let store = RateLimitStore()
      let limit = RateLimit("c", count: 1, per: .seconds(60))
      try await base.engine.write { (connection: any SQLConnection) throws in
        #expect(try store.isExceeded(limit, at: base.now, in: connection) == nil)
        #expect(try store.take([limit], at: base.now, in: connection) == nil)
        #expect(try store.isExceeded(limit, at: base.now, in: connection) == .seconds(60))
        try store.reset("c", in: connection)
        #expect(try store.isExceeded(limit, at: base.now, in: connection) == nil)
        _ = try store.take([limit], at: base.now, in: connection)
        #expect(try store.purge(before: base.now.adding(.seconds(61)), in: connection) == 1)
      }
    }
  }
}
