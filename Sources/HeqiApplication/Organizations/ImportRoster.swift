package import HeqiDomain
import HeqiPorts
import HeqiSQL
package import HeqiStorage

/// What a file would do, or why it cannot be imported.
package struct RosterPreview: Sendable {
  package let faults: [RosterFault]
  package let outcome: RosterOutcome
  /// Names the file for the confirmation; `nil` with faults.
  package let file: StoredImage?
}

/// Import of a people roster in two steps: the preview tells every bad row and changes nothing, the confirmation imports all
/// of it in one transaction or nothing (F-059).
package struct ImportRoster: Sendable {
  private static let purpose = "roster"
  private let ledger: PeopleLedger
  private let blobs: BlobStore
  private let parser = RosterParser()

  package init(ledger: PeopleLedger, blobs: BlobStore) {
    self.ledger = ledger
    self.blobs = blobs
  }

  /// - Throws: `OrganizationError` `.rosterUnreadable`, `.rosterTooLarge`, `.rosterMissing`.
  package func preview(_ bytes: [UInt8], caller: Caller) async throws -> RosterPreview {
    let standing = try caller.require(.orgUpdate)
    guard !bytes.isEmpty else { throw OrganizationError(.rosterMissing, field: "file") }
    let roster = try parser.roster(bytes, company: standing.organizationName)
    switch CheckedRoster.check(roster) {
    case .failure(let faults): return RosterPreview(faults: faults.faults, outcome: RosterOutcome(), file: nil)
    case .success(let checked):
      let outcome = try await apply(checked, standing, caller, writes: false)
      let stored = try await blobs.put(bytes, owner: owner(caller), purpose: Self.purpose, at: ledger.clock.now)
      return RosterPreview(faults: [], outcome: outcome, file: stored.storedImage)
    }
  }

  /// Imports the file that was previewed.
  /// - Throws: `OrganizationError` `.rosterFaulty` when it has faults after all, `.rosterMissing` when it is gone.
  package func confirm(_ file: StoredImage, caller: Caller) async throws -> RosterOutcome {
    let standing = try caller.require(.orgUpdate)
    let reference = BlobReference(owner: owner(caller), purpose: Self.purpose, hash: file.digest, length: file.length)
    guard let bytes = try? await blobs.read(reference) else { throw OrganizationError(.rosterMissing, field: "file") }
    guard case .success(let checked) = CheckedRoster.check(try parser.roster(bytes, company: standing.organizationName)) else {
      throw OrganizationError(.rosterFaulty)
    }
    return try await apply(checked, standing, caller, writes: true)
  }

  private func owner(_ caller: Caller) -> DataKeyOwner { .account(caller.accountID.description, tenantID: caller.tenantID) }

  private func apply(
    _ roster: CheckedRoster, _ standing: CompanyStanding, _ caller: Caller, writes: Bool
  ) async throws -> RosterOutcome {
    let now = ledger.clock.now
    let vault = try await ledger.open(caller.tenantID)
    let body: @Sendable (any SQLConnection) throws -> RosterOutcome = { [ledger] connection in
      guard let organization = try OrganizationStore(tenantID: caller.tenantID).find(standing.organizationID, in: connection) else {
        throw OrganizationError(.notFound)
      }
      return try RosterDesk(
        ledger: ledger, organization: organization, source: .imported, vault: vault, now: now, writes: writes
      ).apply(roster, actor: caller.actor, scene: caller.scene, in: connection)
    }
    return writes ? try await ledger.engine.write(body) : try await ledger.engine.read(body)
  }
}
