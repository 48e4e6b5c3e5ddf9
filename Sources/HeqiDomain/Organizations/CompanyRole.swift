/// Roles of a company's people (table D). One person may hold several; rights are their union.
package enum CompanyRole: String, Sendable, CaseIterable, Comparable {
  case handler, ccViewer, businessApprover, sealApprover, delegate, legalRep

  package var label: Bilingual {
    switch self {
    case .handler: Bilingual("经办人", "Handler")
    case .ccViewer: Bilingual("抄送人", "CC viewer")
    case .businessApprover: Bilingual("业务审批人", "Business approver")
    case .sealApprover: Bilingual("用章审批人", "Seal approver")
    case .delegate: Bilingual("授权委托人", "Delegate")
    case .legalRep: Bilingual("法定代表人", "Legal representative")
    }
  }

  /// What the role's rights reach (table D, "Scopes").
  package var scope: AccessScope {
    switch self {
    case .handler: .participated
    case .ccViewer: .ccOnly
    case .businessApprover: .inBusinessApproval
    case .sealApprover: .inSealApproval
    case .delegate: .delegatedBusinessTypes
    case .legalRep: .wholeCompany
    }
  }

  /// The order of table D.
  package static func < (left: CompanyRole, right: CompanyRole) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

/// What a right reaches. A query asks for the rows of each scope the caller has; SQL knows them by these names.
package enum AccessScope: String, Sendable, CaseIterable {
  /// A person's own contracts.
  case own
  /// Initiated or received by this person for the company.
  case participated
  /// Copied to this person.
  case ccOnly
  /// This person is or was an approver of the business stage.
  case inBusinessApproval
  /// This person is or was an approver of the seal stage.
  case inSealApproval
  /// Of a business type entrusted to this person.
  case delegatedBusinessTypes
  /// Everything of the company.
  case wholeCompany
}
