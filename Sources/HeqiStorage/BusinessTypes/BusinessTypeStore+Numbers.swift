package import HeqiDomain
package import HeqiSQL

/// A number that a type has given.
package struct IssuedNumber: Equatable, Sendable {
  package let number: String
  package let contractID: ID<Contract>
  package let at: Instant
}

/// 合同编号 (B-09): given once per contract, unique within the company, in the transaction that initiates it.
extension BusinessTypeStore {
  /// The contract's number by its type's rule; the same again when it has one (a next round keeps its number, B-08). nil
  /// where the type does not number.
  ///
  /// Run it inside the transaction that initiates the contract: when that fails, the number was never given. A number that
  /// another rule of the company has given is passed over, so none is ever given twice.
  package func issueNumber(
    _ type: BusinessType, to contract: ID<Contract>, at now: Instant, in connection: any SQLConnection
  ) throws -> String? {
    guard let rule = type.rules.numbering else { return nil }
    let organization = SQLValue.text(type.organizationID.description)
    let present = try connection.first(
      BusinessTypeSQL.selectIssuedTo, [.text(tenantID), organization, .text(contract.description)])
    if let present { return try present.text("number") }
    let period = rule.period(at: now)
    while true {
      let row = try connection.first(
        BusinessTypeSQL.nextNumber, [.text(tenantID), .text(type.id.description), .text(period)])
      guard let next = try row?.integer("last_number") else { throw SQLError.decoding("number_counter gave nothing") }
      let number = rule.number(next, type: type.rules.code, at: now)
      let isTaken = try connection.first(BusinessTypeSQL.selectIssuedNumber, [.text(tenantID), organization, .text(number)])
      if isTaken != nil { continue }
      try connection.execute(
        BusinessTypeSQL.insertIssued,
        [
          .text(tenantID), organization, .text(number), .text(type.id.description), .text(contract.description),
          SQLValue(now),
        ])
      return number
    }
  }

  /// The number the next contract would get, if none is given in between; for the preview.
  package func nextNumber(
    _ rule: NumberingRule, code: String, of type: ID<BusinessType>?, at now: Instant, in connection: any SQLConnection
  ) throws -> String {
    let row = try type.flatMap {
      try connection.first(
        BusinessTypeSQL.selectCounter, [.text(tenantID), .text($0.description), .text(rule.period(at: now))])
    }
    return rule.number((try row?.integer("last_number") ?? 0) + 1, type: code, at: now)
  }

  /// Numbers a type has given, newest first.
  package func issued(
    by type: ID<BusinessType>, limit: Int = 20, in connection: any SQLConnection
  ) throws -> [IssuedNumber] {
    try connection.query(
      BusinessTypeSQL.selectIssued, [.text(tenantID), .text(type.description), SQLValue(min(max(limit, 1), 200))]
    ).map { row in
      IssuedNumber(
        number: try row.text("number"), contractID: try row.id("contract_id"), at: try row.instant("at_us"))
    }
  }
}
