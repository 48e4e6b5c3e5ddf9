import Crypto
import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite struct DataKeyRingTests {
  private let start = TestDatabase.start
  private let owner = DataKeyOwner.contract("c1", tenantID: "t")

  private func master(_ byte: UInt8) throws -> MasterKey { try MasterKey([UInt8](repeating: byte, count: 32)) }

  @Test("rivals for a new owner get one key, and a later ring finds it", arguments: TestDatabase.engines)
  func oneKey(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let masters = MasterKeyRing(current: try master(1))
      let bytes = try await withThrowingTaskGroup(of: [UInt8].self) { group in
        for _ in 0..<8 {
          group.addTask {
            let ring = DataKeyRing(engine: engine, masters: masters)
            return try await ring.key(for: owner, at: start).withUnsafeBytes { Array($0) }
          }
        }
        var all: Set<[UInt8]> = []
        for try await key in group { all.insert(key) }
        return all
      }
      #expect(bytes.count == 1)
      #expect(bytes.first?.count == 32)
    }
  }

  @Test("keys are stored wrapped, and bound to their owner", arguments: TestDatabase.engines)
  func wrapping(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let masters = MasterKeyRing(current: try master(1))
      let key = try await DataKeyRing(engine: engine, masters: masters).key(for: owner, at: start)
      let stored = try await engine.read { try $0.query("SELECT wrapped FROM data_key")[0].blob("wrapped") }
      let clear = key.withUnsafeBytes { Array($0) }
      #expect(stored.count == 60)
      #expect(!stored.indices.contains { stored[$0...].starts(with: clear) })
      try await engine.write { try $0.execute("UPDATE data_key SET owner_id = 'c2'") }
      await #expect(throws: VaultError(.damaged, "")) {
        try await DataKeyRing(engine: engine, masters: masters).existingKey(for: .contract("c2", tenantID: "t"))
      }
    }
  }

  @Test("after a change of master key old keys open, are wrapped anew, and then do without the old master", arguments: TestDatabase.engines)
  func rotation(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let (old, new) = (try master(1), try master(2))
      let key = try await DataKeyRing(engine: engine, masters: MasterKeyRing(current: old)).key(for: owner, at: start)
      await #expect(throws: VaultError(.unknownMasterKey, "")) {
        try await DataKeyRing(engine: engine, masters: MasterKeyRing(current: new)).existingKey(for: owner)
      }
      let both = DataKeyRing(engine: engine, masters: MasterKeyRing(current: new, retired: [old]))
      let rewrapped = [try await both.rewrap(), try await both.rewrap()]
      #expect(rewrapped == [1, 0])
      let after = try await DataKeyRing(engine: engine, masters: MasterKeyRing(current: new)).existingKey(for: owner)
      #expect(after == key)
    }
  }

  @Test("a destroyed key is gone, in the cache too", arguments: TestDatabase.engines)
  func destruction(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let ring = DataKeyRing(engine: engine, masters: MasterKeyRing(current: try master(1)))
      _ = try await ring.key(for: owner, at: start)
      try await ring.destroy(owner)
      let gone = try await ring.existingKey(for: owner)
      #expect(gone == nil)
    }
  }

  @Test("a master key has 32 bytes", arguments: [0, 16, 31, 33])
  func keyLength(_ count: Int) {
    #expect(throws: VaultError(.keyLength, "")) { try MasterKey([UInt8](repeating: 1, count: count)) }
  }

  @Test("wrapped secrets open only with their own context")
  func context() throws {
    let masters = MasterKeyRing(current: try master(1))
    let wrapped = try masters.wrap([1, 2, 3], context: ["private-key", "a"])
    #expect(try masters.unwrap(wrapped, context: ["private-key", "a"]) == [1, 2, 3])
    #expect(throws: VaultError(.damaged, "")) { try masters.unwrap(wrapped, context: ["private-keya"]) }
  }
}
