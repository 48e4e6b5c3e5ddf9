import Testing

@testable import HeqiDomain

@Suite("Signing links (M-025, B-21)")
struct SignLinkTests {
  private static let now = Instant(seconds: 1_800_000_000)
  private static let hash = Digest(Array(repeating: UInt8(1), count: 32))!

  private static func link(usedAt: Instant? = nil, replacedAt: Instant? = nil) -> SignLink {
    SignLink(
      id: ID(at: now, random: [1]), tenantID: "t", contractID: ID(at: now, random: [2]), partyID: ID(at: now, random: [3]),
      tokenHash: hash, shortHash: hash, scene: LinkScene(), createdAt: now, expiresAt: now.adding(.seconds(1800)), usedAt: usedAt,
      replacedAt: replacedAt)
  }

  @Test("it is open until its end, to the microsecond")
  func expiry() {
    let end = Self.now.adding(.seconds(1800))
    #expect(Self.link().state(at: end.adding(.microseconds(-1))) == .open)
    #expect(Self.link().state(at: end) == .expired)
  }

  @Test("a used link stays used, even after it was replaced or has expired")
  func used() {
    #expect(Self.link(usedAt: Self.now, replacedAt: Self.now).state(at: Self.now.adding(.seconds(9999))) == .used)
  }

  @Test("only an open link and the one that signed show the file (B-21)")
  func readable() {
    #expect(SignLink.State.open.isReadable && SignLink.State.used.isReadable)
    #expect(!SignLink.State.expired.isReadable && !SignLink.State.replaced.isReadable)
  }

  @Test("a replaced link does not sign")
  func replaced() { #expect(Self.link(replacedAt: Self.now).state(at: Self.now) == .replaced) }
}
