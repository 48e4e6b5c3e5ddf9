import HeqiDomain
import HeqiSQL

/// Statements over `contract_listing`. Each order has its index; each index is read in both directions.
enum ContractListingSQL {
  private static let columns = """
    contract_id, party_id, round_number, is_initiator, folder, stage, listed_at_us, title, counterparties, transaction_no,
      contract_no, amount_minor, currency, amount_sort, due_sort_us, created_at_us, initiated_at_us, initiated_sort_us,
      completed_at_us, is_invoiced, business_type_id
    """

  static let upsert = """
    INSERT INTO contract_listing (tenant_id, viewer_key, contract_id, party_id, round_number, is_initiator, folder, stage,
      listed_at_us, title, counterparties, transaction_no, contract_no, amount_minor, currency, amount_sort, due_sort_us,
      created_at_us, initiated_at_us, initiated_sort_us, completed_at_us, search_text, business_type_id, roles, is_invoiced)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, 0)
    ON CONFLICT (tenant_id, viewer_key, contract_id) DO UPDATE SET party_id = EXCLUDED.party_id,
      listed_at_us = CASE WHEN contract_listing.folder <> EXCLUDED.folder
        OR contract_listing.round_number <> EXCLUDED.round_number THEN EXCLUDED.listed_at_us
        ELSE contract_listing.listed_at_us END,
      round_number = EXCLUDED.round_number, is_initiator = EXCLUDED.is_initiator, folder = EXCLUDED.folder,
      stage = EXCLUDED.stage, title = EXCLUDED.title, counterparties = EXCLUDED.counterparties,
      contract_no = EXCLUDED.contract_no, amount_minor = EXCLUDED.amount_minor, currency = EXCLUDED.currency,
      amount_sort = EXCLUDED.amount_sort, due_sort_us = EXCLUDED.due_sort_us,
      initiated_at_us = EXCLUDED.initiated_at_us, initiated_sort_us = EXCLUDED.initiated_sort_us,
      completed_at_us = EXCLUDED.completed_at_us, search_text = EXCLUDED.search_text,
      business_type_id = EXCLUDED.business_type_id, roles = EXCLUDED.roles
    """

  static let delete = "DELETE FROM contract_listing WHERE tenant_id = $1 AND viewer_key = $2 AND contract_id = $3"

  static let find = """
    SELECT \(columns) FROM contract_listing WHERE tenant_id = $1 AND viewer_key = $2 AND contract_id = $3
    """

  static let setInvoiced = """
    UPDATE contract_listing SET is_invoiced = $4 WHERE tenant_id = $1 AND viewer_key = $2 AND contract_id = $3
    """

  /// All folders of a viewer at once; uses `contract_listing_folder`.
  static let counts = """
    SELECT folder, COUNT(*) AS number FROM contract_listing WHERE tenant_id = $1 AND viewer_key = $2 GROUP BY folder
    """

  /// All folders of a viewer at once, each counted up to $3: a run of `contract_listing_folder` of bounded length for each.
  static let countsUpTo = ContractFolder.allCases.map { folder in
    """
    SELECT '\(folder.rawValue)' AS folder, COUNT(*) AS number FROM (SELECT 1 AS one FROM contract_listing
      WHERE tenant_id = $1 AND viewer_key = $2 AND folder = '\(folder.rawValue)' LIMIT $3) AS of_\(folder.rawValue)
    """
  }.joined(separator: "\nUNION ALL ")

  /// One contract by its number, if it stands on the viewer's list; uses `contract_by_transaction_no`.
  static let byTransactionNo = """
    SELECT l.contract_id FROM contract c
    JOIN contract_listing l ON l.tenant_id = c.tenant_id AND l.viewer_key = $2 AND l.contract_id = c.id
    WHERE c.tenant_id = $1 AND c.transaction_no = $3
    """

  /// One folder; $3 folder, $4 and $5 the cursor, $6 limit; uses `contract_listing_folder`.
  static func folder(isBackward: Bool) -> String {
    let (sign, direction) = isBackward ? (">", "ASC") : ("<", "DESC")
    return """
      SELECT \(columns) FROM contract_listing
      WHERE tenant_id = $1 AND viewer_key = $2 AND folder = $3 AND (listed_at_us, contract_id) \(sign) ($4, $5)
      ORDER BY listed_at_us \(direction), contract_id \(direction) LIMIT $6
      """
  }

