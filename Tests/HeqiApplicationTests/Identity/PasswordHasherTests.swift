import HeqiApplication
import HeqiDomain
import HeqiProviders
import Testing

@Suite("Password hashing")
struct PasswordHasherTests {
  let now = Instant(seconds: 1_795_000_000)
  let account = ID<Account>(at: Instant(seconds: 1_795_000_000), random: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])

  @Test("equal passwords of two people have different hashes; only the right one verifies")
  func verify() async throws {
    let hasher = PasswordHasher(strength: .weak, random: SystemRandom())
    let password = try Password("一段很长的口令 2026", ownData: [])
    let first = try await hasher.credential(for: account, password: password, at: now)
    let second = try await hasher.credential(for: account, password: password, at: now)
    #expect(first.hash != second.hash && first.salt != second.salt)
    #expect(try await hasher.verify(password.bytes, first))
    #expect(try await !hasher.verify(Sensitive(Array("一段很长的口令 2027".utf8)), first))
    #expect(try await !hasher.verify(password.bytes, nil))
  }

  @Test("weaker parameters are seen as outdated and still verify")
  func outdated() async throws {
    let weak = PasswordHasher(strength: .weak, random: SystemRandom())
    let strong = PasswordHasher(strength: .init(cost: 2048, blockSize: 8, parallelism: 1), random: SystemRandom())
    let password = try Password("一段很长的口令 2026", ownData: [])
    let credential = try await weak.credential(for: account, password: password, at: now)
    #expect(strong.isOutdated(credential) && !weak.isOutdated(credential))
    #expect(try await strong.verify(password.bytes, credential))
  }
}
