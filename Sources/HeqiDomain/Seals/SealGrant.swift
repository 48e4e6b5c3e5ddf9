/// Who may use a seal: one person, or everybody who handles a business type (F-047, F-060).
package enum SealGrantee: Hashable, Sendable {
  case membership(ID<Membership>)
  case businessType(ID<BusinessType>)
}

/// 用印授权: the right to use one seal, given by a signed 授权委托书, for a time.
package struct SealGrant: Equatable, Sendable {
  package let id: ID<SealGrant>
  package let sealID: ID<Seal>
  package let organizationID: ID<Organization>
  package let grantee: SealGrantee
  /// The signed paper it rests on.
  package let powerID: ID<PowerOfAttorney>
  /// The seal's `grantVersion` when it was given; a later one ends it (B-17).
  package let grantVersion: Int
  package let validFrom: Instant
  package let validUntil: Instant
  package let revokedAt: Instant?

  package init(
    id: ID<SealGrant>, sealID: ID<Seal>, organizationID: ID<Organization>, grantee: SealGrantee,
    powerID: ID<PowerOfAttorney>, grantVersion: Int, validFrom: Instant, validUntil: Instant, revokedAt: Instant? = nil
  ) {
    self.id = id
    self.sealID = sealID
    self.organizationID = organizationID
    self.grantee = grantee
    self.powerID = powerID
    self.grantVersion = grantVersion
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.revokedAt = revokedAt
  }

  package enum State: String, Sendable, CaseIterable {
    case upcoming, inForce, ended, revoked, cancelled

    package var label: Bilingual {
      switch self {
      case .upcoming: Bilingual("未生效", "Not yet in force")
      case .inForce: Bilingual("有效", "In force")
      case .ended: Bilingual("已到期", "Ended")
      case .revoked: Bilingual("已撤销", "Revoked")
      case .cancelled: Bilingual("已作废（印章停用或改密）", "Void: the seal was stopped or its PIN changed")
      }
    }
  }

  /// What it is worth for `seal` at a moment.
  package func state(for seal: Seal, at now: Instant) -> State {
    if revokedAt != nil { return .revoked }
    if grantVersion != seal.grantVersion { return .cancelled }
    if now < validFrom { return .upcoming }
    return now < validUntil ? .inForce : .ended
  }
}

/// One use of a seal under a signature: what its page shows and nothing can take back (F-060, F-084).
package struct SealUse: Equatable, Sendable {
  package let id: ID<SealUse>
  package let sealID: ID<Seal>
  package let contractID: ID<Contract>
  package let transactionNo: String
  package let title: String
  package let accountID: ID<Account>
  /// Masked (F-028).
  package let userName: String
  /// Pages that carry it, such as `1, 3–5`.
  package let pages: String
  /// The file with the signature.
  package let digest: Digest
  package let grantID: ID<SealGrant>?
  package let at: Instant

  package init(
    id: ID<SealUse>, sealID: ID<Seal>, contractID: ID<Contract>, transactionNo: String, title: String,
    accountID: ID<Account>, userName: String, pages: String, digest: Digest, grantID: ID<SealGrant>?, at: Instant
  ) {
    self.id = id
    self.sealID = sealID
    self.contractID = contractID
    self.transactionNo = transactionNo
    self.title = title
    self.accountID = accountID
    self.userName = userName
    self.pages = pages
    self.digest = digest
    self.grantID = grantID
    self.at = at
  }
}
