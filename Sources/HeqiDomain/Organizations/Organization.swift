/// A verified company, public body or sole proprietor that signs contracts (F-013, F-051). It exists from the moment
/// its verification succeeded; before that there is only an `OrganizationVerification`.
package struct Organization: Equatable, Sendable {
  package let id: ID<Organization>
  package let tenantID: String
  package var kind: OrganizationKind
  /// 企业名称 as on the licence; a change cancels its seals (E-10).
  package var name: String
  package let code: UnifiedSocialCreditCode
  /// 法定代表人 or 负责人 as on the licence.
  package var legalRepresentative: String
  package var status: OrganizationStatus
  package var verifiedAt: Instant
  package let createdAt: Instant
  package var revision: Int64

  package init(
    id: ID<Organization>, tenantID: String, kind: OrganizationKind, name: String, code: UnifiedSocialCreditCode,
    legalRepresentative: String, status: OrganizationStatus = .active, verifiedAt: Instant, createdAt: Instant, revision: Int64 = 0
  ) {
    self.id = id
    self.tenantID = tenantID
    self.kind = kind
    self.name = name
    self.code = code
    self.legalRepresentative = legalRepresentative
    self.status = status
    self.verifiedAt = verifiedAt
    self.createdAt = createdAt
    self.revision = revision
  }

  package var subject: Event.Subject { Event.Subject(kind: "organization", id: id.description) }
}

/// What kind of company user it is (F-051).
package enum OrganizationKind: String, Sendable, CaseIterable {
  case legalEntity, soleProprietor, nonProfit, government

  package var label: Bilingual {
    switch self {
    case .legalEntity: Bilingual("法人企业", "Company")
    case .soleProprietor: Bilingual("个体经营户", "Sole proprietor")
    case .nonProfit: Bilingual("非盈利组织机构", "Non-profit organization")
    case .government: Bilingual("政府机构", "Public body")
    }
  }
}

/// Whether its people may act for it.
package enum OrganizationStatus: String, Sendable, CaseIterable {
  case active
  /// Stopped by the platform, for example for false data (S-015, S-019).
  case suspended

  package var label: Bilingual {
    switch self {
    case .active: Bilingual("正常", "Active")
    case .suspended: Bilingual("已停用", "Suspended")
    }
  }
}
