import Foundation
import HeqiDomain
import HeqiTestSupport
import Testing

@testable import HeqiApplication

/// A database that fails at COMMIT while business systems ask (quality drill 5), over the real server.
@Suite(
  "The open API over connections that break at COMMIT", .serialized,
  .enabled(if: CommitCutter.isPossible, "needs a PostgreSQL on a socket; see bin/with-postgres"))
struct CommitDrillTests {
  /// Repeats of one request; far more than any plan below cuts.
  private static let triesMax = 12

  private func with(_ body: @escaping @Sendable (APIWorld, CommitCutter) async throws -> Void) async throws {
    try await TestDatabase.withSchema { url, schema in
      try await CommitCutter.with(url) { cutter, address in
        try await APIWorld.run(APIWorld.address(address, schema)) { world in try await body(world, cutter) }
      }
    }
  }

  @Test("drill 5: whichever COMMIT of a request is lost with its answer, asking again under the same Idempotency-Key gives one contract")
  func eachCommit() async throws {
    try await with { world, cutter in
      let shop = try await world.client("商户")
      let file = try await world.file(shop)
      // A request may be cut at any of its transactions: nonce, key, contract, answer, log. The loop ends where there is none left.
      var number = 0, cuts = 0
      repeat {
        number += 1
        let body = APIWorld.order("CUT-\(number)", file: file)
        cutter.plan { [number] in $0 == number ? .answer : nil }
        // Nobody can be asked what became of it until the next try: the engine cannot resolve it by itself.
        cutter.refuseAfterNext()
        var reply = try await world.post("/api/v1/contract/initiate", body, key: "cut-\(number)", by: shop)
        cuts = cutter.cuts
        cutter.plan { _ in nil }
        cutter.allow()
        let start = ContinuousClock.now
        var tries = 0
        while reply.status != 200, tries < Self.triesMax {
          #expect(reply.status >= 500 || reply.code == 40902, "an unknown outcome is never told as done or as refused: \(reply)")
          // The key of a request that could not say how it ended is free again after a minute; here that minute is over.
          if reply.code == 40902 { try await world.passMinute() }
          reply = try await world.post("/api/v1/contract/initiate", body, key: "cut-\(number)", by: shop)
          tries += 1
        }
        #expect(reply.status == 200, "COMMIT \(number): \(reply)")
        if cuts > 0 { #expect(ContinuousClock.now - start < .seconds(60), "the pool has recovered") }
        let again = try await world.post("/api/v1/contract/initiate", body, key: "cut-\(number)", by: shop)
        #expect(again.string("contractId") == reply.string("contractId"))
        #expect(try await world.contracts() == number, "one contract for each business number")
      } while cuts > 0 && number < 40
      #expect(number > 3 && cuts == 0, "\(number) COMMITs were cut")
    }
  }

  @Test("drill 5: a crowd of requests whose COMMITs are cut all the time loses and doubles nothing, and others see no error afterwards")
  func crowd() async throws {
    try await with { world, cutter in
      let shop = try await world.client("商户")
      let file = try await world.file(shop)
      cutter.plan { [.answer, nil, nil, .request, nil, nil][$0 % 6] }
      let ids = try await withThrowingTaskGroup(of: String?.self) { group in
        for number in 0..<12 {
          group.addTask {
            let body = APIWorld.order("CROWD-\(number)", file: file)
            for _ in 0..<Self.triesMax {
              let reply = try await world.post("/api/v1/contract/initiate", body, key: "crowd-\(number)", by: shop)
              if reply.status == 200 { return reply.string("contractId") }
              #expect(reply.status >= 500 || reply.code == 40902, "\(reply)")
              if reply.code == 40902 { try await world.passMinute() }
            }
            return nil
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(cutter.cuts > 10)
      cutter.plan { _ in nil }
      #expect(Set(ids.compactMap(\.self)).count == 12, "\(ids)")
      #expect(try await world.contracts() == 12)
      for _ in 0..<20 { #expect(try await world.get("/api/v1/contract", by: shop).status == 200) }
    }
  }
}
