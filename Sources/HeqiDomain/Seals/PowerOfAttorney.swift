/// 授权委托书: the legal representative lets a person use seals, or set the rules of business types (F-047, F-061).
///
/// A PDF made from a system template and signed with the representative's own certificate, exactly as contracts are.
package struct PowerOfAttorney: Equatable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// 签章授权: use of one seal.
    case sealUse
    /// 授权委托人: sets the rules of business types.
    case businessRules

    package var label: Bilingual {
      switch self {
      case .sealUse: Bilingual("签章授权委托书", "Power of attorney for a seal")
      case .businessRules: Bilingual("业务规则授权委托书", "Power of attorney for business rules")
      }
    }
  }

  package enum Status: String, Sendable, CaseIterable {
    /// 待签署
    case drafted
    case signed
    case revoked
    /// Thrown away before it was signed.
    case discarded

    package var label: Bilingual {
      switch self {
      case .drafted: Bilingual("待法定代表人签署", "Waits for the legal representative")
      case .signed: Bilingual("已签署", "Signed")
      case .revoked: Bilingual("已撤销", "Revoked")
      case .discarded: Bilingual("已作废", "Discarded")
      }
    }
  }

  package enum Command: String, Sendable, CaseIterable { case sign, revoke, discard }

  /// Longest term: three years.
  package static let termMax = Duration.seconds(3 * 366 * 86_400)
  package static let scopeCharactersMax = 500

  package let id: ID<PowerOfAttorney>
  package let organizationID: ID<Organization>
  package let kind: Kind
  /// The person who is trusted.
  package let granteeID: ID<Membership>
  package let granteeName: String
  /// For `sealUse`.
  package let sealID: ID<Seal>?
  /// For whom the grant stands: the person alone, or all handlers of a business type.
  package let businessTypeID: ID<BusinessType>?
  /// What for, in words.
  package let scope: String
  package let validFrom: Instant
  package let validUntil: Instant
  package let createdAt: Instant
  package internal(set) var status: Status
  /// The paper before the signature, and with it.
  package let draftDigest: Digest
  package let draftLength: Int
  package internal(set) var signedDigest: Digest?
  package internal(set) var signedLength: Int?
  package internal(set) var signedAt: Instant?
  package internal(set) var revokedAt: Instant?
  package let revision: Int64

  package init(
    id: ID<PowerOfAttorney>, organizationID: ID<Organization>, kind: Kind, granteeID: ID<Membership>,
    granteeName: String, sealID: ID<Seal>?, businessTypeID: ID<BusinessType>?, scope: String, validFrom: Instant,
    validUntil: Instant, createdAt: Instant, status: Status = .drafted, draftDigest: Digest, draftLength: Int,
    signedDigest: Digest? = nil, signedLength: Int? = nil, signedAt: Instant? = nil, revokedAt: Instant? = nil,
    revision: Int64 = 0
  ) {
    self.id = id
    self.organizationID = organizationID
    self.kind = kind
    self.granteeID = granteeID
    self.granteeName = granteeName
    self.sealID = sealID
    self.businessTypeID = businessTypeID
    self.scope = scope
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.createdAt = createdAt
    self.status = status
    self.draftDigest = draftDigest
    self.draftLength = draftLength
    self.signedDigest = signedDigest
    self.signedLength = signedLength
    self.signedAt = signedAt
    self.revokedAt = revokedAt
    self.revision = revision
  }

  package var subject: Event.Subject { Event.Subject(kind: "power", id: id.description) }

  /// True while a delegate may act on it (F-061).
  package func isInForce(at now: Instant) -> Bool { status == .signed && now >= validFrom && now < validUntil }

  package static func next(_ command: Command, _ status: Status) -> Status? {
    switch (command, status) {
    case (.sign, .drafted): .signed
    case (.discard, .drafted): .discarded
    case (.revoke, .signed): .revoked
    case (.sign, _), (.discard, _), (.revoke, _): nil
    }
  }

  /// Checks what a person typed. Throws `SealError` `.powerInvalid` with the field.
  package static func check(scope: String, from: Instant, until: Instant, at now: Instant) throws(SealError) {
    guard !scope.isEmpty, scope.count <= scopeCharactersMax else {
      throw invalid("scope", "请写明授权范围，最多 500 字。", "Say what the power covers, in at most 500 characters.")
    }
    guard until > from, until > now else {
      throw invalid("until", "截止日期须晚于开始日期和今天。", "The last day must be after the first and after today.")
    }
    guard until.since(from) <= termMax else {
      throw invalid("until", "一次授权最长三年。", "A power of attorney lasts three years at most.")
    }
  }

  /// The paper after a command. Throws `SealError` `.powerClosed`.
  package func applying(_ command: Command, at now: Instant) throws(SealError) -> PowerOfAttorney {
    guard let next = Self.next(command, status) else {
      throw SealError(
        .powerClosed,
        Bilingual("委托书\(status.label.chinese)，不能再进行这项操作。", "This is not possible: \(status.label.english.lowercased())."))
    }
    var power = self
    power.status = next
    if command == .revoke { power.revokedAt = now }
    return power
  }

  package func signed(digest: Digest, length: Int, at now: Instant) throws(SealError) -> PowerOfAttorney {
    var power = try applying(.sign, at: now)
    power.signedDigest = digest
    power.signedLength = length
    power.signedAt = now
    return power
  }

  private static func invalid(_ field: String, _ chinese: String, _ english: String) -> SealError {
    SealError(.powerInvalid, Bilingual(chinese, english), field: field)
  }
}
