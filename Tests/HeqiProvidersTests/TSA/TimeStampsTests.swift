import AsyncHTTPClient
import CMS
import HeqiDomain
import HeqiPorts
import HeqiProviders
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@Suite("Time stamps: embedded and over HTTP")
struct TimeStampsTests {
  private func with(
    _ body: (StandingClock, EmbeddedPKI, EmbeddedTimeStamps) async throws -> Void
  ) async throws {
    try await Sample.withFolder { path in
      let clock = StandingClock()
      let pki = try await Sample.pki(path, clock: clock)
      try await body(clock, pki, try EmbeddedTimeStamps(pki: pki, clock: clock, random: SystemRandom()))
    }
  }

  @Test("a token states our clock over the digest and verifies to the root")
  func embedded() async throws {
    try await with { clock, pki, unit in
      let token = try TimeStampToken(der: try await unit.token(over: Sample.digest))
      #expect(token.info.imprint == Sample.digest.bytes)
      #expect(token.info.time.secondsSince1970 == clock.now.seconds)
      let certificates = token.signedData.certificates
      #expect(certificates.count == 2)
      let leaf = try #require(certificates.first { $0.isTimeStamping })
      let result = PathValidator(roots: [pki.root], intermediates: certificates)
        .validate(leaf, at: token.info.time, purpose: .timeStamping)
      #expect(result.indication == .passed)
    }
  }

  @Test("the next authority is asked when one refuses, answers wrongly or hangs")
  func failover() async throws {
    try await with { clock, pki, unit in
      let good = try await LoopbackTSA { .ok(await unit.respond(to: $0)) }
      let broken = try await LoopbackTSA { _ in .ok([1, 2, 3]) }
      let failing = try await LoopbackTSA { _ in .status(503) }
      let hanging = try await LoopbackTSA { _ in .nothing }
      let stamps = HTTPTimeStamps(
        urls: [broken, failing, hanging, good].map(\.url), deadline: .seconds(3), random: SystemRandom(), clock: clock,
        roots: [pki.root])
      let token = try TimeStampToken(der: try await stamps.token(over: Sample.digest))
      #expect(token.info.imprint == Sample.digest.bytes)
      for server in [good, broken, failing, hanging] { try await server.close() }
    }
  }

  @Test("a token of another time or of a foreign root is refused; a time is never made up")
  func refused() async throws {
    try await with { clock, pki, unit in
      let server = try await LoopbackTSA { .ok(await unit.respond(to: $0)) }
      let late = StandingClock()
      late.advance(.seconds(301))
      let skewed = HTTPTimeStamps(urls: [server.url], deadline: .seconds(30), random: SystemRandom(), clock: late)
      await #expect(throws: ProviderError(.refused, provider: "tsa", message: "")) {
        _ = try await skewed.token(over: Sample.digest)
      }
      let foreign = HTTPTimeStamps(
        urls: [server.url], deadline: .seconds(30), random: SystemRandom(), clock: clock, roots: [pki.platform.certificate])
      await #expect(throws: ProviderError(.refused, provider: "tsa", message: "")) {
        _ = try await foreign.token(over: Sample.digest)
      }
      try await server.close()
    }
  }

  @Test("an authority that keeps failing is left alone for a minute")
  func breaker() async throws {
    let clock = StandingClock()
    let server = try await LoopbackTSA { _ in .status(500) }
    let stamps = HTTPTimeStamps(urls: [server.url], deadline: .seconds(30), random: SystemRandom(), clock: clock)
    for _ in 1...5 { await #expect(throws: ProviderError.self) { _ = try await stamps.token(over: Sample.digest) } }
    #expect(server.count == 3)
    clock.advance(.seconds(60))
    await #expect(throws: ProviderError.self) { _ = try await stamps.token(over: Sample.digest) }
    #expect(server.count == 4)
    try await server.close()
  }
}
