/// May this person put this seal under this contract now? The one answer, for pages and inside the signing transaction
/// (F-048, F-060 to F-062, table D rule: sign needs an active seal and a grant).
package enum SealPolicy {
  /// Who asks.
  package enum User: Equatable, Sendable {
    /// A person with own seals.
    case person(ID<Account>)
    /// A member of an organization.
    case member(ID<Membership>, of: ID<Organization>, isLegalRep: Bool)
  }

  /// What the seal is wanted for: the business type of the contract, if it has one.
  package struct Purpose: Equatable, Sendable {
    package let businessType: BusinessType?

    package init(businessType: BusinessType? = nil) { self.businessType = businessType }
  }

  /// The grant that the use rests on; nil where none is needed: one's own seal, or the legal representative.
  ///
  /// Throws `SealError` `.unknown` for a seal that is not the user's to see, `.wrongStatus` for one that is not active,
  /// `.notGranted` with what is missing.
  package static func use(
    of seal: Seal, by user: User, for purpose: Purpose, grants: [SealGrant], at now: Instant
  ) throws(SealError) -> SealGrant? {
    switch (seal.owner, user) {
    case (.person(let owner), .person(let account)):
      guard owner == account else { throw SealError.unknown }
      try requireActive(seal, at: now)
      return nil
    case (.organization(let owner), .member(let member, let organization, let isLegalRep)):
      guard owner == organization else { throw SealError.unknown }
      try requireActive(seal, at: now)
      try requireBound(seal, purpose)
      return try grant(seal, member, isLegalRep, purpose, grants, now)
    case (.person, .member), (.organization, .person): throw SealError.unknown
    }
  }

  private static func requireActive(_ seal: Seal, at now: Instant) throws(SealError) {
    let hasEnded = seal.expiresAt.map { now >= $0 } ?? false
    guard seal.isUsable, !hasEnded else {
      let status = hasEnded ? SealStatus.expired : seal.status
      throw SealError(
        .wrongStatus,
        Bilingual(
          "这枚印章\(status.label.chinese)，任何人都不能使用。", "This seal is \(status.label.english.lowercased()); nobody can use it."))
    }
  }

  /// A type that names seals takes no others (F-060); a stopped one takes none (F-062).
  private static func requireBound(_ seal: Seal, _ purpose: Purpose) throws(SealError) {
    guard let type = purpose.businessType else { return }
    guard type.status == .active else {
      throw SealError(
        .notGranted, Bilingual("业务类型已停用，不能用章。", "The business type is stopped, so no seal can be used."))
    }
    guard type.rules.seals.isEmpty || type.rules.seals.contains(seal.id) else {
      throw SealError(
        .notGranted, Bilingual("这个业务类型不使用这枚印章。", "This business type does not use this seal."))
    }
  }

  private static func grant(
    _ seal: Seal, _ member: ID<Membership>, _ isLegalRep: Bool, _ purpose: Purpose, _ grants: [SealGrant],
    _ now: Instant
  ) throws(SealError) -> SealGrant? {
    if isLegalRep { return nil }
    let standing = grants.first { grant in
      guard grant.sealID == seal.id, grant.state(for: seal, at: now) == .inForce else { return false }
      switch grant.grantee {
      case .membership(let id): return id == member
      case .businessType(let id):
        return purpose.businessType?.id == id && purpose.businessType?.rules.handlers.contains(member) == true
      }
    }
    guard let standing else {
      throw SealError(
        .notGranted,
        Bilingual(
          "您没有这枚印章的有效授权，请法定代表人签署授权委托书。",
          "You hold no power of attorney in force for this seal. Ask the legal representative to sign one."))
    }
    return standing
  }
}
