import HeqiSQL

extension HeqiMigrations {
  /// In which part each viewer meets a contract, as words between spaces: a filter of the lists (F-077).
  static let listingRoles102 = Migration(
    102, "roles of listings",
    """
    ALTER TABLE contract_listing ADD COLUMN roles TEXT NOT NULL DEFAULT '';
    UPDATE contract_listing SET roles = ' ' || CASE WHEN is_initiator = 1 THEN 'initiator ' ELSE 'receiver ' END
      || CASE WHEN viewer_key NOT LIKE '%:%' THEN 'signer ' ELSE '' END;
    UPDATE contract_listing SET roles = roles
      || CASE WHEN EXISTS (SELECT 1 FROM contract_party p WHERE p.tenant_id = contract_listing.tenant_id
        AND p.id = contract_listing.party_id AND p.handler_id = SUBSTR(contract_listing.viewer_key, 8))
        THEN 'handler ' ELSE '' END
      || CASE WHEN EXISTS (SELECT 1 FROM contract_signer s WHERE s.tenant_id = contract_listing.tenant_id
        AND s.party_id = contract_listing.party_id AND s.membership_id = SUBSTR(contract_listing.viewer_key, 8))
        OR EXISTS (SELECT 1 FROM contract_party p WHERE p.tenant_id = contract_listing.tenant_id
        AND p.id = contract_listing.party_id AND p.handler_id = SUBSTR(contract_listing.viewer_key, 8)
        AND NOT EXISTS (SELECT 1 FROM contract_signer s WHERE s.tenant_id = p.tenant_id AND s.party_id = p.id))
        THEN 'signer ' ELSE '' END
      || CASE WHEN EXISTS (SELECT 1 FROM approval_task t WHERE t.tenant_id = contract_listing.tenant_id
        AND t.party_id = contract_listing.party_id AND t.stage = 'business'
        AND SUBSTR(contract_listing.viewer_key, 8) IN (t.approver_id, t.holder_id)) THEN 'businessApprover ' ELSE '' END
      || CASE WHEN EXISTS (SELECT 1 FROM approval_task t WHERE t.tenant_id = contract_listing.tenant_id
        AND t.party_id = contract_listing.party_id AND t.stage = 'seal'
        AND SUBSTR(contract_listing.viewer_key, 8) IN (t.approver_id, t.holder_id)) THEN 'sealApprover ' ELSE '' END
      || CASE WHEN EXISTS (SELECT 1 FROM contract_copy c WHERE c.tenant_id = contract_listing.tenant_id
        AND c.party_id = contract_listing.party_id AND c.membership_id = SUBSTR(contract_listing.viewer_key, 8))
        THEN 'ccViewer ' ELSE '' END
      WHERE viewer_key LIKE 'member:%';
    """)
}
