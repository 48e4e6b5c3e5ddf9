package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The caller as a keeper of seals: whose seals, and what table D lets it do with them.
package struct SealKeeper: Sendable {
  package let owner: SealOwner
  /// seal.add
  package let mayAdd: Bool
  /// seal.enable, seal.disable
  package let mayEnable: Bool
  /// seal.grant
  package let mayGrant: Bool
  private let caller: Caller

  /// Throws `SealError` `.notOwner` for someone whom table D shows no seals.
  package init(_ caller: Caller) throws(SealError) {
    guard caller.permits(.sealViewAvailable) else { throw SealError.notOwner }
    self.caller = caller
    owner = caller.mode.standing.map { .organization($0.organizationID) } ?? .person(caller.accountID)
    mayAdd = caller.permits(.sealAdd) && caller.isVerified
    mayEnable = caller.permits(.sealEnable) && caller.permits(.sealDisable)
    mayGrant = caller.permits(.sealGrant)
  }

  /// Kinds the caller may make.
  package var kinds: [SealKind] {
    switch owner {
    case .person: [.personalName]
    case .organization: SealKind.ofOrganizations
    }
  }

  /// Throws `SealError` `.notVerified` or `.notOwner` unless the caller may make seals.
  package func requireAdding() throws(SealError) {
    guard caller.isVerified else {
      throw SealError(.notVerified, Bilingual("请先完成实名认证，再制作印章。", "Verify your identity first, then make seals."))
    }
    guard mayAdd else { throw SealError.notOwner }
  }

  func requireAdding(_ kind: SealKind) throws(SealError) {
    try requireAdding()
    guard kinds.contains(kind) else {
      throw SealError(.designInvalid, Bilingual("请选择列出的印章类型。", "Choose one of the kinds offered."), field: "kind")
    }
  }

  /// The verified name that a seal of this kind bears: the person's, the company's, or its legal representative's.
  package func name(for kind: SealKind, _ ledger: PeopleLedger) async throws -> String {
    guard let standing = caller.mode.standing else { return caller.name }
    guard kind == .legalRepSeal else { return standing.organizationName }
    let organizations = OrganizationStore(tenantID: caller.tenantID)
    let found = try await ledger.engine.read { try organizations.find(standing.organizationID, in: $0) }
    guard let found else { throw SealError.notOwner }
    return found.legalRepresentative
  }

  /// The seal if it is this keeper's to see. Throws `SealError` `.unknown`.
  func find(_ id: ID<Seal>, _ seals: SealStore, in connection: any SQLConnection) throws -> Seal {
    guard let seal = try seals.find(id, in: connection), seal.owner == owner else { throw SealError.unknown }
    return seal
  }
}
