import HeqiDomain
import HeqiSQL

/// Writing one round: only what changed when the round was stored before.
extension ContractStore {
  /// - Parameters:
  ///   - before: the stored contract whose current round this is; nil writes everything.
  ///   - isListed: false for a next round that is still being edited.
  func write(
    _ round: ContractRound, stage: ContractStage, over before: Contract?, of contract: Contract, isListed: Bool,
    at now: Instant,
    in connection: any SQLConnection
  ) throws {
    let old = before?.round
    let isRoundChanged =
      old?.title != round.title || old?.settings != round.settings || old?.file?.id != round.file?.id
      || old?.initiatedAt != round.initiatedAt || old?.sentAt != round.sentAt || before?.stage != stage
    if isRoundChanged {
      try connection.execute(ContractSQL.upsertRound, ContractRoundRow.arguments(round, stage: stage, of: contract))
    }
    try writeFile(round.file, over: old?.file, of: contract, in: connection)
    if let before {
      if round.parties.map(\.id) != before.round.parties.map(\.id) {
        try removeGone(before.round, unless: round, in: connection)
      }
    }
    for (position, party) in round.parties.enumerated() {
      try write(party, position, of: round, over: before, of: contract, isListed: isListed, at: now, in: connection)
    }
    if old?.places != round.places { try writePlaces(round, of: contract, in: connection) }
    if old?.seams ?? [] != round.seams { try writeSeams(round, of: contract, in: connection) }
    for rating in round.ratings where old?.ratings.contains(rating) != true {
      try connection.execute(
        ContractPartySQL.upsertRating,
        [
          tenant, .text(rating.rater.description), .text(rating.rated.description), .text(contract.id.description),
          SQLValue(round.number), .text(rating.rating.rawValue), .text(rating.imageID),
          .integer(rating.at.microseconds),
        ])
    }
  }

  private func write(
    _ party: ContractParty, _ position: Int, of round: ContractRound, over before: Contract?, of contract: Contract,
    isListed: Bool, at now: Instant, in connection: any SQLConnection
  ) throws {
    let folder = isListed ? contract.folder(of: party) : nil
    let old = before?.round.party(party.id)
    let oldFolder = old.flatMap { old in before?.folder(of: old) }
    if let old, let before, isOnlyStateChanged(from: old, to: party),
      before.round.parties.firstIndex(where: { $0.id == party.id }) == position
    {
      if old.state != party.state {
        try connection.execute(
          ContractPartySQL.updateState,
          [tenant, .text(party.id.description)] + ContractPartyRow.stateValues(party.state))
      }
      if folder != oldFolder {
        try connection.execute(
          ContractPartySQL.updateFolder,
          [tenant, .text(party.id.description), SQLValue(folder?.rawValue), .integer(now.microseconds)])
      }
    } else {
      try connection.execute(
        ContractPartySQL.upsert,
        try parties.arguments(party, position: position, round: round.number, of: contract, folder: folder, at: now))
    }
    try writeCompany(of: party, over: old?.company, of: contract, in: connection)
    if folder != nil, oldFolder == nil, round.number > 1, let organization = party.company?.organizationID {
      try connection.execute(
        ContractPartySQL.supersedeCompany,
        [tenant, .text(contract.id.description), .text(organization.description), SQLValue(round.number)])
    } else if folder != nil, oldFolder == nil, round.number > 1, let account = party.accountID {
      try connection.execute(
        ContractPartySQL.supersede,
        [tenant, .text(contract.id.description), .text(account.description), SQLValue(round.number)])
    }
  }

  private func isOnlyStateChanged(from old: ContractParty, to party: ContractParty) -> Bool {
    old.accountID == party.accountID && old.name == party.name && old.contact == party.contact && old.turn == party.turn
      && old.kind == party.kind && old.confirmedAt == party.confirmedAt
      && ContractPartyRow.companyValues(old.company) == ContractPartyRow.companyValues(party.company)
  }

