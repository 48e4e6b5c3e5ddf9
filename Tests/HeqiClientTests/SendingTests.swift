import AsyncHTTPClient
import FoundationEssentials
import NIOHTTP1
import Synchronization
import Testing

@testable import HeqiClient

/// What the client does when the other side refuses, breaks, redirects or lies.
@Suite("Client of the open API: sending")
struct SendingTests {
  private final class Waits: Sendable {
    let durations = Mutex<[Duration]>([])
  }

  private func client(_ url: String, attempts: Int = 3, waits: Waits = Waits(), timeout: Duration = .seconds(30)) throws -> HeqiClient {
    var patience = HeqiClient.Patience()
    patience.attempts = attempts
    patience.timeout = timeout
    return try HeqiClient(
      baseURL: url, clientID: "client-1", secret: "geheim-密", language: "en", patience: patience, http: .shared,
      wait: { duration in waits.durations.withLock { $0.append(duration) } })
  }

  private static let problem = """
    {"type":"urn:heqi:problem:40001","title":"Bad request","status":400,"detail":"bizId is missing.",\
    "instance":"urn:heqi:request:ab","code":40001,"field":"bizId","requestId":"ab"}
    """
  private static let busy = problem.replacing("400,", with: "503,").replacing("40001", with: "50001")
  private static let order = ContractOrder(
    bizID: "ORDER-1", bizType: "SALES", title: "销售合同", content: .file(id: "f1"),
    signers: [.init(partyID: "BUYER", name: "张三", idCardNo: "310101199001011234", mobile: "13800138000")])
  private static let started = """
    {"contractId":"c1","status":"CREATED","transactionNo":"T1","createdAt":"2026-01-31T08:00:00Z","expiresAt":"2026-02-07T08:00:00Z",\
    "signTasks":[{"partyId":"BUYER","signUrl":"https://x/s/1","expiresAt":"2026-02-07T08:00:00Z"}]}
    """

