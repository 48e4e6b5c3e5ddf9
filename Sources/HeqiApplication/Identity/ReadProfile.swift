package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The caller's own data (F-044a), in clear because it is theirs.
package struct Profile: Sendable {
  package let account: Account
  package let verification: IdentityVerification
  /// The certificate in use, if there is one.
  package let certificate: Certificate?
  package let agreements: [AgreementAcceptance]
}

package struct ReadProfile: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// - Throws: `IdentityError` `.notSignedIn`.
  package func callAsFunction(caller: Caller) async throws -> Profile {
    let now = ledger.clock.now
    let vault = try await ledger.open(caller.tenantID)
    return try await ledger.engine.read { connection in
      let account = try ledger.account(caller, AccountStore(vault: vault), in: connection)
      let verification =
        try VerificationStore(vault: vault).find(of: account.id, in: connection)
        ?? IdentityVerification(id: ledger.random.id(at: now), accountID: account.id, tenantID: account.tenantID)
      return Profile(
        account: account, verification: verification,
        certificate: try CertificateStore(tenantID: account.tenantID).usable(by: account.id, at: now, in: connection),
        agreements: try AgreementStore(tenantID: account.tenantID).list(account.id, in: connection))
    }
  }
}
