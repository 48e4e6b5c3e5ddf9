import HeqiDomain
import Testing

/// F-048, F-060 to F-062, table D: who may put which seal where.
@Suite("Seal policy")
struct SealPolicyTests {
  private let company: ID<Organization> = Sample.id(40)
  private let member: ID<Membership> = Sample.id(41)
  private let typeID: ID<BusinessType> = Sample.id(42)

  private func seal(_ status: SealStatus = .active, version: Int = 1, until: Instant? = nil) -> Seal {
    Seal(
      id: Sample.id(6), tenantID: "main", owner: .organization(company), kind: .contractSeal, name: "示例科技有限公司",
      status: status, isDefault: false, widthMM: 38, heightMM: 38, createdAt: Sample.now, expiresAt: until,
      grantVersion: version)
  }

  private func grant(
    _ grantee: SealGrantee, version: Int = 1, from: Int64 = -10, until: Int64 = 10, revoked: Bool = false
  ) -> SealGrant {
    SealGrant(
      id: Sample.id(50), sealID: Sample.id(6), organizationID: company, grantee: grantee, powerID: Sample.id(51),
      grantVersion: version, validFrom: Sample.now.adding(.seconds(from)),
      validUntil: Sample.now.adding(.seconds(until)), revokedAt: revoked ? Sample.now : nil)
  }

  private func type(
    _ status: BusinessType.Status = .active, seals: [ID<Seal>] = [], handlers: [ID<Membership>] = []
  ) -> BusinessType {
    BusinessType(
      id: typeID, tenantID: "main", organizationID: company,
      rules: BusinessRules(name: "采购", code: "CG", seals: seals, handlers: handlers), status: status,
      createdAt: Sample.now)
  }

  private func code(
    _ seal: Seal, isLegalRep: Bool = false, organization: ID<Organization>? = nil, type: BusinessType? = nil,
    _ grants: [SealGrant] = []
  ) -> SealError.Code? {
    do throws(SealError) {
      _ = try SealPolicy.use(
        of: seal, by: .member(member, of: organization ?? company, isLegalRep: isLegalRep),
        for: .init(businessType: type), grants: grants, at: Sample.now)
      return nil
    } catch {
      return error.code
    }
  }

  @Test("a seal that is not active cannot be used by anybody, the legal representative included", arguments: SealStatus.allCases)
  func status(status: SealStatus) {
    let expected: SealError.Code? = status == .active ? nil : .wrongStatus
    #expect(code(seal(status), isLegalRep: true) == expected)
    #expect(code(seal(status), [grant(.membership(member))]) == expected)
  }

  @Test("a seal past its term cannot be used, whatever its status says")
  func term() {
    #expect(code(seal(until: Sample.now), isLegalRep: true) == .wrongStatus)
    #expect(code(seal(until: Sample.now.adding(.seconds(1))), isLegalRep: true) == nil)
  }

  @Test("a member needs a grant in force: of this version, begun, not ended, not revoked")
  func grants() {
    let mine = SealGrantee.membership(member)
    #expect(code(seal()) == .notGranted)
    #expect(code(seal(), [grant(mine)]) == nil)
    #expect(code(seal(version: 2), [grant(mine)]) == .notGranted)
    #expect(code(seal(), [grant(mine, from: 1)]) == .notGranted)
    #expect(code(seal(), [grant(mine, until: 0)]) == .notGranted)
    #expect(code(seal(), [grant(mine, revoked: true)]) == .notGranted)
    #expect(code(seal(), [grant(.membership(Sample.id(99)))]) == .notGranted)
  }

  @Test("a grant to a business type serves its handlers in contracts of that type only")
  func byType() {
    let grant = grant(.businessType(typeID))
    #expect(code(seal(), type: type(handlers: [member]), [grant]) == nil)
    #expect(code(seal(), type: type(handlers: [Sample.id(98)]), [grant]) == .notGranted)
    #expect(code(seal(), [grant]) == .notGranted)
  }

  @Test("a stopped type takes no seal, and a type that names seals takes no other, whoever asks")
  func types() {
    #expect(code(seal(), isLegalRep: true, type: type(.stopped)) == .notGranted)
    #expect(code(seal(), isLegalRep: true, type: type(seals: [Sample.id(97)])) == .notGranted)
    #expect(code(seal(), isLegalRep: true, type: type(seals: [seal().id])) == nil)
  }

  @Test("another company's seal, and a person's, do not exist for a member")
  func foreign() {
    #expect(code(seal(), isLegalRep: true, organization: Sample.id(77)) == .unknown)
    let own = Seal(
      id: Sample.id(6), tenantID: "main", ownerID: Sample.account.id, kind: .personalName, name: "叶小三", status: .active,
      isDefault: true, widthMM: 20, heightMM: 20, createdAt: Sample.now)
    #expect(code(own, isLegalRep: true) == .unknown)
    #expect(throws: SealError.unknown) {
      try SealPolicy.use(of: seal(), by: .person(Sample.account.id), for: .init(), grants: [], at: Sample.now)
    }
    #expect(throws: Never.self) {
      try SealPolicy.use(of: own, by: .person(Sample.account.id), for: .init(), grants: [], at: Sample.now)
    }
  }
}
