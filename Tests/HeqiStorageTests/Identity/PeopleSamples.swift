import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport

/// A migrated database with an open vault and one account, for the people stores.
struct PeopleBase: Sendable {
  let engine: any SQLEngine
  let vault: TenantVault
  let now = TestDatabase.start

  static func with<T: Sendable>(
    _ kind: TestDatabase.Engine, _ body: @Sendable (PeopleBase) async throws -> T
  ) async throws -> T {
    try await TestDatabase.with(kind) { engine in
      let masters = MasterKeyRing(current: try MasterKey([UInt8](repeating: 7, count: 32)))
      let vault = try await Vault(keys: DataKeyRing(engine: engine, masters: masters))
        .open(tenantID: "main", at: TestDatabase.start)
      return try await body(PeopleBase(engine: engine, vault: vault))
    }
  }

  func id<Entity>(_ number: UInt8, _: Entity.Type = Entity.self) -> ID<Entity> {
    ID(at: now, random: [number, 2, 3, 4, 5, 6, 7, 8, 9, number])
  }

  func account(
    _ number: UInt8 = 1, mobile: String = "13812341234", email: String = "ye@example.com", confirmed: Bool = false,
    kind: AccountKind = .person
  ) throws -> Account {
    guard let mobile = MobileNumber(mobile), let email = EmailAddress(email) else { throw IdentityError(.invalidMobile) }
    return Account(
      id: id(number), tenantID: "main", kind: kind, name: "叶小三", mobile: mobile, email: email,
      emailConfirmedAt: confirmed ? now : nil, createdAt: now)
  }

  /// Inserts and returns an account.
  func insertAccount(_ number: UInt8 = 1, mobile: String = "13812341234") async throws -> Account {
    let account = try account(number, mobile: mobile, email: "u\(number)@example.com")
    let accounts = AccountStore(vault: vault)
    try await engine.write { try accounts.insert(account, in: $0) }
    return account
  }

  func code(_ error: any Error) -> IdentityError.Code? { (error as? IdentityError)?.code }
}
