package import HeqiDomain
package import HeqiSQL

/// Statement of the search box.
enum ContractSearchSQL {
  /// $1 tenant, $2 account, $3 pattern in lower case, $4 limit; reads the account's own rows through
  /// `contract_party_by_folder` and looks at their titles and numbers.
  static let select = """
    SELECT p.contract_id, p.id, p.round_number, p.listed_at_us FROM contract_party p
    JOIN contract c ON c.tenant_id = p.tenant_id AND c.id = p.contract_id
    JOIN contract_round r ON r.tenant_id = p.tenant_id AND r.contract_id = p.contract_id AND r.number = p.round_number
    WHERE p.tenant_id = $1 AND p.account_id = $2 AND p.folder IS NOT NULL
      AND (LOWER(r.title) LIKE $3 ESCAPE '!' OR LOWER(c.transaction_no) LIKE $3 ESCAPE '!')
    ORDER BY p.listed_at_us DESC, p.id DESC LIMIT $4
    """
}

extension ContractStore {
  /// Contracts on an account's lists whose title or transaction number holds `words`, newest first.
  package func search(
    _ words: String, of account: ID<Account>, limit: Int = 50, in connection: any SQLConnection
  ) throws -> [FolderEntry] {
    let pattern = "%" + words.lowercased().map { "!%_".contains($0) ? "!\($0)" : String($0) }.joined() + "%"
    return try connection.query(
      ContractSearchSQL.select,
      [tenant, .text(account.description), .text(pattern), SQLValue(max(1, min(limit, Self.pageCountMax)))]
    ).map { row in
      FolderEntry(
        contractID: try row.id("contract_id"), partyID: try row.id("id"), roundNumber: try row.int("round_number"),
        listedAt: try row.instant("listed_at_us"))
    }
  }
}
