package import HeqiDomain

/// Addresses of companies, their verification, tree and people.
extension Links {
  package static let companies = "/companies"
  package static let newCompany = "/companies/new"
  package static let organization = "/organization"
  package static let newMember = "/organization/people/new"
  package static let rosterImport = "/organization/import"
  package static let newUnit = "/organization/units/new"
  package static let duties = "/organization/duties"

  package static func unit(_ id: ID<OrgUnit>) -> String { "\(organization)/units/\(id)" }
  package static func member(_ id: String) -> String { "\(organization)/people/\(id)" }
  package static func companyVerification(_ id: String) -> String { "\(companies)/verifications/\(id)" }
  package static func companyAuthorization(_ id: String) -> String { "\(companies)/authorizations/\(id)" }
  package static func companyReview(_ id: String) -> String { "/office/companies/\(id)" }
}
