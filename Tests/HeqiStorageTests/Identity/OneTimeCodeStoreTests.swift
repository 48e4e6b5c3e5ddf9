import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("One-time code store")
struct OneTimeCodeStoreTests {
  let scene = Scene(client: .web, ip: "10.0.0.1", deviceID: "device-1", userAgent: "Test")

  private func consume(
    _ base: PeopleBase, code: String = "123456", purpose: CodePurpose = .login, binding: CodeBinding? = nil,
    recipient: String = "13812341234", after seconds: Int64 = 0
  ) async throws -> CodeRefusal? {
    let codes = OneTimeCodeStore(vault: base.vault)
    let binding = binding ?? .device(scene)
    return try await base.engine.write {
      try codes.consume(
        code: code, purpose: purpose, binding: binding, recipient: recipient, at: base.now.adding(.seconds(seconds)), in: $0)
    }
  }

  private func issue(_ base: PeopleBase, _ code: String = "123456", number: UInt8 = 1) async throws {
    let codes = OneTimeCodeStore(vault: base.vault)
    let binding = CodeBinding.device(scene)
    try await base.engine.write {
      try codes.issue(
        base.id(number), code: code, purpose: .login, binding: binding, recipient: "13812341234", at: base.now, in: $0)
    }
  }

  @Test("a code works once, for its purpose, browser and recipient only", arguments: TestDatabase.engines)
  func bound(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      try await issue(base)
      let other = Scene(client: .web, ip: "10.0.0.1", deviceID: "device-2", userAgent: "Test")
      #expect(try await consume(base, purpose: .register) == .unknown)
      #expect(try await consume(base, binding: .device(other)) == .unknown)
      #expect(try await consume(base, recipient: "13812341235") == .unknown)
      #expect(try await consume(base) == nil)
      #expect(try await consume(base) == .used)
    }
  }

  @Test("the fifth wrong try ends the code", arguments: TestDatabase.engines)
  func bruteForce(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      try await issue(base)
      for _ in 1...5 { #expect(try await consume(base, code: "000000") == .wrong) }
      #expect(try await consume(base) == .tooManyTries)
    }
  }

  @Test("ten minutes are the end, and a new code replaces the old", arguments: TestDatabase.engines)
  func lifetime(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      try await issue(base)
      #expect(try await consume(base, after: 600) == .expired)
      try await issue(base, "654321", number: 2)
      #expect(try await consume(base) == .wrong)
      #expect(try await consume(base, code: "654321", after: 599) == nil)
    }
  }

  @Test("of many simultaneous tries with the right code one wins", arguments: TestDatabase.engines)
  func race(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      try await issue(base)
      let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<8 { group.addTask { try await consume(base) == nil } }
        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(wins == 1)
    }
  }

  @Test("the digits are not in the row", arguments: TestDatabase.engines)
  func hashed(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      try await issue(base)
      let row = try await base.engine.read { try $0.first("SELECT code_hash, recipient_index FROM one_time_code") }
      #expect(try #require(row).blob("code_hash").count == 32)
      #expect(try #require(row).blob("code_hash") != row?.blob("recipient_index"))
      let codes = OneTimeCodeStore(vault: base.vault)
      let removed = try await base.engine.write { try codes.purge(before: base.now.adding(.seconds(601)), in: $0) }
      #expect(removed == 1)
    }
  }
}
