import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite struct VaultTests {
  private let start = TestDatabase.start
  private let place = VaultPlace(table: "account", column: "mobile", row: "r1")
  private let number = Sensitive("+8613800001234")

  private func masters() throws -> MasterKeyRing {
    MasterKeyRing(current: try MasterKey([UInt8](repeating: 7, count: 32)))
  }

  private func vault(_ tenant: String = "t", on engine: any SQLEngine) async throws -> TenantVault {
    try await Vault(keys: DataKeyRing(engine: engine, masters: try masters())).open(tenantID: tenant, at: start)
  }

  @Test("a sealed column opens in its place, also after a restart", arguments: TestDatabase.engines)
  func roundTrip(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let sealed = try await vault(on: engine).seal(number, at: place)
      #expect(sealed.count == number.reveal().utf8.count + 29)
      let opened = try await vault(on: engine).open(sealed, at: place)
      #expect(opened == number)
    }
  }

  @Test("the same text is sealed differently each time and indexed equally", arguments: TestDatabase.engines)
  func blindIndex(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let vault = try await vault(on: engine)
      let sealed = try [vault.seal(number, at: place), vault.seal(number, at: place)]
      #expect(sealed[0] != sealed[1])
      let index = vault.blindIndex(number, table: "account", column: "mobile")
      #expect(index.count == 32)
      let again = try await self.vault(on: engine).blindIndex(number, table: "account", column: "mobile")
      #expect(index == again)
      #expect(index != vault.blindIndex(Sensitive("+8613800001235"), table: "account", column: "mobile"))
      #expect(index != vault.blindIndex(number, table: "account", column: "email"))
      let foreign = try await self.vault("u", on: engine).blindIndex(number, table: "account", column: "mobile")
      #expect(index != foreign)
    }
  }

  static let otherPlaces = [
    VaultPlace(table: "account", column: "mobile", row: "r2"), VaultPlace(table: "account", column: "email", row: "r1"),
    VaultPlace(table: "contact", column: "mobile", row: "r1"), VaultPlace(table: "accountm", column: "obile", row: "r1"),
  ]

  @Test("a value moved to another row, column, table or tenant does not open", arguments: otherPlaces)
  func moved(_ other: VaultPlace) async throws {
    try await TestDatabase.with(.sqliteMemory) { engine in
      let vault = try await vault(on: engine)
      let sealed = try vault.seal(number, at: place)
      #expect(throws: VaultError(.damaged, "")) { try vault.open(sealed, at: other) }
      let foreign = try await self.vault("u", on: engine)
      #expect(throws: VaultError(.damaged, "")) { try foreign.open(sealed, at: place) }
    }
  }

  @Test("any changed bit and any cut is noticed")
  func altered() async throws {
    try await TestDatabase.with(.sqliteMemory) { engine in
      let vault = try await vault(on: engine)
      let sealed = try vault.seal(number, at: place)
      for index in sealed.indices {
        var changed = sealed
        changed[index] ^= 1
        #expect(throws: VaultError(.damaged, "")) { try vault.open(changed, at: place) }
        #expect(throws: VaultError(.damaged, "")) { try vault.open(Array(sealed[..<index]), at: place) }
      }
    }
  }

  @Test("after the tenant's key was destroyed the same vault opens and finds nothing of before")
  func destroyed() async throws {
    try await TestDatabase.with(.sqliteMemory) { engine in
      let keys = DataKeyRing(engine: engine, masters: try masters())
      let vaults = Vault(keys: keys)
      let before = try await vaults.open(tenantID: "t", at: start)
      let sealed = try before.seal(number, at: place)
      let index = before.blindIndex(number, table: "account", column: "mobile")
      try await keys.destroy(DataKeyOwner(tenantID: "t", kind: "tenant", id: "t"))
      let after = try await vaults.open(tenantID: "t", at: start)
      #expect(throws: VaultError(.damaged, "")) { try after.open(sealed, at: place) }
      #expect(after.blindIndex(number, table: "account", column: "mobile") != index)
      let anew = try after.open(after.seal(number, at: place), at: place)
      #expect(anew == number)
    }
  }
}