  @Test("an address that would carry contracts in the clear, or is more than a host, is refused by name", arguments: [
    "http://sign.example", "sign.example", "https://", "https://sign.example/api", "https://a@sign.example", "ftp://x", "http://localhost.evil.example",
  ])
  func addresses(_ url: String) {
    #expect { try HeqiClient(baseURL: url, clientID: "a", secret: "b") } throws: { error in
      if case HeqiClientError.invalidArgument("baseURL", _) = error { true } else { false }
    }
  }

  @Test("an empty id, secret or number of attempts is refused by name")
  func arguments() throws {
    for (id, secret, name) in [("", "b", "clientID"), ("a b", "b", "clientID"), ("a", "", "secret")] {
      #expect { try HeqiClient(baseURL: "https://x", clientID: id, secret: secret) } throws: { error in
        if case HeqiClientError.invalidArgument(name, _) = error { true } else { false }
      }
    }
    #expect(throws: HeqiClientError.self) { try client("https://x", attempts: 0) }
    _ = try HeqiClient(baseURL: "https://sign.example:8443/", clientID: "a", secret: "b")
  }

  @Test("the secret is in no description of the client")
  func secret() throws {
    let text = String(reflecting: try client("https://x")) + "\(try client("https://x"))"
    #expect(!text.contains("geheim"))
  }

  @Test("a refusal names code, field and request, and is not tried again")
  func refused() async throws {
    try await Loopback.with(.status(400, Self.problem)) { url, loopback in
      let error = await #expect(throws: HeqiClientError.self) { try await client(url).initiate(Self.order) }
      let problem = try #require(error?.problem)
      #expect(problem.code == 40001 && problem.field == "bizId" && problem.requestID == "ab" && "\(error!)".contains("bizId is missing."))
      #expect(loopback.requests.withLock { $0.count } == 1)
    }
  }

  @Test("a broken connection is tried again with the same key and a new nonce, so nothing happens twice")
  func broken() async throws {
    try await Loopback.with(.hangUp, .hangUp, .status(200, Self.started)) { url, loopback in
      let waits = Waits()
      let made = try await client(url, waits: waits).initiate(Self.order)
      #expect(made.contractID == "c1" && made.signTasks[0].signURL == "https://x/s/1" && !made.isDuplicate)
      let seen = loopback.requests.withLock { $0 }
      // The transport may itself repeat what died before it was sent.
      #expect(seen.count >= 3 && Set(seen.map { $0.headers.first(name: "idempotency-key") }).count == 1)
      #expect(Set(seen.map { $0.headers.first(name: "x-nonce") }).count >= 3)
      #expect(waits.durations.withLock { $0.count } == 2)
    }
  }

  @Test("who never answers is given up as unreachable after the attempts allowed")
  func silent() async throws {
    let waits = Waits()
    try await Loopback.with(.silence) { url, loopback in
      let error = await #expect(throws: HeqiClientError.self) {
        try await client(url, attempts: 2, waits: waits, timeout: .seconds(1)).contract("c1")
      }
      guard case .unreachable? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      // One wait stands between two attempts; on a slow machine one may be given up before it arrives.
      #expect(waits.durations.withLock { $0.count } == 1 && loopback.requests.withLock { $0.count } <= 2)
    }
  }

  @Test("a busy platform is asked again after the time it names; a long time is left to the caller")
  func retryAfter() async throws {
    let waits = Waits()
    try await Loopback.with(.status(503, Self.busy, ["Retry-After": "7"]), .status(200, Self.started)) { url, _ in
      _ = try await client(url, waits: waits).initiate(Self.order)
      #expect(waits.durations.withLock { $0 } == [.seconds(7)])
    }
    try await Loopback.with(.status(429, Self.busy, ["Retry-After": "1800"])) { url, loopback in
      await #expect(throws: HeqiClientError.self) { try await client(url).remind("c1") }
      #expect(loopback.requests.withLock { $0.count } == 1)
    }
  }

  @Test("a redirection is a fault, and the order goes nowhere else")
  func redirected() async throws {
    try await Loopback.with(.status(307, "", ["Location": "/elsewhere"])) { url, loopback in
      let client = try HeqiClient(baseURL: url, clientID: "a", secret: "b")
      await #expect(throws: HeqiClientError.unreadable(status: 307, "no problem document")) { try await client.initiate(Self.order) }
      #expect(loopback.requests.withLock { $0.map(\.target) } == ["/api/v1/contract/initiate"])
    }
  }

  @Test("an answer that is no JSON, and a file with another hash than announced, are told apart from refusals")
  func lies() async throws {
    try await Loopback.with(.status(200, "<html>")) { url, _ in
      let error = await #expect(throws: HeqiClientError.self) { try await client(url).contract("c1") }
      guard case .unreadable(200, _)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
    try await Loopback.with(.status(200, "%PDF", ["X-Content-SHA256": String(repeating: "0", count: 64)])) { url, _ in
      await #expect(throws: HeqiClientError.corrupted) { try await client(url).document("c1") }
    }
    try await Loopback.with(.status(502, "Bad gateway")) { url, _ in
      await #expect(throws: HeqiClientError.unreadable(status: 502, "no problem document")) { try await client(url).document("c1") }
    }
  }

  @Test("a task that is cancelled ends as cancelled")
  func cancelled() async throws {
    try await Loopback.with(.silence) { url, _ in
      let task = Task { () -> Bool in
        do { _ = try await client(url).contract("c1") } catch { return error as? HeqiClientError == .cancelled }
        return false
      }
      task.cancel()
      #expect(await task.value)
    }
  }

  @Test("values stand in the path and the query escaped, and what is signed is what is sent")
  func escaping() async throws {
    try await Loopback.with(.status(200, #"{"items":[]}"#)) { url, loopback in
      let client = try client(url)
      var filter = ContractFilter()
      (filter.bizID, filter.limit) = ("订单 1+&=", 5)
      _ = try await client.contracts(filter)
      let seen = try #require(loopback.requests.withLock { $0.first })
      #expect(seen.target == "/api/v1/contract?bizId=%E8%AE%A2%E5%8D%95%201%2B%26%3D&limit=5")
      let text = RequestSigner.text(
        timestamp: try #require(seen.headers.first(name: "x-timestamp").flatMap { Int64($0) }),
        nonce: try #require(seen.headers.first(name: "x-nonce")), method: "GET", path: "/api/v1/contract",
        query: ["limit=5", "bizId=%E8%AE%A2%E5%8D%95%201%2B%26%3D"], body: [])
      #expect(seen.headers.first(name: "x-signature") == client.signer.signature(of: text))
      #expect(seen.headers.first(name: "accept-language") == "en")
    }
  }

  @Test("pages are fetched while they are read, an empty one among them too")
  func pages() async throws {
    let one = #"{"sequence":1,"kind":"K","at":"2026-01-31T08:00:00Z","actor":"a","client":"c","facts":{},"previousHash":"p","hash":"h"}"#
    let fetched = Mutex<[String?]>([])
    let pages = Pages<ContractEvent> { after throws(HeqiClientError) in
      let turn = fetched.withLock { $0.append(after); return $0.count }
      let text = [#"{"items":[\#(one)],"next":"n1"}"#, #"{"items":[],"next":"n2"}"#, #"{"items":[\#(one),\#(one)]}"#][turn - 1]
      do { return try JSONForm.decoder.decode(Page<ContractEvent>.self, from: .init(text.utf8)) } catch { throw .corrupted }
    }
    var count = 0
    for try await _ in pages { count += 1 }
    #expect(count == 3 && fetched.withLock { $0 } == [nil, "n1", "n2"])
  }
}
