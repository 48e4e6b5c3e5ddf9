import HeqiSQL

/// Statements over `contract_party`, `sign_place` and `live_rating`.
enum ContractPartySQL {
  static let upsert = """
    INSERT INTO contract_party (tenant_id, id, contract_id, round_number, position, side, kind, account_id, name, mobile,
      mobile_index, email, email_index, turn, business_nodes, seal_nodes, is_business_type_linked, state, state_at_us,
      nodes_left, is_rejected, folder, listed_at_us, organization_id, handler_id, business_type_id, business_type_name,
      signed_by, confirmed_at_us, sign_mode)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
      $25, $26, $27, $28, $29, $30)
    ON CONFLICT (tenant_id, id) DO UPDATE SET position = EXCLUDED.position, account_id = EXCLUDED.account_id,
      name = EXCLUDED.name, mobile = EXCLUDED.mobile, mobile_index = EXCLUDED.mobile_index, email = EXCLUDED.email,
      email_index = EXCLUDED.email_index, turn = EXCLUDED.turn, state = EXCLUDED.state, state_at_us = EXCLUDED.state_at_us,
      nodes_left = EXCLUDED.nodes_left, is_rejected = EXCLUDED.is_rejected, folder = EXCLUDED.folder,
      listed_at_us = EXCLUDED.listed_at_us, business_nodes = EXCLUDED.business_nodes, seal_nodes = EXCLUDED.seal_nodes,
      is_business_type_linked = EXCLUDED.is_business_type_linked, kind = EXCLUDED.kind,
      organization_id = EXCLUDED.organization_id, handler_id = EXCLUDED.handler_id,
      business_type_id = EXCLUDED.business_type_id, business_type_name = EXCLUDED.business_type_name,
      signed_by = EXCLUDED.signed_by, confirmed_at_us = EXCLUDED.confirmed_at_us,
      sign_mode = EXCLUDED.sign_mode
    """

  /// One party's progress; the rest of its row is fixed once the round is live.
  static let updateState = """
    UPDATE contract_party SET state = $3, state_at_us = $4, nodes_left = $5, is_rejected = $6 WHERE tenant_id = $1 AND id = $2
    """

  static let updateFolder = "UPDATE contract_party SET folder = $3, listed_at_us = $4 WHERE tenant_id = $1 AND id = $2"

  static let deleteOne = "DELETE FROM contract_party WHERE tenant_id = $1 AND id = $2"

  static let selectByRound = """
    SELECT id, side, kind, account_id, name, mobile, email, turn, business_nodes, seal_nodes, is_business_type_linked, state,
      state_at_us, nodes_left, is_rejected, organization_id, handler_id, business_type_id, business_type_name, signed_by,
      confirmed_at_us, sign_mode
    FROM contract_party WHERE tenant_id = $1 AND contract_id = $2 AND round_number = $3 ORDER BY position
    """

  /// Takes earlier rounds off an account's lists when it sees a later one.
  static let supersede = """
    UPDATE contract_party SET folder = NULL
    WHERE tenant_id = $1 AND contract_id = $2 AND account_id = $3 AND organization_id IS NULL AND round_number < $4
      AND folder IS NOT NULL
    """

  /// The newest round in which an account sees the contract.
  static let selectVisibleRound = """
    SELECT MAX(round_number) AS number FROM contract_party
    WHERE tenant_id = $1 AND contract_id = $2 AND account_id = $3 AND organization_id IS NULL AND folder IS NOT NULL
    """

  /// The newest round in which a company's people see the contract.
  static let selectVisibleRoundOfCompany = """
    SELECT MAX(round_number) AS number FROM contract_party
    WHERE tenant_id = $1 AND contract_id = $2 AND organization_id = $3 AND folder IS NOT NULL
    """

  static let supersedeCompany = """
    UPDATE contract_party SET folder = NULL
    WHERE tenant_id = $1 AND contract_id = $2 AND organization_id = $3 AND round_number < $4 AND folder IS NOT NULL
    """

  /// A company that was invited by name before it was verified here, by the person addressed; uses
  /// `contract_party_by_folder`.
  static let selectInvitedCompany = """
    SELECT id, contract_id, round_number FROM contract_party
    WHERE tenant_id = $1 AND account_id = $2 AND kind = 'company' AND organization_id IS NULL AND name = $3
      AND side = 'receiver'
    """

  /// Invited and not yet linked, by a proved mobile number; uses `contract_party_by_mobile`.
  static let selectInvitedByMobile = """
    SELECT id, contract_id FROM contract_party WHERE tenant_id = $1 AND mobile_index = $2 AND account_id IS NULL
    """

  /// Invited and not yet linked, by a confirmed e-mail; uses `contract_party_by_email`.
  static let selectInvitedByEmail = """
    SELECT id, contract_id FROM contract_party WHERE tenant_id = $1 AND email_index = $2 AND account_id IS NULL
    """

  static let link = "UPDATE contract_party SET account_id = $3 WHERE tenant_id = $1 AND id = $2 AND account_id IS NULL"

  static let linkCompany = """
    UPDATE contract_party SET organization_id = $3, handler_id = $4 WHERE tenant_id = $1 AND id = $2 AND organization_id IS NULL
    """

  static let insertPlace = """
    INSERT INTO sign_place (tenant_id, id, contract_id, round_number, position, party_id, kind, page, x, y, width, height, text)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    """
  static let deletePlaces = "DELETE FROM sign_place WHERE tenant_id = $1 AND contract_id = $2 AND round_number = $3"
  static let selectPlaces = """
    SELECT id, party_id, kind, page, x, y, width, height, text FROM sign_place
    WHERE tenant_id = $1 AND contract_id = $2 AND round_number = $3 ORDER BY position
    """

  static let upsertRating = """
    INSERT INTO live_rating (tenant_id, rater_id, rated_id, contract_id, round_number, rating, image_id, at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (tenant_id, rater_id, rated_id) DO UPDATE SET rating = EXCLUDED.rating, image_id = EXCLUDED.image_id,
      at_us = EXCLUDED.at_us
    """
  static let selectRatings = """
    SELECT rater_id, rated_id, rating, image_id, at_us FROM live_rating
    WHERE tenant_id = $1 AND contract_id = $2 AND round_number = $3 ORDER BY at_us, rater_id, rated_id
    """
}
