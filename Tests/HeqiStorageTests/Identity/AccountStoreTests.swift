import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("Account store")
struct AccountStoreTests {
  @Test("a second account with the same mobile is refused by name", arguments: TestDatabase.engines)
  func duplicateMobile(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let accounts = AccountStore(vault: base.vault)
      _ = try await base.insertAccount(1)
      let second = try base.account(2, email: "other@example.com")
      await #expect(throws: IdentityError(.mobileTaken)) {
        try await base.engine.write { try accounts.insert(second, in: $0) }
      }
      let staff = try base.account(3, email: "other@example.com", kind: .backOffice)
      try await base.engine.write { try accounts.insert(staff, in: $0) }
      let found = try await base.engine.read {
        try accounts.find(mobile: staff.mobile, kind: .backOffice, in: $0)
      }
      #expect(found == staff)
    }
  }

  @Test("an unconfirmed e-mail finds nobody but its only owner at log-in", arguments: TestDatabase.engines)
  func emails(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let accounts = AccountStore(vault: base.vault)
      let squatter = try base.account(1, mobile: "13800000001", email: "Shared@Example.com")
      let owner = try base.account(2, mobile: "13800000002", email: "shared@example.com")
      try await base.engine.write { try accounts.insert(squatter, in: $0) }
      let login = try await base.engine.read { try accounts.find(loginEmail: owner.email, in: $0) }
      #expect(login == squatter)
      try await base.engine.write { try accounts.insert(owner, in: $0) }
      let both = try await base.engine.read { try accounts.find(loginEmail: owner.email, in: $0) }
      #expect(both == nil)
      var confirmed = owner
      confirmed.emailConfirmedAt = base.now
      let saving = confirmed
      try await base.engine.write { _ = try accounts.save(saving, in: $0) }
      let found = try await base.engine.read { try accounts.find(confirmedEmail: owner.email, in: $0) }
      #expect(found?.id == owner.id)
      var late = squatter
      late.emailConfirmedAt = base.now
      let lateSaving = late
      await #expect(throws: IdentityError(.emailTaken)) {
        try await base.engine.write { _ = try accounts.save(lateSaving, in: $0) }
      }
    }
  }

  @Test("a save with an old revision is refused", arguments: TestDatabase.engines)
  func revision(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let accounts = AccountStore(vault: base.vault)
      var account = try await base.insertAccount()
      account.name = "叶三三"
      account.platformRoles = [.reviewer, .auditor]
      let changed = account
      let saved = try await base.engine.write { try accounts.save(changed, in: $0) }
      #expect(saved.revision == 1)
      await #expect(throws: IdentityError(.staleRevision)) {
        try await base.engine.write { _ = try accounts.save(changed, in: $0) }
      }
      let read = try await base.engine.read { try accounts.find(changed.id, in: $0) }
      #expect(read == saved)
    }
  }

  @Test("mobile and e-mail are nowhere in clear in the row", arguments: TestDatabase.engines)
  func sealed(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      _ = try await base.insertAccount()
      let row = try await base.engine.read { try $0.first("SELECT mobile, mobile_index, email, email_index FROM account") }
      for value in try #require(row).values {
        guard case .blob(let bytes) = value else {
          Issue.record("not a blob")
          continue
        }
        #expect(!String(decoding: bytes, as: UTF8.self).contains("1234123"))
        #expect(!String(decoding: bytes, as: UTF8.self).contains("example"))
      }
    }
  }

  @Test("a password hash is replaced, an agreement is kept as first confirmed", arguments: TestDatabase.engines)
  func credentials(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let account = try await base.insertAccount()
      let credentials = CredentialStore(tenantID: "main")
      let agreements = AgreementStore(tenantID: "main")
      func credential(_ byte: UInt8) -> Credential {
        Credential(
          accountID: account.id, cost: 32_768, blockSize: 8, parallelism: 1, salt: [1, 2],
          hash: [UInt8](repeating: byte, count: 32), changedAt: base.now)
      }
      let first = credential(1)
      let second = credential(2)
      let digest = ContentHash.sha256(Array("text".utf8))
      let acceptance = AgreementAcceptance(
        accountID: account.id, version: "2026-11", textDigest: digest, language: .chinese, at: base.now, scene: .system)
      try await base.engine.write {
        try credentials.put(first, in: $0)
        try credentials.put(second, in: $0)
        try agreements.record(acceptance, in: $0)
        try agreements.record(acceptance, in: $0)
      }
      let stored = try await base.engine.read { try credentials.find(account.id, in: $0) }
      let accepted = try await base.engine.read { try agreements.list(account.id, in: $0) }
      #expect(stored == second)
      #expect(accepted == [acceptance])
    }
  }
}
