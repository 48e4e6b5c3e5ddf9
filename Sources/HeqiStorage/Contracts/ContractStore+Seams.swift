import HeqiDomain
import HeqiSQL

/// Statements over `seam_seal`.
enum SeamSealSQL {
  static let insert = """
    INSERT INTO seam_seal (tenant_id, id, contract_id, round_number, position, party_id, pages, edge, middle, width, height,
      group_pages)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    """
  static let delete = "DELETE FROM seam_seal WHERE tenant_id = $1 AND contract_id = $2 AND round_number = $3"
  /// Uses `seam_seal_by_round`.
  static let selectByRound = """
    SELECT id, party_id, pages, edge, middle, width, height, group_pages FROM seam_seal
    WHERE tenant_id = $1 AND contract_id = $2 AND round_number = $3 ORDER BY position LIMIT 50
    """
}

/// 骑缝章 of a round (E-23).
extension ContractStore {
  func writeSeams(_ round: ContractRound, of contract: Contract, in connection: any SQLConnection) throws {
    let contractID = SQLValue.text(contract.id.description)
    try connection.execute(SeamSealSQL.delete, [tenant, contractID, SQLValue(round.number)])
    for (position, seam) in round.seams.enumerated() {
      try connection.execute(
        SeamSealSQL.insert,
        [
          tenant, .text(seam.id.description), contractID, SQLValue(round.number), SQLValue(position),
          .text(seam.partyID.description), .text(seam.pages.text), .text(seam.edge.rawValue), .real(seam.middle),
          .real(seam.width), .real(seam.height), SQLValue(seam.group),
        ])
    }
  }

  func seams(_ key: [SQLValue], in connection: any SQLConnection) throws -> [SeamSeal] {
    try connection.query(SeamSealSQL.selectByRound, key).map { row in
      guard let pages = SeamSeal.Pages(try row.text("pages")) else {
        throw SQLError.decoding("column “pages” holds no page set")
      }
      return SeamSeal(
        id: try row.id("id"), partyID: try row.id("party_id"), pages: pages, edge: try row.choice("edge"),
        middle: try row.real("middle"), width: try row.real("width"), height: try row.real("height"),
        group: try row.int("group_pages"))
    }
  }
}
