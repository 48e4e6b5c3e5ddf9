import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The seals a signer may use, and the record of each use; both ask `SealPolicy`, the second one inside the signing
/// transaction, so that a seal suspended in between is not used (F-048).
struct SealUsage: Sendable {
  let ledger: ContractLedger

  /// Seals that `caller` may put under the contract for `party` now.
  static func usable(
    by caller: Caller, for party: ContractParty, at now: Instant, in connection: any SQLConnection
  ) throws -> [Seal] {
    try usable(Desk(caller, party, in: connection), at: now, in: connection)
  }

  /// The same for a colleague, before they are named as signers (或签).
  static func usable(
    by member: Membership, of standing: CompanyStanding, for party: ContractParty, _ caller: Caller, at now: Instant,
    in connection: any SQLConnection
  ) throws -> [Seal] {
    let user = SealPolicy.User.member(
      member.id, of: standing.organizationID, isLegalRep: member.roles.contains(.legalRep))
    return try usable(Desk(caller, party, as: user, in: connection), at: now, in: connection)
  }

  private static func usable(_ desk: Desk, at now: Instant, in connection: any SQLConnection) throws -> [Seal] {
    try desk.seals.list(of: desk.owner, in: connection).filter { seal in
      guard desk.takes(seal) else { return false }
      let grants = try desk.powers.grants(of: seal.id, in: connection)
      do throws(SealError) {
        _ = try SealPolicy.use(of: seal, by: desk.user, for: desk.purpose, grants: grants, at: now)
        return true
      } catch {
        return false
      }
    }
  }

  /// Asks again, then notes the use on the seal.
  ///
  /// - Parameter isShown: false for a right that was asked for while the seal itself is not in the file: then no use is noted.
  ///
  /// Throws `ContractError` `.markUnusable` with the policy's reason.
  func record(
    _ id: ID<Seal>, under contract: Contract, _ party: ContractParty, _ digest: Digest, _ caller: Caller, isShown: Bool = true,
    at now: Instant, in connection: any SQLConnection
  ) throws {
    let desk = try Self.Desk(caller, party, in: connection)
    guard let seal = try desk.seals.find(id, in: connection), desk.takes(seal) else { throw ContractError(.markUnusable) }
    let grants = try desk.powers.grants(of: id, in: connection)
    let grant: SealGrant?
    do throws(SealError) {
      grant = try SealPolicy.use(of: seal, by: desk.user, for: desk.purpose, grants: grants, at: now)
    } catch {
      throw ContractError(.markUnusable, error.code.rawValue, remark: error.message, cause: error)
    }
    guard isShown else { return }
    let pages = PageList.text(
      contract.round.places(of: party.id).filter(\.kind.isMark).map(\.page)
        + contract.round.seams(of: party.id).flatMap { $0.pages(of: contract.round.file?.pageCount ?? 0) })
    let use = SealUse(
      id: ledger.random.id(at: now), sealID: id, contractID: contract.id, transactionNo: contract.transactionNo,
      title: contract.round.title, accountID: caller.accountID, userName: Mask.name(caller.name), pages: pages,
      digest: digest, grantID: grant?.id, at: now)
    try desk.seals.record(use, in: connection)
    let draft = EventDraft(
      SealLog.used, by: .caller,
      [
        .init("sealKind", seal.kind.rawValue), .init("title", use.title), .init("transactionNo", use.transactionNo),
        .init("pages", pages), .init("hash", digest.description),
      ])
    try EventStore().append(
      [
        draft.event(
          id: ledger.random.id(at: now), tenantID: caller.tenantID, at: now, caller: caller.actor, scene: caller.scene,
          subject: seal.subject, fileHash: digest)
      ], in: connection)
  }

  /// Whose seals, who asks, what for: the type the company has linked says which seals it takes (F-060, F-062).
  private struct Desk {
    private static func businessType(
      _ party: ContractParty, _ caller: Caller, in connection: any SQLConnection
    ) throws -> BusinessType? {
      guard let company = party.company, let organization = company.organizationID, let link = company.businessType else {
        return nil
      }
      return try BusinessTypeStore(tenantID: caller.tenantID).find(link.id, of: organization, in: connection)
    }

    let seals: SealStore
    let powers: PowerOfAttorneyStore
    let owner: SealOwner
    let user: SealPolicy.User
    let purpose: SealPolicy.Purpose
    /// What the sender asked for (B-19); nil leaves it to the company.
    let kind: SealKind?

    func takes(_ seal: Seal) -> Bool { kind == nil || seal.kind == kind }

    /// - Parameter other: a colleague of the caller; nil for the caller.
    init(
      _ caller: Caller, _ party: ContractParty, as other: SealPolicy.User? = nil, in connection: any SQLConnection
    ) throws {
      seals = SealStore(tenantID: caller.tenantID)
      powers = PowerOfAttorneyStore(tenantID: caller.tenantID)
      if let standing = caller.mode.standing {
        owner = .organization(standing.organizationID)
        user = other ?? .member(
          standing.membershipID, of: standing.organizationID, isLegalRep: standing.roles.contains(.legalRep))
      } else {
        owner = .person(caller.accountID)
        user = .person(caller.accountID)
      }
      kind = party.company == nil ? nil : try ClientContractStore.sealKind(of: party.id, tenantID: caller.tenantID, in: connection)
      purpose = SealPolicy.Purpose(businessType: try Self.businessType(party, caller, in: connection))
    }
  }
}
