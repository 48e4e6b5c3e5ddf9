package import HeqiDomain

/// Addresses of lists, tags and saved views.
extension Links {
  package static let listExport = "\(contracts)/list.csv"
  package static let tags = "\(contracts)/tags"
  package static let tagging = "\(contracts)/tagging"
  package static let views = "\(contracts)/views"
  package static func tag(_ id: ID<ContractTag>) -> String { "\(tags)/\(id)" }
  package static func tagDeletion(_ id: ID<ContractTag>) -> String { "\(tags)/\(id)/delete" }
  package static func viewDeletion(_ id: ID<SavedView>) -> String { "\(views)/\(id)/delete" }
}
