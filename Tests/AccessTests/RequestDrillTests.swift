import Foundation
import HTTPTypes
import HeqiDomain
import HeqiTestSupport
import Testing

@testable import HeqiApplication

/// Requests that come again (quality drills 10 and 11), over the real server and each database.
@Suite("Signed requests that come again", .serialized)
struct RequestDrillTests {
  @Test(
    "drill 10: a replayed request is 401, the same body under a new nonce gets the same answer, and one older than five minutes is 401",
    arguments: APIWorld.engines)
  func drill10(_ kind: TestDatabase.Engine) async throws {
    try await APIWorld.with(kind) { world in
      let shop = try await world.client("商户")
      let body = APIWorld.order("REPLAY-1", file: try await world.file(shop))
      var call = APIWorld.Call(
        method: .post, path: "/api/v1/contract/initiate", body: body, key: "replay-1", nonce: "nonce-of-the-first-request")
      let first = try await world.send(call, by: shop)
      #expect(first.status == 200, "\(first)")

      // What a listener on the wire would send: every byte of it again.
      let replayed = try await world.send(call, by: shop)
      #expect(replayed.status == 401 && replayed.code == 40101, "\(replayed)")
      // The same nonce under another body is no way round.
      var changed = call
      changed.body = APIWorld.order("REPLAY-2", file: "x")
      #expect(try await world.send(changed, by: shop).status == 401)

      // The caller's own repeat: same body, new nonce.
      call.nonce = nil
      let repeated = try await world.send(call, by: shop)
      #expect(repeated.status == 200 && repeated.text == first.text, "the stored answer, byte by byte")
      #expect(repeated.headers[.init("idempotent-replayed")!] == "true")
      // Without the key the business number still holds the contract.
      call.key = nil
      let numbered = try await world.send(call, by: shop)
      #expect(numbered.string("contractId") == first.string("contractId") && numbered.code == 40002)
      #expect(try await world.contracts() == 1)

      // A request that was kept for later, one from a clock that runs ahead, and one that is only slow.
      for (seconds, expected) in [(301, 401), (-900, 401), (200, 200)] as [(Int64, Int)] {
        let kept = try await world.send(.init(path: "/api/v1/contract", secondsAgo: seconds), by: shop)
        #expect(kept.status == expected, "\(seconds) s: \(kept)")
        if expected == 401 { #expect(kept.code == 40101 && kept.bare == replayed.bare, "no hint which part was wrong") }
      }
    }
  }

  @Test("drill 11: of twenty requests under one Idempotency-Key one is carried out, and another body under it is 422", arguments: APIWorld.engines)
  func drill11(_ kind: TestDatabase.Engine) async throws {
    try await APIWorld.with(kind) { world in
      let shop = try await world.client("商户")
      let file = try await world.file(shop)
      let body = APIWorld.order("ONCE-1", file: file)
      let replies = try await withThrowingTaskGroup(of: APIWorld.Reply.self) { group in
        for _ in 0..<20 { group.addTask { try await world.post("/api/v1/contract/initiate", body, key: "once-1", by: shop) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let done = replies.filter { $0.status == 200 }
      let running = replies.filter { $0.status == 409 }
      #expect(done.count + running.count == 20 && !done.isEmpty, "\(replies.map(\.status))")
      #expect(Set(done.map(\.text)).count == 1, "everybody who is answered gets the same answer")
      #expect(done.count { $0.headers[.init("idempotent-replayed")!] == nil } == 1, "one was carried out")
      #expect(running.allSatisfy { $0.code == 40902 && $0.headers[.retryAfter] != nil })
      #expect(try await world.contracts() == 1)

      let late = try await world.post("/api/v1/contract/initiate", body, key: "once-1", by: shop)
      #expect(late.status == 200 && late.text == done[0].text)
      let other = try await world.post("/api/v1/contract/initiate", APIWorld.order("ONCE-2", file: file), key: "once-1", by: shop)
      #expect(other.status == 422 && other.code == 42201, "\(other)")
      let elsewhere = try await world.post("/api/v1/contract/verify", body, key: "once-1", by: shop)
      #expect(elsewhere.status == 422, "the key belongs to one address too")
      // A stranger's key is another key, and nothing of the answer is theirs.
      let stranger = try await world.client("另一家")
      let own = try await world.post("/api/v1/contract/initiate", body, key: "once-1", by: stranger)
      #expect(own.status == 400 && own.string("field") == "fileId", "\(own)")
      #expect(try await world.contracts() == 1)
    }
  }

  @Test("drill 11: twenty requests at once under twenty keys and one business number make one contract", arguments: APIWorld.engines)
  func oneNumber(_ kind: TestDatabase.Engine) async throws {
    try await APIWorld.with(kind) { world in
      let shop = try await world.client("商户")
      let body = APIWorld.order("ONCE-3", file: try await world.file(shop))
      let replies = try await withThrowingTaskGroup(of: APIWorld.Reply.self) { group in
        for number in 0..<20 { group.addTask { try await world.post("/api/v1/contract/initiate", body, key: "key-\(number)", by: shop) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(replies.allSatisfy { $0.status == 200 }, "\(replies.map(\.status))")
      #expect(Set(replies.compactMap { $0.string("contractId") }).count == 1)
      #expect(replies.count { $0.code == nil } == 1 && replies.count { $0.code == 40002 } == 19)
      #expect(try await world.contracts() == 1)
    }
  }
}
