package import HeqiDomain
import HeqiPorts
import HeqiSQL
package import HeqiStorage

/// A type with the names of everything it mentions.
package struct BusinessTypeSheet: Sendable {
  package let type: BusinessType
  package let names: [ID<Membership>: String]
  package let seals: [Seal]
  package let issued: [IssuedNumber]
  /// What the next contract would get, if it were initiated now.
  package let nextNumber: String?
  package let mayEdit: Bool
  /// Newest first.
  package let lines: [LogLine]
}

/// What an editor can choose from.
package struct BusinessTypeChoices: Sendable {
  package let people: [Membership]
  package let seals: [Seal]
}

/// Lists and shows business types (table D: businessType.view).
package struct ReadBusinessTypes: Sendable {
  private let desk: BusinessTypeDesk

  package init(desk: BusinessTypeDesk) { self.desk = desk }

  /// By name, with whether the caller may make new ones.
  package func list(caller: Caller) async throws -> (types: [BusinessType], mayCreate: Bool) {
    let standing = try desk.requireViewing(caller)
    let now = desk.ledger.clock.now
    return try await desk.ledger.engine.read { connection in
      (
        try BusinessTypeStore(tenantID: caller.tenantID).list(of: standing.organizationID, in: connection),
        mayEdit(nil, caller, at: now, in: connection)
      )
    }
  }

  /// Types in which the caller may start or receive a contract now (F-065): active, and theirs to handle.
  package func usable(caller: Caller) async throws -> [BusinessType] {
    let standing = try desk.requireViewing(caller)
    return try await desk.ledger.engine.read { connection in
      try BusinessTypeStore(tenantID: caller.tenantID).list(of: standing.organizationID, in: connection)
        .filter { $0.isUsable(by: standing) }
    }
  }

  /// Throws `BusinessTypeError` `.unknown`, `.notPermitted`.
  package func callAsFunction(_ id: ID<BusinessType>, caller: Caller) async throws -> BusinessTypeSheet {
    let standing = try desk.requireViewing(caller)
    let now = desk.ledger.clock.now
    let vault = try await desk.ledger.open(caller.tenantID)
    return try await desk.ledger.engine.read { connection in
      let type = try desk.find(id, standing, caller, in: connection)
      let store = BusinessTypeStore(tenantID: caller.tenantID)
      let members = MembershipStore(vault: vault)
      var names: [ID<Membership>: String] = [:]
      for member in type.rules.everybody {
        names[member] = try members.find(member, of: standing.organizationID, in: connection)?.name
      }
      let seals = try SealStore(tenantID: caller.tenantID).list(of: .organization(standing.organizationID), in: connection)
      let events = try EventStore().bySubject(type.subject, tenantID: caller.tenantID, after: 0, in: connection)
      return BusinessTypeSheet(
        type: type, names: names, seals: seals.filter { type.rules.seals.contains($0.id) },
        issued: try store.issued(by: id, in: connection),
        nextNumber: try type.rules.numbering.map {
          try store.nextNumber($0, code: type.rules.code, of: id, at: now, in: connection)
        }, mayEdit: mayEdit(type, caller, at: now, in: connection),
        lines: events.reversed().compactMap { SealLog.line(of: $0.event) })
    }
  }

  /// People and seals to choose from. Throws `.notPermitted`, `.powerMissing` for those who may not edit.
  package func choices(_ id: ID<BusinessType>?, caller: Caller) async throws -> (BusinessTypeChoices, BusinessType?) {
    let now = desk.ledger.clock.now
    let vault = try await desk.ledger.open(caller.tenantID)
    return try await desk.ledger.engine.read { connection in
      let standing = try desk.requireEditing(nil, caller, at: now, in: connection)
      let type = try id.map { try desk.find($0, standing, caller, in: connection) }
      if let type { _ = try desk.requireEditing(type, caller, at: now, in: connection) }
      let people = try MembershipStore(vault: vault).page(of: standing.organizationID, limit: 500, in: connection)
      let seals = try SealStore(tenantID: caller.tenantID).list(of: .organization(standing.organizationID), in: connection)
        .filter { $0.status == .active || $0.status == .suspended }
      return (BusinessTypeChoices(people: people, seals: seals), type)
    }
  }

  /// The number a rule would give now, or why it is none. Throws `BusinessTypeError` `.numberingInvalid`.
  package func preview(_ pattern: String, reset: NumberingRule.Reset, code: String, caller: Caller) async throws -> String {
    let rule = try NumberingRule(pattern, reset: reset)
    let now = desk.ledger.clock.now
    return try await desk.ledger.engine.read { connection in
      try BusinessTypeStore(tenantID: caller.tenantID).nextNumber(rule, code: code, of: nil, at: now, in: connection)
    }
  }

  private func mayEdit(
    _ type: BusinessType?, _ caller: Caller, at now: Instant, in connection: any SQLConnection
  ) -> Bool { (try? desk.requireEditing(type, caller, at: now, in: connection)) != nil }
}

/// 停用 and 恢复 of a type (F-062, B-17): its handlers lose its seals at once, and no contract is started or received in it.
package struct ChangeBusinessType: Sendable {
  private let desk: BusinessTypeDesk

  package init(desk: BusinessTypeDesk) { self.desk = desk }

  /// Throws `BusinessTypeError` `.wrongStatus`, `.unknown`, `.notPermitted`, `.powerMissing`.
  package func callAsFunction(
    _ command: BusinessType.Command, _ id: ID<BusinessType>, caller: Caller
  ) async throws -> BusinessType {
    let standing = try desk.requireViewing(caller)
    let now = desk.ledger.clock.now
    return try await desk.ledger.engine.write { connection in
      let type = try desk.find(id, standing, caller, in: connection)
      _ = try desk.requireEditing(type, caller, at: now, in: connection)
      let (changed, event) = try type.applying(command)
      try BusinessTypeStore(tenantID: caller.tenantID).save(changed, in: connection)
      try desk.record(event, about: changed, caller, at: now, in: connection)
      return changed
    }
  }
}

/// Everything the pages can ask about business types; built once by the server.
package struct BusinessTypeActions: Sendable {
  package let read: ReadBusinessTypes
  package let save: SaveBusinessType
  package let change: ChangeBusinessType

  package init(ledger: PeopleLedger) {
    let desk = BusinessTypeDesk(ledger: ledger)
    read = ReadBusinessTypes(desk: desk)
    save = SaveBusinessType(desk: desk)
    change = ChangeBusinessType(desk: desk)
  }
}
