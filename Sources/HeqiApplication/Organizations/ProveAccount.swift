package import HeqiDomain
package import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The corporate account: a transfer record for a reviewer, or a small amount typed back (F-016, E-18).
package struct ProveAccount: Sendable {
  private let desk: CompanyDesk
  private let files: CompanyFiles
  private let payouts: any PayoutVerifier
  private let checks: RunCompanyChecks

  package init(desk: CompanyDesk, files: CompanyFiles, payouts: any PayoutVerifier, checks: RunCompanyChecks) {
    self.desk = desk
    self.files = files
    self.payouts = payouts
    self.checks = checks
  }

  /// A picture of the bank's record of a payment by the company.
  @discardableResult
  package func byVoucher(
    _ picture: [UInt8], _ id: ID<OrganizationVerification>, caller: Caller
  ) async throws -> OrganizationVerification {
    let now = desk.ledger.clock.now
    let blob = try await files.put(picture, .voucher, of: caller.accountID, tenantID: caller.tenantID, at: now)
    return try await apply(.proveByVoucher(blob.storedImage), id, caller) { [files] in try files.record(blob, at: now, in: $0) }
  }

  /// Asks for a small amount; a provider pays at once, otherwise the back office does.
  @discardableResult
  package func byPayout(_ id: ID<OrganizationVerification>, caller: Caller) async throws -> OrganizationVerification {
    let asked = try await apply(.requestPayout, id, caller) { _ in }
    guard let data = asked.data,
      let receipt = try? await payouts.pay(
        to: data.account, company: data.name.text, idempotencyKey: "payout:\(id):\(asked.submission)")
    else { return asked }
    return try await apply(.recordPayout(amountMinor: receipt.amountMinor, reference: receipt.reference), id, caller) { _ in }
  }

  /// The amount that arrived, in cents. Three wrong ones fail the proof.
  @discardableResult
  package func enter(
    amountMinor: Int, _ id: ID<OrganizationVerification>, caller: Caller
  ) async throws -> OrganizationVerification {
    let entered = try await apply(.enterAmount(amountMinor), id, caller) { _ in }
    guard entered.status == .verified else { return entered }
    return await checks.proceed(id, tenantID: caller.tenantID, scene: caller.scene) ?? entered
  }

  /// Gives the application up.
  @discardableResult
  package func withdraw(_ id: ID<OrganizationVerification>, caller: Caller) async throws -> OrganizationVerification {
    try await apply(.withdraw, id, caller) { _ in }
  }

  private func apply(
    _ command: OrganizationVerificationCommand, _ id: ID<OrganizationVerification>, _ caller: Caller,
    also body: @escaping @Sendable (any SQLConnection) throws -> Void
  ) async throws -> OrganizationVerification {
    let now = desk.ledger.clock.now
    let vault = try await desk.ledger.open(caller.tenantID)
    return try await desk.ledger.engine.write { [desk] connection in
      let (verification, account) = try desk.own(id, caller, vault, in: connection)
      try body(connection)
      return try desk.apply(
        command, to: verification, of: account, by: account.actor, scene: caller.scene, vault: vault, at: now, in: connection
      ).verification
    }
  }
}