  /// Deletes parties that an edit took out of a round.
  func removeGone(_ old: ContractRound?, unless round: ContractRound, in connection: any SQLConnection) throws {
    let kept = Set(round.parties.map(\.id))
    for party in old?.parties ?? [] where !kept.contains(party.id) {
      if party.company != nil { try deleteCompany(of: party.id, in: connection) }
      try connection.execute(ContractPartySQL.deleteOne, [tenant, .text(party.id.description)])
    }
  }

  private func writePlaces(_ round: ContractRound, of contract: Contract, in connection: any SQLConnection) throws {
    let contractID = SQLValue.text(contract.id.description)
    try connection.execute(ContractPartySQL.deletePlaces, [tenant, contractID, SQLValue(round.number)])
    for (position, place) in round.places.enumerated() {
      try connection.execute(
        ContractPartySQL.insertPlace,
        [
          tenant, .text(place.id.description), contractID, SQLValue(round.number), SQLValue(position),
          .text(place.partyID.description), .text(place.kind.rawValue), SQLValue(place.page), .real(place.box.x),
          .real(place.box.y), .real(place.box.width), .real(place.box.height), SQLValue(place.text),
        ])
    }
  }

  private func writeFile(
    _ file: ContractFile?, over old: ContractFile?, of contract: Contract, in connection: any SQLConnection
  ) throws {
    guard let file else { return }
    let isKnown = old?.id == file.id
    var known = isKnown ? old?.revisions.count ?? 0 : 0
    if !isKnown {
      let inserted = try connection.execute(
        ContractFileSQL.insertFile,
        [
          tenant, .text(file.id.description), .text(contract.id.description), .text(file.name),
          SQLValue(file.pageCount), SQLValue(file.openParameters), SQLValue(file.parts.count),
        ])
      if inserted > 0 { try writeParts(of: file, in: connection) }
      if inserted == 0 { known = try self.file(file.id, in: connection)?.revisions.count ?? 0 }
    }
    for revision in file.revisions.dropFirst(known) {
      try connection.execute(
        ContractFileSQL.insertRevision,
        [
          tenant, .text(file.id.description), SQLValue(revision.number), .text(revision.kind.rawValue),
          .blob(revision.digest.bytes), SQLValue(revision.length), SQLValue(revision.partyID?.description),
          .integer(revision.at.microseconds),
        ])
    }
  }

  private func writeParts(of file: ContractFile, in connection: any SQLConnection) throws {
    for (position, part) in file.parts.enumerated() {
      try connection.execute(
        ContractFileSQL.insertPart,
        [
          tenant, .text(file.id.description), SQLValue(position), .text(part.name), .blob(part.digest.bytes),
          SQLValue(part.firstPage), SQLValue(part.pageCount),
        ])
    }
  }

  func file(_ id: ID<ContractFile>, in connection: any SQLConnection) throws -> ContractFile? {
    let key: [SQLValue] = [tenant, .text(id.description)]
    guard let row = try connection.first(ContractFileSQL.selectFile, key) else { return nil }
    let revisions = try connection.query(ContractFileSQL.selectRevisions, key).map { row in
      FileRevision(
        number: try row.int("number"), kind: try row.choice("kind"), digest: try row.digest("digest"),
        length: try row.int("length"), partyID: try row.optionalID("party_id"), at: try row.instant("at_us"))
    }
    guard let original = revisions.first else { throw SQLError.decoding("contract_file has no revision") }
    var parts: [FilePart] = []
    if try row.int("part_count") > 0 {
      parts = try connection.query(ContractFileSQL.selectParts, key).map { row in
        FilePart(
          name: try row.text("name"), digest: try row.digest("digest"), firstPage: try row.int("first_page"),
          pageCount: try row.int("page_count"))
      }
    }
    return ContractFile(
      id: id, name: try row.text("name"), pageCount: try row.int("page_count"),
      openParameters: try row.int("open_parameters"), original: original, later: Array(revisions.dropFirst()), parts: parts)
  }
}
