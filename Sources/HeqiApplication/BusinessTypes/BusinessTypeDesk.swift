import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Who may see and make business types: table D, and for 授权委托人 the signed 授权委托书 besides (F-061).
package struct BusinessTypeDesk: Sendable {
  let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// Throws `BusinessTypeError` `.notPermitted`.
  func requireViewing(_ caller: Caller) throws(BusinessTypeError) -> CompanyStanding {
    guard let standing = caller.mode.standing, caller.permits(.businessTypeView) else {
      throw BusinessTypeError.notPermitted
    }
    return standing
  }

  /// The legal representative always; a delegate for types entrusted to them, and only while their 授权委托书 is in force.
  ///
  /// Throws `BusinessTypeError` `.notPermitted`, `.powerMissing`, and `.unknown` for a type of somebody else's.
  func requireEditing(
    _ type: BusinessType?, _ caller: Caller, at now: Instant, in connection: any SQLConnection
  ) throws -> CompanyStanding {
    let permission: Permission = type == nil ? .businessTypeCreate : .businessTypeEdit
    if caller.mode.standing?.awaitsPower == true { throw Self.powerMissing }
    guard let standing = caller.mode.standing, caller.permits(permission), caller.isVerified else {
      throw BusinessTypeError.notPermitted
    }
    if caller.scopes(of: permission).contains(.wholeCompany) { return standing }
    if let type, !type.rules.delegates.contains(standing.membershipID) { throw BusinessTypeError.notPermitted }
    let isDelegate = try PowerOfAttorneyStore(tenantID: caller.tenantID).isDelegate(
      standing.membershipID, of: standing.organizationID, at: now, in: connection)
    guard isDelegate else { throw Self.powerMissing }
    return standing
  }

  private static var powerMissing: BusinessTypeError {
    BusinessTypeError(
      .powerMissing,
      Bilingual(
        "请先由法定代表人签署给您的业务规则授权委托书，再管理业务类型。",
        "The legal representative must first sign your power of attorney for business rules."))
  }

  /// The type, if it is of the caller's company. Throws `BusinessTypeError` `.unknown`.
  func find(
    _ id: ID<BusinessType>, _ standing: CompanyStanding, _ caller: Caller, in connection: any SQLConnection
  ) throws -> BusinessType {
    let found = try BusinessTypeStore(tenantID: caller.tenantID).find(id, of: standing.organizationID, in: connection)
    guard let found else { throw BusinessTypeError.unknown }
    return found
  }

  func record(
    _ draft: EventDraft, about type: BusinessType, _ caller: Caller, at now: Instant, in connection: any SQLConnection
  ) throws {
    try EventStore().append(
      ledger.events(
        [draft], tenantID: caller.tenantID, subject: type.subject, actor: caller.actor, scene: caller.scene, at: now),
      in: connection)
  }
}
