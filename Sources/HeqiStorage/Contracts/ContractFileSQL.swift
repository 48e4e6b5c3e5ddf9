import HeqiSQL

/// Statements over `contract_file`, `contract_revision` and `contract_reading`.
enum ContractFileSQL {
  static let insertFile = """
    INSERT INTO contract_file (tenant_id, id, contract_id, name, page_count, open_parameters, part_count)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (tenant_id, id) DO NOTHING
    """
  static let insertRevision = """
    INSERT INTO contract_revision (tenant_id, file_id, number, kind, digest, length, party_id, at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    """
  static let insertPart = """
    INSERT INTO contract_file_part (tenant_id, file_id, position, name, digest, first_page, page_count)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    """
  static let selectParts = """
    SELECT name, digest, first_page, page_count FROM contract_file_part WHERE tenant_id = $1 AND file_id = $2 ORDER BY position
    """
  static let selectFile = """
    SELECT id, name, page_count, open_parameters, part_count FROM contract_file WHERE tenant_id = $1 AND id = $2
    """
  /// Every file a contract has had, oldest first: the versions of a drafted text.
  static let selectFilesOfContract = """
    SELECT f.id FROM contract_file f
    JOIN contract_revision r ON r.tenant_id = f.tenant_id AND r.file_id = f.id AND r.number = 0
    WHERE f.tenant_id = $1 AND f.contract_id = $2 ORDER BY r.at_us, f.id LIMIT 200
    """
  static let selectRevisions = """
    SELECT number, kind, digest, length, party_id, at_us FROM contract_revision
    WHERE tenant_id = $1 AND file_id = $2 ORDER BY number
    """

  /// Which contract a file belongs to, by the digest of any of its revisions; uses `contract_revision_by_digest`.
  static let selectByDigest = """
    SELECT f.contract_id, r.number, r.kind, r.at_us FROM contract_revision r
    JOIN contract_file f ON f.tenant_id = r.tenant_id AND f.id = r.file_id
    WHERE r.tenant_id = $1 AND r.digest = $2 ORDER BY r.at_us, f.contract_id LIMIT 10
    """

  /// Tenants whose contracts or evidence have this digest; an unsigned upload tells nothing, since anybody may have it. Uses
  /// `contract_revision_of_any_tenant`, `evidence_file_of_any_tenant`.
  static let selectTenantsByDigest = """
    SELECT tenant_id FROM contract_revision WHERE digest = $1 AND kind <> 'original'
    UNION SELECT tenant_id FROM evidence_file WHERE digest = $1 LIMIT 10
    """

  static let upsertReading = """
    INSERT INTO contract_reading (tenant_id, party_id, digest, opened_at_us, last_page) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (tenant_id, party_id, digest) DO UPDATE SET
      last_page = CASE WHEN EXCLUDED.last_page > contract_reading.last_page THEN EXCLUDED.last_page ELSE contract_reading.last_page END
    """
  static let selectReading = """
    SELECT opened_at_us, last_page, intention_method, intention_at_us, intention_account FROM contract_reading
    WHERE tenant_id = $1 AND party_id = $2 AND digest = $3
    """
  static let updateIntention = """
    UPDATE contract_reading SET intention_method = $4, intention_at_us = $5, intention_account = $6
    WHERE tenant_id = $1 AND party_id = $2 AND digest = $3
    """
}
