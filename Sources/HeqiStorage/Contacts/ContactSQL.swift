/// Statements over `contact`, `contact_dismissal` and `contact_invitation`.
enum ContactSQL {
  private static let columns = """
    c.id, c.kind, c.account_id, c.organization_id, c.name, c.mobile, c.email, c.group_name, c.note, c.invited_at_us,
      c.created_at_us
    """

  /// Nothing where the owner has that party or that number already.
  static let insert = """
    INSERT INTO contact (tenant_id, owner_key, id, kind, party_key, account_id, organization_id, name, mobile, mobile_index,
      email, email_index, group_name, note, search_text, invited_at_us, created_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT DO NOTHING
    """
  static let update = """
    UPDATE contact SET group_name = $4, note = $5, search_text = $6, invited_at_us = $7
    WHERE tenant_id = $1 AND owner_key = $2 AND id = $3
    """
  static let find = "SELECT \(columns) FROM contact c WHERE c.tenant_id = $1 AND c.owner_key = $2 AND c.id = $3"
  /// Uses `contact_by_party`.
  static let findParty = "SELECT \(columns) FROM contact c WHERE c.tenant_id = $1 AND c.owner_key = $2 AND c.party_key = $3"
  static let delete = "DELETE FROM contact WHERE tenant_id = $1 AND owner_key = $2 AND id = $3"
  static let count = "SELECT COUNT(*) AS number FROM contact WHERE tenant_id = $1 AND owner_key = $2"
  /// Uses `contact_by_group`.
  static let groups = """
    SELECT group_name, COUNT(*) AS number FROM contact WHERE tenant_id = $1 AND owner_key = $2
    GROUP BY group_name ORDER BY group_name
    """

  /// Contracts that started and stand on the owner's own list, with the contact as a party.
  private static func contracts(_ column: String) -> String {
    """
    (SELECT COUNT(DISTINCT p.contract_id) FROM contract_party p JOIN contract_listing l ON l.tenant_id = p.tenant_id
      AND l.viewer_key = c.owner_key AND l.contract_id = p.contract_id AND l.round_number = p.round_number
      WHERE p.tenant_id = c.tenant_id AND p.kind = c.kind AND p.\(column) = c.\(column) AND l.initiated_sort_us > 0)
    """
  }

  /// $3 group, $4 pattern, $5 and $6 name and id after which to begin, $7 limit; an empty text passes everything. Walks
  /// `contact_by_name`; the counts use `contract_party_by_person` and `contract_party_by_company`.
  static let page = """
    SELECT \(columns), CASE WHEN c.organization_id IS NOT NULL THEN 1 ELSE COALESCE(a.is_verified, 0) END AS is_verified,
      CASE WHEN c.organization_id IS NOT NULL THEN \(contracts("organization_id"))
        WHEN c.account_id IS NOT NULL THEN \(contracts("account_id")) ELSE 0 END AS contract_count
    FROM contact c LEFT JOIN account a ON a.tenant_id = c.tenant_id AND a.id = c.account_id
    WHERE c.tenant_id = $1 AND c.owner_key = $2 AND ($3 = '' OR c.group_name = $3)
      AND ($4 = '' OR c.search_text LIKE $4 ESCAPE '!') AND (c.name, c.id) > ($5, $6)
    ORDER BY c.name, c.id LIMIT $7
    """

  /// Parties of the owner's $3 latest contracts that are neither contacts nor dismissed.
  static let suggestions = """
    SELECT DISTINCT p.account_id, p.organization_id, p.kind, p.name
    FROM (SELECT contract_id, round_number, initiated_sort_us FROM contract_listing
      WHERE tenant_id = $1 AND viewer_key = $2 ORDER BY listed_at_us DESC, contract_id DESC LIMIT $3) l
    JOIN contract_party p ON p.tenant_id = $1 AND p.contract_id = l.contract_id AND p.round_number = l.round_number
    WHERE l.initiated_sort_us > 0 AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.tenant_id = $1 AND c.owner_key = $2
        AND c.party_key = CASE p.kind WHEN 'company' THEN 'company:' || p.organization_id ELSE p.account_id END)
      AND NOT EXISTS (SELECT 1 FROM contact_dismissal d WHERE d.tenant_id = $1 AND d.owner_key = $2
        AND d.party_key = CASE p.kind WHEN 'company' THEN 'company:' || p.organization_id ELSE p.account_id END)
    """
  static let dismiss = """
    INSERT INTO contact_dismissal (tenant_id, owner_key, party_key) VALUES ($1, $2, $3)
    ON CONFLICT (tenant_id, owner_key, party_key) DO NOTHING
    """
  static let undismiss = "DELETE FROM contact_dismissal WHERE tenant_id = $1 AND owner_key = $2 AND party_key = $3"

  /// Contacts of others that name a number or an address and nobody yet, where they do not have account $3 already; use `contact_by_mobile` and `contact_by_email`.
  static let waitingByMobile = """
    SELECT \(columns), c.owner_key FROM contact c
    WHERE c.tenant_id = $1 AND c.mobile_index = $2 AND c.party_key IS NULL AND c.kind = 'person'
      AND c.owner_key <> $3 AND NOT EXISTS (SELECT 1 FROM contact o WHERE o.tenant_id = $1
        AND o.owner_key = c.owner_key AND o.party_key = $3)
    """
  static let waitingByEmail = """
    SELECT \(columns), c.owner_key FROM contact c
    WHERE c.tenant_id = $1 AND c.email_index = $2 AND c.party_key IS NULL AND c.kind = 'person'
      AND c.owner_key <> $3 AND NOT EXISTS (SELECT 1 FROM contact o WHERE o.tenant_id = $1
        AND o.owner_key = c.owner_key AND o.party_key = $3)
    """
  /// Not where the owner has the account under another row.
  static let link = """
    UPDATE contact SET account_id = $4, party_key = $4 WHERE tenant_id = $1 AND owner_key = $2 AND id = $3
      AND party_key IS NULL AND NOT EXISTS (SELECT 1 FROM contact o WHERE o.tenant_id = $1 AND o.owner_key = $2
        AND o.party_key = $4)
    """

  static let insertInvitation = """
    INSERT INTO contact_invitation (tenant_id, id, owner_key, account_id, organization_id, owner_name, expires_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    """
  private static let invitation = "SELECT id, account_id, organization_id, owner_name, expires_at_us FROM contact_invitation"
  static let findInvitation = "\(invitation) WHERE tenant_id = $1 AND id = $2 AND expires_at_us > $3"
  /// Uses `contact_invitation_by_owner`.
  static let currentInvitation = """
    \(invitation) WHERE tenant_id = $1 AND owner_key = $2 AND expires_at_us > $3 ORDER BY expires_at_us DESC LIMIT 1
    """
  static let endInvitations = "DELETE FROM contact_invitation WHERE tenant_id = $1 AND owner_key = $2"
}
