package import HeqiDomain
package import HeqiSQL

/// Contracts whose people cannot act any more (F-058).
extension ContractStore {
  /// Contracts that may wait for somebody of this company who has left or lost the role, at most `limit` of each kind;
  /// `Contract.stuckDuties` decides.
  package func contractsOfAbsent(
    in organization: ID<Organization>, limit: Int, in connection: any SQLConnection
  ) throws -> [ID<Contract>] {
    var found: Set<ID<Contract>> = []
    for statement in [DutySQL.selectReviews, DutySQL.selectHandled, DutySQL.selectNamed] {
      for row in try connection.query(statement, [tenant, .text(organization.description), SQLValue(limit)]) {
        found.insert(try row.id("contract_id"))
      }
    }
    return found.sorted()
  }

  /// Live contracts and drafts that this person handles, at most `limit`.
  package func contracts(
    handledBy member: ID<Membership>, limit: Int = 1000, in connection: any SQLConnection
  ) throws -> [ID<Contract>] {
    try connection.query(DutySQL.selectOfHandler, [tenant, .text(member.description), SQLValue(limit)])
      .map { try $0.id("contract_id") }
  }
}
