package import HeqiDomain
package import HeqiSQL

/// Powers of attorney of organizations, and the seal grants that rest on them (F-047, F-061).
package struct PowerOfAttorneyStore: Sendable {
  private let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  package func insert(_ power: PowerOfAttorney, in connection: any SQLConnection) throws {
    try connection.execute(
      PowerOfAttorneySQL.insert,
      [
        .text(tenantID), .text(power.id.description), .text(power.organizationID.description),
        .text(power.kind.rawValue), .text(power.granteeID.description), .text(power.granteeName),
        SQLValue(power.sealID?.description), SQLValue(power.businessTypeID?.description), .text(power.scope),
        SQLValue(power.validFrom), SQLValue(power.validUntil), SQLValue(power.createdAt), .text(power.status.rawValue),
        .blob(power.draftDigest.bytes), SQLValue(power.draftLength), .integer(power.revision),
      ])
  }

  /// Saves what a command changed. Throws `SealError` `.powerClosed` when somebody was faster.
  package func save(_ power: PowerOfAttorney, in connection: any SQLConnection) throws {
    let changed = try connection.execute(
      PowerOfAttorneySQL.update,
      [
        .text(tenantID), .text(power.organizationID.description), .text(power.id.description),
        .text(power.status.rawValue), power.signedDigest.map { .blob($0.bytes) } ?? .null, SQLValue(power.signedLength),
        SQLValue(power.signedAt?.microseconds), SQLValue(power.revokedAt?.microseconds), .integer(power.revision),
      ])
    guard changed == 1 else {
      throw SealError(
        .powerClosed,
        Bilingual("委托书刚被别人处理，请刷新后查看。", "Somebody else has just dealt with this paper. Reload to see."))
    }
  }

  package func find(
    _ id: ID<PowerOfAttorney>, of organization: ID<Organization>, in connection: any SQLConnection
  ) throws -> PowerOfAttorney? {
    try connection.first(
      PowerOfAttorneySQL.selectOne, [.text(tenantID), .text(organization.description), .text(id.description)]
    ).map(Self.power)
  }

  /// Newest first; at most 200.
  package func list(of organization: ID<Organization>, in connection: any SQLConnection) throws -> [PowerOfAttorney] {
    try connection.query(
      PowerOfAttorneySQL.selectByOrganization, [.text(tenantID), .text(organization.description)]
    ).map(Self.power)
  }

  /// Whether the person may set rules of business types now: by a signed paper in force (F-061).
  package func isDelegate(
    _ member: ID<Membership>, of organization: ID<Organization>, at now: Instant, in connection: any SQLConnection
  ) throws -> Bool {
    try connection.query(
      PowerOfAttorneySQL.selectByGrantee,
      [
        .text(tenantID), .text(organization.description), .text(member.description),
        .text(PowerOfAttorney.Kind.businessRules.rawValue),
      ]
    ).map(Self.power).contains { $0.isInForce(at: now) }
  }

  package func insert(_ grant: SealGrant, in connection: any SQLConnection) throws {
    let (member, type): (String?, String?) =
      switch grant.grantee {
      case .membership(let id): (id.description, nil)
      case .businessType(let id): (nil, id.description)
      }
    try connection.execute(
      PowerOfAttorneySQL.insertGrant,
      [
        .text(tenantID), .text(grant.id.description), .text(grant.sealID.description),
        .text(grant.organizationID.description), SQLValue(member), SQLValue(type), .text(grant.powerID.description),
        SQLValue(grant.grantVersion), SQLValue(grant.validFrom), SQLValue(grant.validUntil),
      ])
  }

  /// Ends the grants of a paper.
  package func revokeGrants(
    of power: ID<PowerOfAttorney>, at now: Instant, in connection: any SQLConnection
  ) throws {
    try connection.execute(
      PowerOfAttorneySQL.revokeGrants, [.text(tenantID), .text(power.description), SQLValue(now)])
  }

  /// All grants of a seal, the longest lasting first; at most 500.
  package func grants(of seal: ID<Seal>, in connection: any SQLConnection) throws -> [SealGrant] {
    try connection.query(PowerOfAttorneySQL.selectGrants, [.text(tenantID), .text(seal.description)]).map(Self.grant)
  }

  /// Grants of every tenant whose term is over and was not noted; at most 100.
  package static func endedGrants(
    by now: Instant, in connection: any SQLConnection
  ) throws -> [(tenantID: String, grant: SealGrant)] {
    try connection.query(PowerOfAttorneySQL.selectEndedGrants, [SQLValue(now)]).map {
      (try $0.text("tenant_id"), try grant($0))
    }
  }

  /// False when another worker has noted it.
  package func noteEnd(of grant: ID<SealGrant>, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(
      PowerOfAttorneySQL.noteEnd, [.text(tenantID), .text(grant.description), SQLValue(now)]) == 1
  }

  private static func grant(_ row: SQLRow) throws -> SealGrant {
    let grantee: SealGrantee
    if let member: ID<Membership> = try row.optionalID("membership_id") {
      grantee = .membership(member)
    } else {
      grantee = .businessType(try row.id("business_type_id"))
    }
    return SealGrant(
      id: try row.id("id"), sealID: try row.id("seal_id"), organizationID: try row.id("organization_id"),
      grantee: grantee, powerID: try row.id("power_id"), grantVersion: try row.int("grant_version"),
      validFrom: try row.instant("valid_from_us"), validUntil: try row.instant("valid_until_us"),
      revokedAt: try row.optionalInstant("revoked_at_us"))
  }

  private static func power(_ row: SQLRow) throws -> PowerOfAttorney {
    PowerOfAttorney(
      id: try row.id("id"), organizationID: try row.id("organization_id"), kind: try row.choice("kind"),
      granteeID: try row.id("grantee_id"), granteeName: try row.text("grantee_name"),
      sealID: try row.optionalID("seal_id"), businessTypeID: try row.optionalID("business_type_id"),
      scope: try row.text("scope"), validFrom: try row.instant("valid_from_us"),
      validUntil: try row.instant("valid_until_us"), createdAt: try row.instant("created_at_us"),
      status: try row.choice("status"), draftDigest: try row.digest("draft_digest"),
      draftLength: try row.int("draft_length"), signedDigest: try row.optionalDigest("signed_digest"),
      signedLength: try row.optionalInt("signed_length"), signedAt: try row.optionalInstant("signed_at_us"),
      revokedAt: try row.optionalInstant("revoked_at_us"), revision: try row.integer("revision"))
  }
}
