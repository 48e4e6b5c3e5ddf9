import Foundation
import HeqiDomain
import HeqiPorts
import HeqiProviders
import Testing

@Suite("Archiving with an outside service (M-022, H-08)", .serialized)
struct HTTPArchiveTests {
  private static let id = "0198a000-0000-7000-8000-000000000000-BLOCKCHAIN"
  private let clock = StandingClock()
  private let request = ArchiveRequest(
    archiveID: id, tenantID: "t", digest: Sample.digest, eventID: ID("0198a000-0000-7000-8000-000000000001")!)

  private func service(_ url: String, deadline: Duration = .seconds(60)) -> HTTPArchive {
    HTTPArchive(url: url, keyID: LoopbackLedger.keyID, secret: Sensitive(LoopbackLedger.secret), deadline: deadline, clock: clock)
  }

  private func with(_ body: (LoopbackLedger) async throws -> Void) async throws {
    let clock = clock
    let ledger = try await LoopbackLedger { clock.now.seconds }
    try await body(ledger)
    try await ledger.close()
  }

  @Test("the digest goes out signed, without a name or the contract, and the receipt is kept as it came")
  func archived() async throws {
    try await with { ledger in
      let receipt = try await service(ledger.url).archive(request)
      #expect(receipt.transactionNo == "0x1" && receipt.authority == "Loopback chain" && receipt.at == Instant(seconds: clock.now.seconds))
      #expect(receipt.certificateURL == "https://chain.example/\(Self.id)")
      let seen = try #require(ledger.seen.first)
      let body = try JSONSerialization.jsonObject(with: Data(seen.body.utf8)) as? [String: Any]
      #expect(Set(try #require(body).keys) == ["archiveId", "eventId", "hash", "requestedAt"])
      #expect(body?["hash"] as? String == Sample.digest.description && seen.headers["content-type"] == "application/json")
      let kept = try JSONSerialization.jsonObject(with: Data(receipt.proof)) as? [String: Any]
      #expect(kept?["transactionNo"] as? String == "0x1" && kept?["hash"] as? String == Sample.digest.description)
    }
  }

  @Test("asked twice, the service makes one record and gives the same receipt")
  func idempotent() async throws {
    try await with { ledger in
      let first = try await service(ledger.url).archive(request)
      clock.advance(.seconds(61))
      let second = try await service(ledger.url).archive(request)
      #expect(first == second && ledger.receiptCount == 1 && ledger.seen.count == 2)
    }
  }

  @Test("a wrong secret is refused by the service, and so told")
  func wrongSecret() async throws {
    try await with { ledger in
      let service = HTTPArchive(url: ledger.url, keyID: LoopbackLedger.keyID, secret: Sensitive("x"), deadline: .seconds(60), clock: clock)
      await #expect(throws: ProviderError(.refused, provider: "archive.ledger", message: "")) { _ = try await service.archive(request) }
      #expect(ledger.receiptCount == 0)
    }
  }

  @Test(
    "drill 7: a service that hangs, resets, drips or fails, or lies, gives no receipt; what may pass is asked again, and there is one record", arguments: LoopbackLedger.Fault.allCases)
  func faults(_ fault: LoopbackLedger.Fault) async throws {
    let isRefused: Bool
    switch fault {
    case .refuses, .redirects, .otherHash, .otherID, .fromTheFuture, .emptyNumber, .badAddress: isRefused = true
    default: isRefused = false
    }
    let waits: Bool
    switch fault {
    case .hangs, .halfAnswer: waits = true
    default: waits = false
    }
    try await with { ledger in
      ledger.fail(fault)
      let service = service(ledger.url, deadline: waits ? .seconds(1) : .seconds(60))
      let kind: ProviderError.Kind = isRefused ? .refused : .retryable
      let error = await #expect(throws: ProviderError.self) { _ = try await service.archive(request) }
      #expect(error?.kind == kind, "\(fault): \(String(describing: error))")
      #expect(ledger.seen.count == 1, "redirects are not followed, and nothing is tried again behind the schedule's back")
      ledger.fail(nil)
      let receipt = try await self.service(ledger.url).archive(request)
      #expect(receipt.transactionNo == "0x1", "when it is well again it archives")
    }
  }

  @Test("drill 7: a service that hangs costs one deadline, then rests half a minute, then is asked again")
  func rests() async throws {
    try await with { ledger in
      // Only the last of the five failures hangs, so that each request has time enough to arrive and be counted.
      let service = service(ledger.url, deadline: .seconds(1))
      for turn in 1...7 {
        ledger.fail(turn < 5 ? .unavailable : .hangs)
        await #expect(throws: ProviderError.self) { _ = try await service.archive(request) }
      }
      #expect(ledger.seen.count == 5)
      clock.advance(.seconds(30))
      await #expect(throws: ProviderError.self) { _ = try await service.archive(request) }
      #expect(ledger.seen.count == 6, "one call may try again")
    }
  }
}
