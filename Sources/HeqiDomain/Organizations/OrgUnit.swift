/// A node of an organization's tree: 集团–企业–部门 (F-056). The tree belongs to the organization that keeps it; a company
/// in it may be linked to its own verified `Organization` (`org.link`, table D).
package struct OrgUnit: Equatable, Sendable {
  /// Levels below the root that a tree may have.
  package static let depthMax = 12
  package static let unitsMax = 5_000
  package static let nameCharactersMax = 100

  package let id: ID<OrgUnit>
  package let tenantID: String
  package let organizationID: ID<Organization>
  /// `nil` for the root of the tree.
  package var parentID: ID<OrgUnit>?
  package var kind: OrgUnitKind
  package var name: String
  /// Order among its siblings, from 0.
  package var position: Int
  /// The verified organization that a company of the group is.
  package var linkedOrganizationID: ID<Organization>?

  package init(
    id: ID<OrgUnit>, tenantID: String, organizationID: ID<Organization>, parentID: ID<OrgUnit>?, kind: OrgUnitKind, name: String,
    position: Int = 0, linkedOrganizationID: ID<Organization>? = nil
  ) {
    self.id = id
    self.tenantID = tenantID
    self.organizationID = organizationID
    self.parentID = parentID
    self.kind = kind
    self.name = name
    self.position = position
    self.linkedOrganizationID = linkedOrganizationID
  }
}

/// Levels of the tree (F-056).
package enum OrgUnitKind: String, Sendable, CaseIterable {
  case group, company, department

  package var label: Bilingual {
    switch self {
    case .group: Bilingual("集团", "Group")
    case .company: Bilingual("企业", "Company")
    case .department: Bilingual("部门", "Department")
    }
  }
}
