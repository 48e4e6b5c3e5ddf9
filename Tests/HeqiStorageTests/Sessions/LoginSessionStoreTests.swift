import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("Login session store")
struct LoginSessionStoreTests {
  private func session(_ base: PeopleBase, _ number: UInt8, _ account: Account) -> LoginSession {
    LoginSession(
      id: base.id(number), accountID: account.id, createdAt: base.now.adding(.seconds(Int64(number))),
      lastSeenAt: base.now, expiresAt: base.now.adding(.seconds(3600)),
      scene: Scene(client: .h5, ip: "10.0.0.1", deviceID: "d", userAgent: "Phone"))
  }

  @Test("a session is found by its token only, listed, touched and ended once", arguments: TestDatabase.engines)
  func life(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let account = try await base.insertAccount()
      let other = try await base.insertAccount(2, mobile: "13900000000")
      let store = LoginSessionStore(tenantID: "main")
      let sessions = (1...3).map { session(base, UInt8($0), account) }
      try await base.engine.write { (connection: any SQLConnection) throws in
        for (index, session) in sessions.enumerated() {
          try store.insert(session, tokenHash: ContentHash.sha256([UInt8(index)]), in: connection)
        }
        #expect(try store.find(tokenHash: ContentHash.sha256([9]), in: connection) == nil)
        #expect(try store.find(tokenHash: ContentHash.sha256([0]), in: connection) == sessions[0])
        #expect(try store.live(account.id, at: base.now, in: connection).map(\.id) == sessions.reversed().map(\.id))
        try store.touch(sessions[0].id, at: base.now.adding(.seconds(5)), in: connection)
        #expect(
          try store.find(tokenHash: ContentHash.sha256([0]), in: connection)?.lastSeenAt == base.now.adding(.seconds(5)))
        let company: ID<Organization> = base.id(40)
        #expect(try !store.choose(company, sessions[1].id, of: other.id, in: connection))
        #expect(try store.choose(company, sessions[1].id, of: account.id, in: connection))
        #expect(try store.find(tokenHash: ContentHash.sha256([1]), in: connection)?.organizationID == company)
        #expect(try store.choose(nil, sessions[1].id, of: account.id, in: connection))
        #expect(try store.find(tokenHash: ContentHash.sha256([1]), in: connection) == sessions[1])
        #expect(try !store.end(sessions[0].id, of: other.id, reason: .revoked, at: base.now, in: connection))
        #expect(try store.end(sessions[0].id, of: account.id, reason: .revoked, at: base.now, in: connection))
        #expect(try !store.end(sessions[0].id, of: account.id, reason: .revoked, at: base.now, in: connection))
        #expect(try store.endAll(of: account.id, except: sessions[2].id, reason: .passwordChanged, at: base.now, in: connection) == 1)
        #expect(try store.live(account.id, at: base.now, in: connection).map(\.id) == [sessions[2].id])
        #expect(try store.live(account.id, at: base.now.adding(.seconds(3600)), in: connection).isEmpty)
        #expect(try store.purge(before: base.now.adding(.seconds(3601)), in: connection) == 3)
      }
    }
  }
}
