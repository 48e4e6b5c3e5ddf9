import HeqiDomain
import HeqiPorts
import HeqiSQL
package import HeqiStorage

/// What the actions on powers of attorney stand on, and the files they keep.
package struct PowerDesk: Sendable {
  static let purpose = "power-of-attorney"
  let ledger: PeopleLedger
  let blobs: BlobStore

  package init(ledger: PeopleLedger, blobs: BlobStore) {
    self.ledger = ledger
    self.blobs = blobs
  }

  /// The paper, if it is of the caller's company and the caller may see it: the legal representative all, others their
  /// own. Throws `SealError` `.unknown` for everything else, so that nothing is told about other companies.
  func find(_ id: ID<PowerOfAttorney>, _ caller: Caller, in connection: any SQLConnection) throws -> PowerOfAttorney {
    guard let standing = caller.mode.standing,
      let power = try PowerOfAttorneyStore(tenantID: caller.tenantID).find(id, of: standing.organizationID, in: connection),
      caller.permits(.sealGrant) || power.granteeID == standing.membershipID
    else { throw Self.unknown }
    return power
  }

  /// The representative alone grants and revokes (table D: seal.grant).
  @discardableResult
  func requireGranting(_ caller: Caller) throws(SealError) -> CompanyStanding {
    guard let standing = caller.mode.standing, caller.permits(.sealGrant), caller.isVerified else {
      throw SealError.notOwner
    }
    return standing
  }

  func read(_ power: PowerOfAttorney, tenantID: String, isSigned: Bool) async throws -> [UInt8] {
    let (digest, length) =
      isSigned ? (power.signedDigest, power.signedLength) : (power.draftDigest, power.draftLength)
    guard let digest, let length else { throw Self.unknown }
    return try await blobs.read(reference(power.organizationID, tenantID, digest, length))
  }

  func put(_ bytes: [UInt8], of organization: ID<Organization>, tenantID: String, at now: Instant) async throws -> BlobReference {
    try await blobs.put(bytes, owner: owner(organization, tenantID), purpose: Self.purpose, at: now)
  }

  func record(
    _ draft: EventDraft, about power: PowerOfAttorney, _ caller: Caller, fileHash: Digest? = nil, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    let subjects = [power.subject] + (power.sealID.map { [Event.Subject(kind: "seal", id: $0.description)] } ?? [])
    // The paper and its seal both tell of it.
    try EventStore().append(
      subjects.map { subject in
        draft.event(
          id: ledger.random.id(at: now), tenantID: caller.tenantID, at: now, caller: caller.actor, scene: caller.scene,
          subject: subject, fileHash: fileHash)
      }, in: connection)
  }

  static func facts(_ power: PowerOfAttorney) -> [Event.Fact] {
    [
      .init("grantee", Mask.name(power.granteeName)), .init("scope", power.scope),
      .init("until", power.validUntil.shortText),
    ]
  }

  private func owner(_ organization: ID<Organization>, _ tenantID: String) -> DataKeyOwner {
    DataKeyOwner(tenantID: tenantID, kind: "organization", id: organization.description)
  }

  private func reference(
    _ organization: ID<Organization>, _ tenantID: String, _ digest: Digest, _ length: Int
  ) -> BlobReference {
    BlobReference(
      owner: owner(organization, tenantID), purpose: Self.purpose, hash: digest, length: Int64(length))
  }

  static var unknown: SealError {
    SealError(.unknown, Bilingual("没有找到这份授权委托书。", "There is no such power of attorney."))
  }
}
