package import HeqiDomain
package import HeqiSQL

/// Papers beside contracts; their bytes are in the blob store.
package struct AttachmentStore: Sendable {
  private let tenantID: String
  private var tenant: SQLValue { .text(tenantID) }

  package init(tenantID: String) { self.tenantID = tenantID }

  package func insert(_ attachment: ContractAttachment, in connection: any SQLConnection) throws {
    try connection.execute(
      AttachmentSQL.insert,
      [
        tenant, .text(attachment.id.description), .text(attachment.contractID.description),
        SQLValue(attachment.roundNumber), .text(attachment.partyID.description),
        .text(attachment.uploadedBy.description), .text(attachment.name), .text(attachment.format.rawValue),
        .blob(attachment.digest.bytes), SQLValue(attachment.length), .integer(attachment.addedAt.microseconds),
      ])
  }

  /// Those still there, oldest first; a viewer of an earlier round sees what was there up to it (B-08).
  package func list(
    of contract: ID<Contract>, upTo round: Int, in connection: any SQLConnection
  ) throws -> [ContractAttachment] {
    try connection.query(AttachmentSQL.selectByContract, [tenant, .text(contract.description)]).map(attachment)
      .filter { $0.roundNumber <= round }
  }

  /// False where it is gone already.
  package func remove(
    _ attachment: ContractAttachment, at now: Instant, in connection: any SQLConnection
  ) throws -> Bool {
    try connection.execute(
      AttachmentSQL.remove,
      [tenant, .text(attachment.contractID.description), .text(attachment.id.description), .integer(now.microseconds)]
    ) == 1
  }

  private func attachment(_ row: SQLRow) throws -> ContractAttachment {
    ContractAttachment(
      id: try row.id("id"), tenantID: tenantID, contractID: try row.id("contract_id"),
      roundNumber: try row.int("round_number"), partyID: try row.id("party_id"), uploadedBy: try row.id("uploaded_by"),
      name: try row.text("name"), format: try row.choice("format"), digest: try row.digest("digest"),
      length: try row.int("length"), addedAt: try row.instant("added_at_us"))
  }
}
