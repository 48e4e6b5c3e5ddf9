import HeqiDomain
import HeqiPorts
import Hummingbird
import NIOCore
import Testing

@testable import HeqiAPI

@Suite("Rates and bodies of signed requests")
struct PipelineTests {
  private struct Clock: WallClock { let now: Instant }

  @Test("the budget of a minute is counted by key and told as the draft writes it")
  func budget() throws {
    let counts = MinuteCounts<String>(.client, clock: Clock(now: Instant(seconds: 125)))
    #expect(throws: Never.self) { try counts.take(by: "a", limit: 2).check() }
    let second = counts.take(by: "a", limit: 2)
    try second.check()
    let third = counts.take(by: "a", limit: 2)
    #expect(throws: ClientError(.tooMany)) { try third.check() }
    #expect(counts.take(by: "b", limit: 2).left == 1)
    #expect(counts.take(0, by: "a", limit: 2).used == 3, "looking counts nothing")
    var headers = HTTPFields()
    third.write(to: &headers)
    #expect(headers[.init("ratelimit-policy")!] == "\"client\";q=2;w=60")
    #expect(headers[.init("ratelimit")!] == "\"client\";r=0;t=55")
  }

  private func request(_ chunks: [[UInt8]], length: Int? = nil) -> Request {
    let stream = AsyncStream<ByteBuffer> { continuation in
      for chunk in chunks { continuation.yield(ByteBuffer(bytes: chunk)) }
      continuation.finish()
    }
    var head = HTTPRequest(method: .put, scheme: nil, authority: nil, path: "/")
    if let length { head.headerFields[.contentLength] = String(length) }
    return Request(head: head, body: RequestBody(asyncSequence: stream))
  }

  @Test("a body is refused at the first byte beyond the limit, and unread where its length is told")
  func tooLarge() async throws {
    await #expect(throws: ClientError(.tooLarge)) { _ = try await SignedBody.read(request([[1, 2], [3]]), limit: 2) }
    await #expect(throws: ClientError(.tooLarge)) { _ = try await SignedBody.read(request([], length: 3), limit: 2) }
    #expect(try await SignedBody.read(request([[1], [2]], length: 2), limit: 2).bytes == [1, 2])
  }

  @Test("short bodies and files come back whole, with the hash of every byte", arguments: [0, 5, 1_048_576, 1_048_577, 3_000_000])
  func whole(_ count: Int) async throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let chunks = stride(from: 0, to: count, by: 65_000).map { Array(bytes[$0..<min($0 + 65_000, count)]) }
    let body = try await SignedBody.read(request(chunks), limit: 4_000_000)
    #expect(try await body.bytes == bytes)
    let again = try await SignedBody.read(request([bytes]), limit: 4_000_000)
    #expect(again.hash == body.hash)
    if count == 0 { #expect(body.hash.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") }
  }
}
