package import HeqiDomain
package import HeqiSQL

/// Links by which parties without an account sign (M-025, B-21).
package struct SignLinkStore: Sendable {
  package init() {}

  /// Adds a link; those of the same party that did not sign die.
  package func insert(_ link: SignLink, in connection: any SQLConnection) throws {
    try connection.execute(
      ClientContractSQL.replaceLinks, [.text(link.tenantID), SQLValue(link.partyID), SQLValue(link.createdAt)])
    try connection.execute(
      ClientContractSQL.insertLink,
      [
        SQLValue(link.id), .text(link.tenantID), SQLValue(link.contractID), SQLValue(link.partyID), SQLValue(link.tokenHash),
        SQLValue(link.shortHash), .text(link.scene.source.rawValue), .text(link.scene.frame.rawValue),
        SQLValue(link.scene.themeColour), SQLValue(link.scene.showsRefusal), SQLValue(link.scene.readingSeconds),
        SQLValue(link.scene.showsResult), SQLValue(link.scene.returnURL), SQLValue(link.createdAt), SQLValue(link.expiresAt),
        SQLValue(link.usedAt), SQLValue(link.replacedAt),
      ])
  }

  /// By the hash of its token or of its short code.
  package func find(token hash: Digest, in connection: any SQLConnection) throws -> SignLink? {
    let row =
      try connection.first(ClientContractSQL.selectLinkByToken, [SQLValue(hash)])
      ?? connection.first(ClientContractSQL.selectLinkByShort, [SQLValue(hash)])
    return try row.map(Self.link)
  }

  package func newest(of party: ID<ContractParty>, tenantID: String, in connection: any SQLConnection) throws -> SignLink? {
    try connection.first(ClientContractSQL.selectNewestLink, [.text(tenantID), SQLValue(party)]).map(Self.link)
  }

  /// Uses a link up, in the transaction of the signature. False when it was used or replaced before.
  package func use(_ id: ID<SignLink>, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(ClientContractSQL.useLink, [SQLValue(id), SQLValue(now)]) == 1
  }

  private static func link(_ row: SQLRow) throws -> SignLink {
    SignLink(
      id: try row.id("id"), tenantID: try row.text("tenant_id"), contractID: try row.id("contract_id"),
      partyID: try row.id("party_id"), tokenHash: try row.digest("token_hash"), shortHash: try row.digest("short_hash"),
      scene: LinkScene(
        source: try row.choice("source"), frame: try row.choice("frame"), themeColour: try row.optionalText("theme_colour"),
        showsRefusal: try row.bool("shows_refusal"), readingSeconds: try row.int("reading_seconds"),
        showsResult: try row.bool("shows_result"), returnURL: try row.optionalText("return_url")),
      createdAt: try row.instant("created_at_us"), expiresAt: try row.instant("expires_at_us"),
      usedAt: try row.optionalInstant("used_at_us"), replacedAt: try row.optionalInstant("replaced_at_us"))
  }
}
