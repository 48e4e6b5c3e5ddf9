/// 合同业务类型 of one company (F-060).
package struct BusinessType: Equatable, Sendable {
  package let id: ID<BusinessType>
  package let organizationID: ID<Organization>

  package init(id: ID<BusinessType>, organizationID: ID<Organization>) {
    self.id = id
    self.organizationID = organizationID
  }
}