  /// Everything in one order; $3 and $4 the cursor, $5 limit.
  static func all(_ order: ListingOrder, isBackward: Bool) -> String {
    """
    SELECT \(columns) FROM contract_listing
    \(order.range(isBackward: isBackward)) LIMIT $5
    """
  }

  /// The next $5 rows of an order, and of these the at most $6 that pass the filters: $7 folder, $8 stage,
  /// $9 counterparty pattern, $10 pattern of the search text, $11 tag, $12 business type, $13…$18 bounds of initiation,
  /// deadline and amount, $19 pattern of a role. An empty text passes everything.
  static func filtered(_ order: ListingOrder, isBackward: Bool) -> String {
    """
    SELECT \(columns) FROM (
      SELECT \(columns), tenant_id, search_text, roles FROM contract_listing
      \(order.range(isBackward: isBackward)) LIMIT $5) AS near
    WHERE ($7 = '' OR folder = $7) AND ($8 = '' OR stage = $8)
      AND ($9 = '' OR LOWER(counterparties) LIKE $9 ESCAPE '!') AND ($10 = '' OR search_text LIKE $10 ESCAPE '!')
      AND ($11 = '' OR EXISTS (SELECT 1 FROM contract_tagging AS mark WHERE mark.tenant_id = near.tenant_id
        AND mark.tag_id = $11 AND mark.contract_id = near.contract_id))
      AND ($12 = '' OR business_type_id = $12)
      AND initiated_sort_us BETWEEN $13 AND $14 AND due_sort_us BETWEEN $15 AND $16 AND amount_sort BETWEEN $17 AND $18
      AND ($19 = '' OR roles LIKE $19)
    ORDER BY \(order.columns(isBackward: isBackward)) LIMIT $6
    """
  }

  /// The search box without other filters: reads nothing but `contract_listing_recent` until it knows the rows.
  /// $5 rows looked at, $6 limit, $7 folder, $8 pattern.
  static func search(isBackward: Bool) -> String {
    let order = ListingOrder.recent
    return """
      SELECT \(columns) FROM contract_listing
      WHERE tenant_id = $1 AND viewer_key = $2 AND contract_id IN (
        SELECT contract_id FROM (
          SELECT listed_at_us, contract_id, folder, search_text FROM contract_listing
          \(order.range(isBackward: isBackward)) LIMIT $5) AS near
        WHERE ($7 = '' OR folder = $7) AND search_text LIKE $8 ESCAPE '!'
        ORDER BY \(order.columns(isBackward: isBackward)) LIMIT $6)
      ORDER BY \(order.columns(isBackward: isBackward))
      """
  }

  /// The row at the end of the next $5 rows: where a bounded look stopped.
  static func edge(_ order: ListingOrder, isBackward: Bool) -> String {
    """
    SELECT contract_id, \(order.key) AS sort_key FROM contract_listing
    \(order.range(isBackward: isBackward)) LIMIT 1 OFFSET $5
    """
  }

  /// Files of the viewer's contracts whose digest lies between $3 and $4; uses `contract_revision_by_digest`.
  static let byDigest = """
    SELECT DISTINCT l.contract_id FROM contract_revision r
    JOIN contract_file f ON f.tenant_id = r.tenant_id AND f.id = r.file_id
    JOIN contract_listing l ON l.tenant_id = f.tenant_id AND l.viewer_key = $2 AND l.contract_id = f.contract_id
    WHERE r.tenant_id = $1 AND r.digest BETWEEN $3 AND $4 LIMIT $5
    """
}

/// An order of a list: its column, its index, its direction.
enum ListingOrder: String, CaseIterable {
  case recent = "listed_at_us"
  case deadline = "due_sort_us"
  case amount = "amount_sort"

  init(_ sort: ContractQuery.Sort) {
    self =
      switch sort {
      case .recent: .recent
      case .deadline: .deadline
      case .amount: .amount
      }
  }

  var key: String { rawValue }
  /// The nearest deadline first, everything else from its greatest.
  private var isAscending: Bool { self == .deadline }

  /// True where the next row is a greater one.
  func ascends(isBackward: Bool) -> Bool { isAscending != isBackward }

  func columns(isBackward: Bool) -> String {
    let direction = ascends(isBackward: isBackward) ? "ASC" : "DESC"
    return "\(key) \(direction), contract_id \(direction)"
  }

  func range(isBackward: Bool) -> String {
    """
    WHERE tenant_id = $1 AND viewer_key = $2 AND (\(key), contract_id) \(ascends(isBackward: isBackward) ? ">" : "<") ($3, $4)
      ORDER BY \(columns(isBackward: isBackward))
    """
  }
}
