import HeqiSQL

extension HeqiMigrations {
  /// One row per viewer and contract, written in the transaction of the change: lists, filters and the search box read
  /// nothing else, so that their cost does not grow with the number of contracts (F-077, T-014).
  ///
  /// `due_sort_us` and `amount_sort` hold a sentinel where there is no deadline or amount, because NULL sorts
  /// differently on the two engines.
  static let contractListings060 = Migration(
    60, "contract listings",
    """
    CREATE TABLE contract_listing (
      tenant_id TEXT NOT NULL,
      viewer_key TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      party_id TEXT NOT NULL,
      round_number BIGINT NOT NULL,
      is_initiator SMALLINT NOT NULL CHECK (is_initiator IN (0, 1)),
      folder TEXT NOT NULL,
      stage TEXT NOT NULL,
      listed_at_us BIGINT NOT NULL,
      title TEXT NOT NULL,
      counterparties TEXT NOT NULL,
      transaction_no TEXT NOT NULL,
      contract_no TEXT,
      business_type_id TEXT,
      amount_minor BIGINT,
      currency TEXT,
      amount_sort BIGINT NOT NULL,
      due_sort_us BIGINT NOT NULL,
      created_at_us BIGINT NOT NULL,
      initiated_at_us BIGINT,
      initiated_sort_us BIGINT NOT NULL,
      completed_at_us BIGINT,
      is_invoiced SMALLINT NOT NULL CHECK (is_invoiced IN (0, 1)),
      search_text TEXT NOT NULL,
      PRIMARY KEY (tenant_id, viewer_key, contract_id)
    );
    CREATE INDEX contract_listing_recent ON contract_listing
      (tenant_id, viewer_key, listed_at_us, contract_id, folder, search_text);
    CREATE INDEX contract_listing_folder ON contract_listing (tenant_id, viewer_key, folder, listed_at_us, contract_id);
    CREATE INDEX contract_listing_deadline ON contract_listing (tenant_id, viewer_key, due_sort_us, contract_id);
    CREATE INDEX contract_listing_amount ON contract_listing (tenant_id, viewer_key, amount_sort, contract_id);
    INSERT INTO contract_listing (tenant_id, viewer_key, contract_id, party_id, round_number, is_initiator, folder, stage,
      listed_at_us, title, counterparties, transaction_no, contract_no, amount_minor, currency, amount_sort, due_sort_us,
      created_at_us, initiated_at_us, initiated_sort_us, completed_at_us, is_invoiced, search_text)
    SELECT p.tenant_id, p.account_id, p.contract_id, p.id, p.round_number,
      CASE WHEN p.side = 'initiator' THEN 1 ELSE 0 END, p.folder, r.stage, p.listed_at_us, r.title,
      COALESCE((SELECT o.name FROM contract_party o WHERE o.tenant_id = p.tenant_id AND o.contract_id = p.contract_id
        AND o.round_number = p.round_number AND o.side <> p.side ORDER BY o.position LIMIT 1), ''),
      c.transaction_no, c.contract_no, r.amount_minor, r.currency, COALESCE(r.amount_minor, -1),
      COALESCE(c.expires_at_us, 9223372036854775807), c.created_at_us, r.initiated_at_us, COALESCE(r.initiated_at_us, 0),
      CASE WHEN r.stage = 'completed' THEN r.stage_at_us END, 0,
      LOWER(r.title || ' ' || COALESCE((SELECT o.name FROM contract_party o WHERE o.tenant_id = p.tenant_id
        AND o.contract_id = p.contract_id AND o.round_number = p.round_number AND o.side <> p.side
        ORDER BY o.position LIMIT 1), '') || ' ' || c.transaction_no)
    FROM contract_party p
    JOIN contract c ON c.tenant_id = p.tenant_id AND c.id = p.contract_id
    JOIN contract_round r ON r.tenant_id = p.tenant_id AND r.contract_id = p.contract_id AND r.number = p.round_number
    WHERE p.account_id IS NOT NULL AND p.folder IS NOT NULL
    ON CONFLICT (tenant_id, viewer_key, contract_id) DO NOTHING;
    """)
}
