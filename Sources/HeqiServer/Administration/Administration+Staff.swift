internal import HeqiApplication
internal import HeqiDomain
internal import HeqiProviders
internal import HeqiStorage

extension Administration {
  /// Creates a back-office account with all platform roles. - Returns: the password, made when none is given.
  package func createAdmin(name: String, email: String, mobile: String, password: String?) async throws -> String {
    try await withData { data in
      _ = try await HeqiMigrations.run(on: data.engine, at: SystemClock().now)
      let ledger = PeopleLedger(engine: data.engine, vault: data.vault, clock: SystemClock(), random: SystemRandom())
      let created = try await CreateStaffAccount(ledger: ledger, passwords: PasswordHasher(random: SystemRandom()))(
        name: name, email: email, mobile: mobile, password: password.map { Sensitive($0) }, roles: Set(PlatformRole.allCases),
        tenantID: Tenant.main)
      return created.password.reveal()
    }
  }
}
