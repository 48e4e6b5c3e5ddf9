import HeqiSQL

extension HeqiMigrations {
  /// The company side of a party, its approvals, its copies, and stand-ins of absent approvers (F-032, F-039, F-060, F-083,
  /// T-007). Requests name the approver who is asked and the company they act for.
  static let companyParties046 = Migration(
    46, "company parties and approvals",
    """
    ALTER TABLE contract_party ADD COLUMN organization_id TEXT;
    ALTER TABLE contract_party ADD COLUMN handler_id TEXT;
    ALTER TABLE contract_party ADD COLUMN business_type_id TEXT;
    ALTER TABLE contract_party ADD COLUMN business_type_name TEXT;
    ALTER TABLE contract_party ADD COLUMN signed_by TEXT;
    CREATE INDEX contract_party_by_handler ON contract_party (tenant_id, handler_id, contract_id);
    CREATE INDEX organization_by_name ON organization (tenant_id, name, id);
    CREATE TABLE approval_step (
      tenant_id TEXT NOT NULL,
      party_id TEXT NOT NULL,
      stage TEXT NOT NULL CHECK (stage IN ('business', 'seal')),
      position BIGINT NOT NULL,
      title TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('management', 'finance', 'legal', 'executive', 'special')),
      mode TEXT NOT NULL CHECK (mode IN ('all', 'any')),
      is_added SMALLINT NOT NULL CHECK (is_added IN (0, 1)),
      opened_at_us BIGINT,
      reminded_at_us BIGINT,
      PRIMARY KEY (tenant_id, party_id, stage, position),
      FOREIGN KEY (tenant_id, party_id) REFERENCES contract_party (tenant_id, id)
    );
    CREATE TABLE approval_task (
      tenant_id TEXT NOT NULL,
      party_id TEXT NOT NULL,
      stage TEXT NOT NULL,
      step BIGINT NOT NULL,
      position BIGINT NOT NULL,
      contract_id TEXT NOT NULL,
      approver_id TEXT NOT NULL,
      holder_id TEXT NOT NULL,
      outcome TEXT CHECK (outcome IN ('approved', 'rejected')),
      opinion TEXT,
      decided_by TEXT,
      decided_at_us BIGINT,
      PRIMARY KEY (tenant_id, party_id, stage, step, position),
      FOREIGN KEY (tenant_id, party_id, stage, step) REFERENCES approval_step (tenant_id, party_id, stage, position)
    );
    CREATE INDEX approval_task_open ON approval_task (tenant_id, holder_id, contract_id) WHERE outcome IS NULL;
    CREATE TABLE contract_copy (
      tenant_id TEXT NOT NULL,
      party_id TEXT NOT NULL,
      membership_id TEXT NOT NULL,
      position BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, party_id, membership_id),
      FOREIGN KEY (tenant_id, party_id) REFERENCES contract_party (tenant_id, id)
    );
    CREATE TABLE approval_stand_in (
      tenant_id TEXT NOT NULL,
      membership_id TEXT NOT NULL,
      organization_id TEXT NOT NULL,
      stand_in_id TEXT NOT NULL,
      until_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, membership_id)
    );
    CREATE INDEX approval_stand_in_by_company ON approval_stand_in (tenant_id, organization_id, until_us);
    ALTER TABLE action_request ADD COLUMN holder_id TEXT NOT NULL DEFAULT '';
    ALTER TABLE action_request ADD COLUMN organization_id TEXT NOT NULL DEFAULT '';
    DROP INDEX action_request_open_once;
    DROP INDEX action_request_open;
    DROP INDEX action_request_done;
    CREATE UNIQUE INDEX action_request_open_once ON action_request (tenant_id, party_id, action, holder_id)
      WHERE closed_at_us IS NULL;
    CREATE INDEX action_request_open ON action_request (tenant_id, account_id, organization_id, opened_at_us, id)
      WHERE closed_at_us IS NULL;
    CREATE INDEX action_request_done ON action_request (tenant_id, account_id, organization_id, closed_at_us, id)
      WHERE closed_at_us IS NOT NULL;
    """)
}
