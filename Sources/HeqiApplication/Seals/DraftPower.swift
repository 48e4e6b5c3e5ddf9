package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// 拟定授权委托书: makes the paper from the system template; the legal representative then reads and signs it (F-047).
package struct DraftPower: Sendable {
  /// What the legal representative chose.
  package struct Input: Sendable {
    package let kind: PowerOfAttorney.Kind
    package let granteeID: ID<Membership>?
    package let sealID: ID<Seal>?
    /// Grants the seal to every handler of this type, not to the person alone.
    package let businessTypeID: ID<BusinessType>?
    package let scope: String
    package let validFrom: Instant
    /// The first moment it is no longer in force.
    package let validUntil: Instant

    package init(
      kind: PowerOfAttorney.Kind, granteeID: ID<Membership>?, sealID: ID<Seal>? = nil,
      businessTypeID: ID<BusinessType>? = nil, scope: String, validFrom: Instant, validUntil: Instant
    ) {
      self.kind = kind
      self.granteeID = granteeID
      self.sealID = sealID
      self.businessTypeID = businessTypeID
      self.scope = scope
      self.validFrom = validFrom
      self.validUntil = validUntil
    }
  }

  private let desk: PowerDesk

  package init(desk: PowerDesk) { self.desk = desk }

  /// The paper, ready to be signed. Throws `SealError` with the field to correct.
  package func callAsFunction(_ input: Input, caller: Caller) async throws -> PowerOfAttorney {
    let standing = try desk.requireGranting(caller)
    let now = desk.ledger.clock.now
    let scope = input.scope.trimmingWhitespace
    try PowerOfAttorney.check(scope: scope, from: input.validFrom, until: input.validUntil, at: now)
    let found = try await load(input, standing, caller)
    let shell = PowerOfAttorney(
      id: desk.ledger.random.id(at: now), organizationID: standing.organizationID, kind: input.kind,
      granteeID: found.grantee.id, granteeName: found.grantee.name, sealID: found.seal?.id,
      businessTypeID: found.type?.id, scope: scope, validFrom: input.validFrom, validUntil: input.validUntil,
      createdAt: now, draftDigest: FileDigest.of([]), draftLength: 0)
    let paper = PowerPaper(
      power: shell, organization: found.organization,
      granteeMobile: found.grantee.mobile.map { Mask.mobile($0.text) } ?? "—", sealKind: found.seal?.kind,
      businessTypeName: found.type?.rules.name)
    let bytes = try paper.pdf(sealPicture: found.drawing)
    let blob = try await desk.put(bytes, of: standing.organizationID, tenantID: caller.tenantID, at: now)
    let power = PowerOfAttorney(
      id: shell.id, organizationID: shell.organizationID, kind: shell.kind, granteeID: shell.granteeID,
      granteeName: shell.granteeName, sealID: shell.sealID, businessTypeID: shell.businessTypeID, scope: shell.scope,
      validFrom: shell.validFrom, validUntil: shell.validUntil, createdAt: now, draftDigest: blob.hash,
      draftLength: bytes.count)
    try await desk.ledger.engine.write { connection in
      try desk.blobs.record(blob, at: now, in: connection)
      try PowerOfAttorneyStore(tenantID: caller.tenantID).insert(power, in: connection)
      try desk.record(
        EventDraft(SealLog.powerDrafted, by: .caller, PowerDesk.facts(power)), about: power, caller, fileHash: blob.hash,
        at: now, in: connection)
    }
    return power
  }

  /// What the form offers. Throws `SealError` `.notOwner`.
  package func choices(caller: Caller) async throws -> PowerChoices {
    let standing = try desk.requireGranting(caller)
    let vault = try await desk.ledger.open(caller.tenantID)
    return try await desk.ledger.engine.read { connection in
      PowerChoices(
        people: try MembershipStore(vault: vault).page(of: standing.organizationID, limit: 500, in: connection)
          .filter { $0.isActive && $0.id != standing.membershipID },
        seals: try SealStore(tenantID: caller.tenantID).list(of: .organization(standing.organizationID), in: connection)
          .filter(\.isUsable),
        types: try BusinessTypeStore(tenantID: caller.tenantID).list(of: standing.organizationID, in: connection))
    }
  }

  private struct Found: Sendable {
    let organization: Organization
    let grantee: Membership
    let seal: Seal?
    let drawing: SealDrawing?
    let type: BusinessType?
  }

  private func load(_ input: Input, _ standing: CompanyStanding, _ caller: Caller) async throws -> Found {
    let vault = try await desk.ledger.open(caller.tenantID)
    return try await desk.ledger.engine.read { connection in
      let organization = try OrganizationStore(tenantID: caller.tenantID).find(standing.organizationID, in: connection)
      guard let organization else { throw SealError.notOwner }
      let grantee = try input.granteeID.flatMap {
        try MembershipStore(vault: vault).find($0, of: standing.organizationID, in: connection)
      }
      guard let grantee, grantee.isActive else {
        throw SealError(
          .powerInvalid, Bilingual("请选择一位在职并已注册的人员。", "Choose somebody who works here and has registered."), field: "grantee")
      }
      guard input.kind == .sealUse else {
        return Found(organization: organization, grantee: grantee, seal: nil, drawing: nil, type: nil)
      }
      let seals = SealStore(tenantID: caller.tenantID)
      let seal = try input.sealID.flatMap { try seals.find($0, in: connection) }
      guard let seal, seal.owner == .organization(standing.organizationID), seal.isUsable else {
        throw SealError(.powerInvalid, Bilingual("请选择一枚启用的印章。", "Choose an active seal."), field: "seal")
      }
      let type = try Self.type(input, standing, grantee, caller, in: connection)
      return Found(
        organization: organization, grantee: grantee, seal: seal, drawing: try seals.drawing(seal.id, in: connection),
        type: type)
    }
  }

  private static func type(
    _ input: Input, _ standing: CompanyStanding, _ grantee: Membership, _ caller: Caller,
    in connection: any SQLConnection
  ) throws -> BusinessType? {
    guard let id = input.businessTypeID else { return nil }
    let found = try BusinessTypeStore(tenantID: caller.tenantID).find(id, of: standing.organizationID, in: connection)
    guard let found, found.rules.handlers.contains(grantee.id) else {
      throw SealError(
        .powerInvalid, Bilingual("受托人须是这个业务类型的经办人。", "The attorney must be a handler of this business type."),
        field: "businessType")
    }
    return found
  }
}

/// Whom and what a power of attorney can name.
package struct PowerChoices: Sendable {
  package let people: [Membership]
  package let seals: [Seal]
  package let types: [BusinessType]
}
