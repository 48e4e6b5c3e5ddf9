package import HeqiDomain
package import HeqiSQL

/// What is known of a file by its digest (F-092).
package struct KnownRevision: Equatable, Sendable {
  package let contractID: ID<Contract>
  package let number: Int
  package let kind: FileRevision.Kind
  package let at: Instant
}

/// What the server measured of a reader (G-05).
package struct ReadingRow: Equatable, Sendable {
  package let openedAt: Instant
  package let lastPage: Int
  /// The intention check passed for this very file.
  private let proof: IntentionProof?
  /// Who passed it.
  private let prover: ID<Account>?

  init(openedAt: Instant, lastPage: Int, proof: IntentionProof?, prover: ID<Account>?) {
    self.openedAt = openedAt
    self.lastPage = lastPage
    self.proof = proof
    self.prover = prover
  }

  /// The intention check that this very person passed; lets their request be repeated without a new code when it was cut
  /// off. A colleague's is nobody else's (E-02, E-24).
  package func intention(of account: ID<Account>) -> IntentionProof? { prover == account ? proof : nil }
}

extension ContractStore {
  /// Live contracts whose deadline has passed, of all tenants, the longest overdue first.
  package static func due(
    at now: Instant, limit: Int, in connection: any SQLConnection
  ) throws -> [(tenantID: String, id: ID<Contract>)] {
    try connection.query(ContractSQL.selectDue, [.integer(now.microseconds), SQLValue(limit)]).map { row in
      (try row.text("tenant_id"), try row.id("id"))
    }
  }

  /// True when somebody invited this person before it had an account.
  package func hasInvitations(for account: Account, in connection: any SQLConnection) throws -> Bool {
    try !invitations(for: account, in: connection).isEmpty
  }

  /// Binds invitations to the account that has proved the mobile number or confirmed the e-mail (F-050).
  /// Returns the contracts concerned.
  package func linkInvitations(to account: Account, in connection: any SQLConnection) throws -> [ID<Contract>] {
    var contracts: [ID<Contract>] = []
    for row in try invitations(for: account, in: connection) {
      let contractID: ID<Contract> = try row.id("contract_id")
      // Nobody becomes both sides of a contract.
      guard let contract = try find(contractID, in: connection), contract.party(of: account.id) == nil else { continue }
      let linked = try connection.execute(
        ContractPartySQL.link, [tenant, .text(try row.text("id")), .text(account.id.description)])
      guard linked == 1 else { continue }
      try RequestStore().link(
        party: try row.id("id"), to: account.id, tenantID: vault.tenantID, in: connection)
      if let seen = try find(contractID, seenBy: account.id, in: connection) {
        try listings.update(seen, over: nil, at: seen.round.sentAt ?? seen.createdAt, in: connection)
      }
      contracts.append(contractID)
    }
    return contracts
  }

  /// Gives a company the contracts that were addressed to it by name, through this person, before it was verified here.
  /// Returns the contracts concerned.
  package func linkCompany(
    _ standing: CompanyStanding, addressedTo account: ID<Account>, in connection: any SQLConnection
  ) throws -> [ID<Contract>] {
    var contracts: [ID<Contract>] = []
    for row in try companyInvitations(standing, addressedTo: account, in: connection) {
      let contractID: ID<Contract> = try row.id("contract_id")
      // No company becomes both sides of a contract.
      guard let contract = try find(contractID, in: connection), let number = try? row.int("round_number"),
        number == contract.round.number,
        !contract.round.parties.contains(where: { $0.company?.organizationID == standing.organizationID }),
        let party = try contract.round.party(row.id("id"))
      else { continue }
      let linked = party.with(
        PartyCompany(organizationID: standing.organizationID, handlerID: standing.membershipID))
      try connection.execute(
        ContractPartySQL.linkCompany,
        [tenant, .text(party.id.description)] + ContractPartyRow.companyValues(linked.company).prefix(2))
      try RequestStore().move(party: party.id, to: standing.organizationID, tenantID: vault.tenantID, in: connection)
      if let now = try find(contractID, in: connection) {
        try listings.update(now, over: contract, at: now.round.sentAt ?? now.createdAt, in: connection)
      }
      contracts.append(contractID)
    }
    return contracts
  }

