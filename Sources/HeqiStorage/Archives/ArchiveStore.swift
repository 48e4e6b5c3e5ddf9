package import HeqiDomain
package import HeqiSQL

/// Records of signed contracts with archive providers (M-015).
package struct ArchiveStore: Sendable {
  package init() {}

  /// False when the row is there already.
  @discardableResult
  package func insert(_ archive: ContractArchive, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(
      ArchiveSQL.insert,
      key(archive) + [
        .text(archive.state.rawValue), SQLValue(archive.digest), SQLValue(archive.eventID), SQLValue(archive.attempts),
        SQLValue(archive.nextAt), SQLValue(archive.createdAt),
      ]) == 1
  }

  package func list(of contract: ID<Contract>, tenantID: String, in connection: any SQLConnection) throws -> [ContractArchive] {
    try connection.query(ArchiveSQL.selectByContract, [.text(tenantID), SQLValue(contract)]).map(Self.archive)
  }

  package func due(limit: Int, at now: Instant, in connection: any SQLConnection) throws -> [ContractArchive] {
    try connection.query(ArchiveSQL.selectDue, [SQLValue(now), SQLValue(limit)]).map(Self.archive)
  }

  /// Takes one until `end`; nil when a rival was faster.
  package func lease(
    _ archive: ContractArchive, until end: Instant, in connection: any SQLConnection
  ) throws -> ContractArchive? {
    let isMine = try connection.execute(ArchiveSQL.lease, key(archive) + [SQLValue(archive.attempts), SQLValue(end)]) == 1
    return isMine ? archive.with(attempts: archive.attempts + 1, nextAt: end) : nil
  }

  /// Notes how an attempt ended. False when the lease ran out meanwhile.
  package func settle(_ archive: ContractArchive, in connection: any SQLConnection) throws -> Bool {
    let receipt = archive.receipt
    return try connection.execute(
      ArchiveSQL.settle,
      key(archive) + [
        SQLValue(archive.attempts), .text(archive.state.rawValue), SQLValue(archive.nextAt), SQLValue(archive.lastError),
        SQLValue(receipt?.transactionNo), SQLValue(receipt?.authority), SQLValue(receipt?.certificateURL), SQLValue(receipt?.at),
        SQLValue(receipt?.proof),
      ]) == 1
  }

  /// Failed records of a contract wait again; how many.
  @discardableResult
  package func retry(
    _ contract: ID<Contract>, tenantID: String, at now: Instant, in connection: any SQLConnection
  ) throws -> Int {
    try connection.execute(ArchiveSQL.retry, [.text(tenantID), SQLValue(contract), SQLValue(now)])
  }

  /// Failed ones of all tenants, newest first.
  package func failed(before last: ContractArchive?, limit: Int, in connection: any SQLConnection) throws -> [ContractArchive] {
    try connection.query(
      ArchiveSQL.selectFailed,
      [
        SQLValue(last?.createdAt ?? Instant(microseconds: .max)), .text(last?.contractID.description ?? "~"), SQLValue(limit),
      ]
    ).map(Self.archive)
  }

  /// Signed contracts that should have records and have none.
  package func missing(
    limit: Int, in connection: any SQLConnection
  ) throws -> [(tenantID: String, contractID: ID<Contract>)] {
    try connection.query(ArchiveSQL.selectMissing, [SQLValue(limit)]).map { (try $0.text("tenant_id"), try $0.id("contract_id")) }
  }

  /// How many are pending and failed, for metrics.
  package func counts(in connection: any SQLConnection) throws -> [ArchiveState: Int] {
    var counts: [ArchiveState: Int] = [.pending: 0, .failed: 0]
    for row in try connection.query(ArchiveSQL.count) { counts[try row.choice("state")] = try row.int("number") }
    return counts
  }

  private func key(_ archive: ContractArchive) -> [SQLValue] {
    [.text(archive.tenantID), SQLValue(archive.contractID), .text(archive.provider.rawValue)]
  }

  private static func archive(_ row: SQLRow) throws -> ContractArchive {
    var receipt: ArchiveReceipt?
    if let at = try row.optionalInstant("archived_at_us"), let number = try row.optionalText("transaction_no") {
      receipt = ArchiveReceipt(
        transactionNo: number, authority: try row.optionalText("authority") ?? "",
        certificateURL: try row.optionalText("certificate_url"), at: at, proof: try row.optionalBlob("proof") ?? [])
    }
    return ContractArchive(
      tenantID: try row.text("tenant_id"), contractID: try row.id("contract_id"), provider: try row.choice("provider"),
      state: try row.choice("state"), digest: try row.digest("document_digest"), eventID: try row.id("event_id"),
      attempts: try row.int("attempts"), nextAt: try row.instant("next_at_us"), lastError: try row.optionalText("last_error"),
      receipt: receipt, createdAt: try row.instant("created_at_us"))
  }
}

extension ContractArchive {
  /// The same after something happened.
  package func with(
    state: ArchiveState? = nil, attempts: Int? = nil, nextAt: Instant? = nil, lastError: String? = nil,
    receipt: ArchiveReceipt? = nil
  ) -> ContractArchive {
    ContractArchive(
      tenantID: tenantID, contractID: contractID, provider: provider, state: state ?? self.state, digest: digest,
      eventID: eventID, attempts: attempts ?? self.attempts, nextAt: nextAt ?? self.nextAt, lastError: lastError,
      receipt: receipt ?? self.receipt, createdAt: createdAt)
  }
}
