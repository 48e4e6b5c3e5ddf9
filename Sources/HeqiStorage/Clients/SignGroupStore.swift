package import HeqiDomain
package import HeqiSQL

/// Links by which one person signs several contracts (J-007).
package struct SignGroupStore: Sendable {
  package init() {}

  package func insert(_ group: SignGroup, in connection: any SQLConnection) throws {
    try connection.execute(
      SignGroupSQL.insert,
      [
        SQLValue(group.id), .text(group.tenantID), SQLValue(group.clientID), SQLValue(group.tokenHash),
        SQLValue(group.createdAt), SQLValue(group.expiresAt),
      ])
    for (position, member) in group.members.enumerated() {
      try connection.execute(
        SignGroupSQL.insertMember,
        [SQLValue(group.id), SQLValue(position), SQLValue(member.contractID), SQLValue(member.partyID)])
    }
  }

  /// By the hash of its token.
  package func find(token hash: Digest, in connection: any SQLConnection) throws -> SignGroup? {
    guard let row = try connection.first(SignGroupSQL.selectByToken, [SQLValue(hash)]) else { return nil }
    let id: ID<SignGroup> = try row.id("id")
    let members = try connection.query(SignGroupSQL.selectMembers, [SQLValue(id)]).map {
      SignGroup.Member(contractID: try $0.id("contract_id"), partyID: try $0.id("party_id"))
    }
    return SignGroup(
      id: id, tenantID: try row.text("tenant_id"), clientID: try row.id("client_id"), tokenHash: try row.digest("token_hash"),
      members: members, createdAt: try row.instant("created_at_us"),
      expiresAt: try row.instant("expires_at_us"))
  }
}

/// Statements over `sign_group`.
enum SignGroupSQL {
  static let insert = """
    INSERT INTO sign_group (id, tenant_id, client_id, token_hash, created_at_us, expires_at_us)
    VALUES ($1, $2, $3, $4, $5, $6)
    """
  static let insertMember = """
    INSERT INTO sign_group_member (group_id, position, contract_id, party_id) VALUES ($1, $2, $3, $4)
    """
  private static let columns = "id, tenant_id, client_id, token_hash, created_at_us, expires_at_us"
  static let selectByToken = "SELECT \(columns) FROM sign_group WHERE token_hash = $1"
  static let selectMembers = "SELECT contract_id, party_id FROM sign_group_member WHERE group_id = $1 ORDER BY position"
}