  package func hasCompanyInvitations(
    _ standing: CompanyStanding, addressedTo account: ID<Account>, in connection: any SQLConnection
  ) throws -> Bool { try !companyInvitations(standing, addressedTo: account, in: connection).isEmpty }

  private func companyInvitations(
    _ standing: CompanyStanding, addressedTo account: ID<Account>, in connection: any SQLConnection
  ) throws -> [SQLRow] {
    try connection.query(
      ContractPartySQL.selectInvitedCompany, [tenant, .text(account.description), .text(standing.organizationName)])
  }

  private func invitations(for account: Account, in connection: any SQLConnection) throws -> [SQLRow] {
    var rows = try connection.query(
      ContractPartySQL.selectInvitedByMobile, [tenant, parties.index(account.mobile.text, column: "mobile")])
    if account.emailConfirmedAt != nil {
      rows += try connection.query(
        ContractPartySQL.selectInvitedByEmail,
        [tenant, parties.index(account.email.text.lowercased(), column: "email")])
    }
    return rows
  }

  /// Which contracts hold a file with this digest.
  package func known(_ digest: Digest, in connection: any SQLConnection) throws -> [KnownRevision] {
    try connection.query(ContractFileSQL.selectByDigest, [tenant, .blob(digest.bytes)]).map { row in
      KnownRevision(
        contractID: try row.id("contract_id"), number: try row.int("number"), kind: try row.choice("kind"),
        at: try row.instant("at_us"))
    }
  }

  /// Tenants that know a file by any of its digests.
  package static func tenants(knowing digests: [Digest], in connection: any SQLConnection) throws -> Set<String> {
    var tenants: Set<String> = []
    for digest in digests {
      for row in try connection.query(ContractFileSQL.selectTenantsByDigest, [.blob(digest.bytes)]) {
        tenants.insert(try row.text("tenant_id"))
      }
    }
    return tenants
  }

  /// Notes that a party was shown a page of a file; the first time starts its reading clock.
  package func recordReading(
    party: ID<ContractParty>, digest: Digest, page: Int, at now: Instant, in connection: any SQLConnection
  ) throws {
    try connection.execute(
      ContractFileSQL.upsertReading,
      [tenant, .text(party.description), .blob(digest.bytes), .integer(now.microseconds), SQLValue(page)])
  }

  package func reading(
    party: ID<ContractParty>, digest: Digest, in connection: any SQLConnection
  ) throws -> ReadingRow? {
    try connection.first(ContractFileSQL.selectReading, [tenant, .text(party.description), .blob(digest.bytes)]).map {
      row in
      let method = try row.optionalText("intention_method").flatMap(IntentionProof.Method.init(rawValue:))
      let at = try row.optionalInstant("intention_at_us")
      let proof = method.flatMap { method in at.map { IntentionProof(method: method, fileDigest: digest, at: $0) } }
      return ReadingRow(
        openedAt: try row.instant("opened_at_us"), lastPage: try row.int("last_page"), proof: proof,
        prover: try row.optionalText("intention_account").flatMap { ID<Account>($0) })
    }
  }

  /// Keeps a passed intention check with the reading of that file, and who passed it.
  package func recordIntention(
    _ proof: IntentionProof, party: ID<ContractParty>, by account: ID<Account>, at now: Instant, in connection: any SQLConnection
  ) throws {
    try recordReading(party: party, digest: proof.fileDigest, page: 0, at: now, in: connection)
    try connection.execute(
      ContractFileSQL.updateIntention,
      [
        tenant, .text(party.description), .blob(proof.fileDigest.bytes), .text(proof.method.rawValue),
        .integer(proof.at.microseconds), .text(account.description),
      ])
  }
}
