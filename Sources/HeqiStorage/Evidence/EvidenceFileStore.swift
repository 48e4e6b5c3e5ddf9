package import HeqiDomain
package import HeqiSQL

/// Evidence documents of contracts: one of each kind per round.
package struct EvidenceFileStore: Sendable {
  package init() {}

  /// False when the round already has a document of this kind (a repeated job).
  @discardableResult
  package func insert(_ file: EvidenceFile, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(
      EvidenceFileSQL.insert,
      [
        .text(file.tenantID), .text(file.id.description), .text(file.contractID.description),
        SQLValue(file.roundNumber),
        .text(file.kind.rawValue), .text(file.title), .blob(file.digest.bytes), SQLValue(file.length),
        .integer(file.createdAt.microseconds),
      ]) == 1
  }

  /// All documents of a contract, in order of rounds.
  package func list(
    of contract: ID<Contract>, tenantID: String, in connection: any SQLConnection
  ) throws -> [EvidenceFile] {
    try connection.query(EvidenceFileSQL.selectByContract, [.text(tenantID), .text(contract.description)]).map(file)
  }

  package func find(
    digest: Digest, tenantID: String, in connection: any SQLConnection
  ) throws -> EvidenceFile? {
    try connection.first(EvidenceFileSQL.selectByDigest, [.text(tenantID), .blob(digest.bytes)]).map(file)
  }

  private func file(_ row: SQLRow) throws -> EvidenceFile {
    EvidenceFile(
      id: try row.id("id"), tenantID: try row.text("tenant_id"), contractID: try row.id("contract_id"),
      roundNumber: try row.int("round_number"), kind: try row.choice("kind"), title: try row.text("title"),
      digest: try row.digest("digest"), length: try row.int("length"), createdAt: try row.instant("created_at_us"))
  }
}

/// Statements over `evidence_file`.
enum EvidenceFileSQL {
  private static let columns = "id, tenant_id, contract_id, round_number, kind, title, digest, length, created_at_us"

  static let insert = """
    INSERT INTO evidence_file (tenant_id, id, contract_id, round_number, kind, title, digest, length, created_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (tenant_id, contract_id, round_number, kind) DO NOTHING
    """
  static let selectByContract = """
    SELECT \(columns) FROM evidence_file WHERE tenant_id = $1 AND contract_id = $2 ORDER BY round_number, kind
    """
  static let selectByDigest = "SELECT \(columns) FROM evidence_file WHERE tenant_id = $1 AND digest = $2 LIMIT 1"
}
