package import HeqiDomain
package import HeqiSQL

/// Contracts with their rounds, parties, places, ratings and file revisions.
package struct ContractStore: Sendable {
  package let vault: TenantVault
  let parties: ContractPartyRow

  /// - Parameter vault: opened before the transaction; its tenant is the tenant of every statement here.
  package init(vault: TenantVault) {
    self.vault = vault
    parties = ContractPartyRow(vault: vault)
  }

  var tenant: SQLValue { .text(vault.tenantID) }
  var listings: ContractListingStore { ContractListingStore(tenantID: vault.tenantID) }

  /// The next 系统交易编号: "A" and 13 digits (B-09).
  package func nextTransactionNo(in connection: any SQLConnection) throws -> String {
    guard let row = try connection.first(ContractSQL.nextNumber, [tenant]) else {
      throw SQLError.decoding("contract_number returned no row")
    }
    let digits = String(try row.integer("last_number"))
    return "A" + String(repeating: "0", count: max(0, 13 - digits.count)) + digits
  }

  /// Adds a new contract and returns it as saved.
  package func insert(_ contract: Contract, at now: Instant, in connection: any SQLConnection) throws -> Contract {
    try connection.execute(
      ContractSQL.insert,
      [
        tenant, .text(contract.id.description), .text(contract.kind.rawValue), .text(contract.transactionNo),
        SQLValue(contract.contractNo), .integer(contract.createdAt.microseconds), SQLValue(contract.round.number),
        SQLValue(contract.upcoming?.number), .text(contract.stage.name.rawValue),
        SQLValue(contract.nextExpiry?.microseconds),
      ])
    try write(contract.round, stage: contract.stage, over: nil, of: contract, isListed: true, at: now, in: connection)
    try listings.update(contract, over: nil, at: now, in: connection)
    return contract.saved(revision: 1)
  }

  /// Saves what differs from `before`, the contract as it was loaded, and returns it with its new revision.
  ///
  /// Throws `ContractError` `.staleRevision` when somebody saved in between; the transaction must then be given up.
  package func save(
    _ contract: Contract, over before: Contract, at now: Instant, in connection: any SQLConnection
  ) throws -> Contract {
    let changed = try connection.execute(
      ContractSQL.update,
      [
        tenant, .text(contract.id.description), SQLValue(contract.round.number), SQLValue(contract.upcoming?.number),
        .text(contract.stage.name.rawValue), SQLValue(contract.nextExpiry?.microseconds), SQLValue(before.revision), SQLValue(contract.contractNo),
      ])
    guard changed == 1 else { throw ContractError(.staleRevision) }
    if contract.round.number == before.round.number {
      try write(
        contract.round, stage: contract.stage, over: before, of: contract, isListed: true, at: now, in: connection)
    } else {
      // A new round starts from what was edited; the ended one keeps its rows and its stage (B-08).
      try removeGone(before.upcoming, unless: contract.round, in: connection)
      try write(contract.round, stage: contract.stage, over: nil, of: contract, isListed: true, at: now, in: connection)
    }
    if let upcoming = contract.upcoming, upcoming != before.upcoming {
      try removeGone(before.upcoming, unless: upcoming, in: connection)
      try write(upcoming, stage: .draft, over: nil, of: contract, isListed: false, at: now, in: connection)
    }
    try listings.update(contract, over: before, at: now, in: connection)
    return contract.saved(revision: before.revision + 1)
  }

  /// The contract in its current round, or nil.
  package func find(_ id: ID<Contract>, in connection: any SQLConnection) throws -> Contract? {
    guard let row = try connection.first(ContractSQL.select, [tenant, .text(id.description)]) else { return nil }
    return try contract(row, number: try row.int("round_number"), in: connection)
  }

  /// The contract as an account may see it: in the newest round that shows it anything (B-07); nil when none does.
  ///
  /// An earlier round than the current one is a frozen view: its stage is an end, and it is never saved.
  package func find(
    _ id: ID<Contract>, seenBy account: ID<Account>, in connection: any SQLConnection
  ) throws -> Contract? {
    let visible = try connection.first(
      ContractPartySQL.selectVisibleRound, [tenant, .text(id.description), .text(account.description)])
    guard let number = try visible?.optionalInt("number"),
      let row = try connection.first(ContractSQL.select, [tenant, .text(id.description)])
    else { return nil }
    return try contract(row, number: number, in: connection)
  }

  /// The contract as the caller may see it in the mode it is in: a company's people see their company's rounds (F-029).
  package func find(
    _ id: ID<Contract>, seenBy caller: Caller, in connection: any SQLConnection
  ) throws -> Contract? {
    guard let standing = caller.mode.standing else { return try find(id, seenBy: caller.accountID, in: connection) }
    let visible = try connection.first(
      ContractPartySQL.selectVisibleRoundOfCompany,
      [tenant, .text(id.description), .text(standing.organizationID.description)])
    guard let number = try visible?.optionalInt("number"),
      let row = try connection.first(ContractSQL.select, [tenant, .text(id.description)])
    else { return nil }
    return try contract(row, number: number, in: connection)
  }

  package func find(transactionNo: String, in connection: any SQLConnection) throws -> Contract? {
    guard let row = try connection.first(ContractSQL.selectByTransactionNo, [tenant, .text(transactionNo)]) else {
      return nil
    }
    return try find(try row.id("id"), in: connection)
  }

  private func contract(_ row: SQLRow, number: Int, in connection: any SQLConnection) throws -> Contract {
    let id: ID<Contract> = try row.id("id")
    let (round, stage) = try self.round(number, of: id, in: connection)
    let isCurrent = number == (try row.int("round_number"))
    let upcoming =
      try isCurrent ? row.optionalInt("upcoming_number").map { try self.round($0, of: id, in: connection).0 } : nil
    return Contract(
      id: id, tenantID: vault.tenantID, kind: try row.choice("kind"), transactionNo: try row.text("transaction_no"),
      contractNo: try row.optionalText("contract_no"), createdAt: try row.instant("created_at_us"), stage: stage,
      round: round,
      upcoming: upcoming, revision: try row.int("revision"))
  }

  /// Any round with its stage, for the history of a contract.
  package func round(
    _ number: Int, of id: ID<Contract>, in connection: any SQLConnection
  ) throws -> (ContractRound, ContractStage) {
    let key: [SQLValue] = [tenant, .text(id.description), SQLValue(number)]
    guard let found = try connection.first(ContractSQL.selectRound, key) else {
      throw SQLError.decoding("contract_round has no such round")
    }
    let row = try ContractRoundRow(found)
    let people = try connection.query(ContractPartySQL.selectByRound, key)
      .map { try company(of: parties.party($0), in: connection) }
    guard let initiator = people.first, initiator.side == .initiator else {
      throw SQLError.decoding("a round's first party is not its initiator")
    }
    let round = ContractRound(
      number: row.number, title: row.title, file: try row.fileID.flatMap { try file($0, in: connection) },
      initiator: initiator, receivers: Array(people.dropFirst()),
      places: try connection.query(ContractPartySQL.selectPlaces, key).map(place),
      seams: try seams(key, in: connection),
      settings: row.settings, ratings: try connection.query(ContractPartySQL.selectRatings, key).map(rating),
      initiatedAt: row.initiatedAt, sentAt: row.sentAt)
    return (round, try row.stage(with: people))
  }

  /// Every file a contract has had, oldest first, at most 200.
  package func files(of contract: ID<Contract>, in connection: any SQLConnection) throws -> [ContractFile] {
    try connection.query(ContractFileSQL.selectFilesOfContract, [tenant, .text(contract.description)])
      .compactMap { try file($0.id("id"), in: connection) }
  }

  private func place(_ row: SQLRow) throws -> SignPlace {
    SignPlace(
      id: try row.id("id"), partyID: try row.id("party_id"), kind: try row.choice("kind"), page: try row.int("page"),
      box: PageBox(
        x: try row.real("x"), y: try row.real("y"), width: try row.real("width"), height: try row.real("height")),
      text: try row.optionalText("text"))
  }

  private func rating(_ row: SQLRow) throws -> LiveRating {
    LiveRating(
      rater: try row.id("rater_id"), rated: try row.id("rated_id"), rating: try row.choice("rating"),
      imageID: try row.text("image_id"), at: try row.instant("at_us"))
  }
}
