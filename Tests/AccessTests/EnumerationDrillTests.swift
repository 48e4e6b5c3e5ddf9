import Foundation
import HTTPTypes
import HeqiDomain
import HeqiHTTPKit
import HeqiTestSupport
import Hummingbird
import HummingbirdTesting
import Testing

@testable import HeqiApplication

/// Nobody finds contracts or links by trying (quality drill 32), over the real server.
@Suite("Trying out contract ids and short links", .serialized)
struct EnumerationDrillTests {
  /// Interleaved requests of one round; a middle value of so many is steady.
  private static let samples = 41
  /// Rounds until one is quiet enough; a difference that is really there shows in every round.
  private static let roundsMax = 12

  /// A contract of another business system, and the codes of its links.
  private func links(_ world: APIWorld, _ client: IssuedClient, _ bizID: String) async throws -> (contract: String, token: String, code: String) {
    let made = try await world.post(
      "/api/v1/contract/initiate", APIWorld.order(bizID, file: try await world.file(client)), by: client)
    let task = try #require((made.object["signTasks"] as? [[String: Any]])?.first, "\(made)")
    func last(_ name: String) throws -> String { String(try #require(task[name] as? String).split(separator: "/").last ?? "") }
    return (try #require(made.string("contractId")), try last("signUrl"), try last("shortUrl"))
  }

  @Test("drill 32: ids have 128 bits, and tokens and short codes at least as many, all of them random")
  func bits() async throws {
    try await APIWorld.with { world in
      let shop = try await world.client("商户")
      var all: [(contract: String, token: String, code: String)] = []
      for number in 0..<8 { all.append(try await links(world, shop, "BITS-\(number)")) }
      for one in all {
        #expect(one.contract.replacing("-", with: "").count == 32, "128 bits in hex")
        #expect(Hex.decode(one.token)?.count == 32 && Hex.decode(one.code)?.count == 16, "256 and 128 bits: \(one)")
      }
      // Within one millisecond or not, two ids differ in their random part and not by a count.
      let tails = all.map { String($0.contract.replacing("-", with: "").suffix(15)) }
      #expect(Set(tails).count == tails.count)
      let numbers = try tails.map { try #require(UInt64($0, radix: 16)) }.sorted()
      #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $1 - $0 > 1 << 20 }, "no id leads to the next: \(numbers)")
      // Each bit of a code is as often set as not: 8 codes of 128 bits.
      let ones = all.flatMap { Hex.decode($0.code) ?? [] }.map { $0.nonzeroBitCount }.reduce(0, +)
      #expect((400...624).contains(ones), "\(ones) of 1024, seven deviations from the mean")
    }
  }

  @Test("drill 32: a contract of somebody else and one that does not exist have the same answer, and take the same time")
  func contracts() async throws {
    try await APIWorld.with { world in
      let shop = try await world.client("商户")
      let stranger = try await world.client("另一家")
      let foreign = "/api/v1/contract/\(try await links(world, shop, "TIME-1").contract)"
      let missing = "/api/v1/contract/0198a000-0000-7000-8000-000000000000"
      let (one, other) = (try await world.get(foreign, by: stranger), try await world.get(missing, by: stranger))
      #expect(one.status == 404 && one.bare == other.bare)
      #expect(one.headers.map(\.name.canonicalName).sorted() == other.headers.map(\.name.canonicalName).sorted())
      try await sameTime("contract") { isFirst in _ = try await world.get(isFirst ? foreign : missing, by: stranger) }
    }
  }

  @Test("drill 32: links that do not exist have one answer whatever they look like, and whoever tries many is stopped")
  func shortLinks() async throws {
    try await APIWorld.with { world in
      let shop = try await world.client("商户")
      let link = try await links(world, shop, "LINK-1")
      @Sendable func page(_ code: String) async throws -> (status: Int, text: String, wait: String?) {
        try await world.http.execute(uri: "/s/\(code)", method: .get) { response in
          (Int(response.status.code), String(buffer: response.body), response.headers[.retryAfter])
        }
      }
      for code in [link.code, link.token] { #expect(try await page(code).status == 200) }
      /// A page without what names the request: its address, and its numbers and form tokens.
      func bare(_ text: String, _ code: String) -> String {
        text.replacing("/s/\(code)", with: "address").replacing("%2Fs%2F\(code)", with: "address").replacing(/[0-9a-f]{24,}/, with: "number")
      }
      // One digit off a real code, of its length, of a token's length, and no code at all.
      let near = String(link.code.dropLast()) + (link.code.hasSuffix("0") ? "1" : "0")
      let tried = [near, String(repeating: "a", count: 32), String(repeating: "b", count: 64), "zz"]
      var answers: [String] = []
      for code in tried {
        let answer = try await page(code)
        #expect(answer.status == 404, "\(code): \(answer.status)")
        answers.append(bare(answer.text, code))
      }
      #expect(Set(answers).count == 1, "the page does not tell how near it was: \(Set(answers))")

      // 300 at once are allowed, then 60 a second: who tries on is told to wait, for real links too. All of a round come
      // together, so that they are faster than that on any machine.
      var refused: (status: Int, text: String, wait: String?)?
      for round in 0..<10 where refused == nil {
        refused = try await withThrowingTaskGroup(of: (status: Int, text: String, wait: String?)?.self) { group in
          for number in 0..<500 {
            group.addTask {
              let answer = try await page("guess-\(round)-\(number)")
              return answer.status == 429 ? answer : nil
            }
          }
          return try await group.reduce(nil) { $0 ?? $1 }
        }
      }
      #expect(refused != nil && refused?.wait.flatMap { Int($0) } ?? 0 >= 1)
    }
  }

  @Test("a link that was replaced or has expired shows no page of the file and gives no file away (B-21)")
  func oldLinks() async throws {
    try await APIWorld.with { world in
      let shop = try await world.client("商户")
      let link = try await links(world, shop, "OLD-1")
      func status(_ path: String, _ token: String) async throws -> Int {
        try await world.http.execute(uri: "/s/\(token)/\(path)", method: .get) { Int($0.status.code) }
      }
      let page = "pages/1?v=sha256:" + String(repeating: "0", count: 64)
      for path in [page, "file.pdf"] { #expect(try await status(path, link.token) == 200, "\(path)") }
      let made = try await world.post(
        "/api/v1/contract/\(link.contract)/sign-url", APIWorld.json(["partyId": APIWorld.zhang.partyID]), by: shop)
      #expect(made.status < 300, "\(made)")
      let fresh = String(try #require(made.string("signUrl")).split(separator: "/").last ?? "")
      for token in [link.token, link.code] {
        for path in [page, "file.pdf"] { #expect(try await status(path, token) == 400, "\(path)") }
      }
      #expect(try await status(page, fresh) == 200)
    }
  }

  /// Two requests in turns: in some round their middle times differ by less than a tenth.
  private func sameTime(_ name: String, _ body: (_ isFirst: Bool) async throws -> Void) async throws {
    var differences: [Double] = []
    for _ in 0..<Self.roundsMax {
      var times: [[Duration]] = [[], []]
      for sample in 0..<(2 * Self.samples) {
        let isFirst = sample % 2 == 0
        let start = ContinuousClock.now
        try await body(isFirst)
        times[isFirst ? 0 : 1].append(ContinuousClock.now - start)
      }
      let middles = times.map { $0.sorted()[Self.samples / 2] / .microseconds(1) }
      differences.append(abs(middles[0] - middles[1]) / max(middles[0], middles[1]))
      if differences.last ?? 1 < 0.1 { return }
    }
    Issue.record("\(name): the answers take different times: \(differences)")
  }
}
