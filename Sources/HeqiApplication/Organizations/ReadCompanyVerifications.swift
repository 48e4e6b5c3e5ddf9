package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// One company verification as its applicant sees it, with the log a reviewer reads too (F-017).
package struct CompanyVerificationView: Sendable {
  package let verification: OrganizationVerification
  package let organization: Organization?
  package let log: [LogLine]
  /// When the back office has to answer, while something waits there.
  package let reviewDue: Instant?
}

/// The caller's company verifications.
package struct ReadCompanyVerifications: Sendable {
  private let desk: CompanyDesk
  private let files: CompanyFiles

  package init(desk: CompanyDesk, files: CompanyFiles) {
    self.desk = desk
    self.files = files
  }

  /// Newest first.
  package func list(caller: Caller) async throws -> [OrganizationVerification] {
    let vault = try await desk.ledger.open(caller.tenantID)
    return try await desk.ledger.engine.read { try OrganizationVerificationStore(vault: vault).list(of: caller.accountID, in: $0) }
  }

  /// - Throws: `OrganizationError` `.notFound` for somebody else's.
  package func one(_ id: ID<OrganizationVerification>, caller: Caller) async throws -> CompanyVerificationView {
    let vault = try await desk.ledger.open(caller.tenantID)
    let found = try await desk.ledger.engine.read { [desk] connection in
      let verification = try desk.own(id, caller, vault, in: connection).0
      let organization = try verification.organizationID.flatMap { try OrganizationStore(tenantID: caller.tenantID).find($0, in: connection) }
      let task = try ReviewTaskStore(tenantID: caller.tenantID).open(of: id.cast(to: IdentityVerification.self), in: connection)
      return (verification, organization, task?.dueAt)
    }
    return CompanyVerificationView(
      verification: found.0, organization: found.1, log: try await Self.log(of: found.0, desk.ledger.engine), reviewDue: found.2)
  }

  /// The applicant's own picture. JPEG, or PDF for a letter signed online.
  package func file(
    _ kind: CompanyFiles.Kind, of id: ID<OrganizationVerification>, caller: Caller
  ) async throws -> [UInt8] {
    let vault = try await desk.ledger.open(caller.tenantID)
    let verification = try await desk.ledger.engine.read { [desk] in try desk.own(id, caller, vault, in: $0).0 }
    guard let file = verification.file(kind) else { throw OrganizationError(.notFound) }
    return try await files.read(file, kind, of: verification.accountID, tenantID: verification.tenantID)
  }

  /// Oldest first; the newest 500 lines at most.
  static func log(of verification: OrganizationVerification, _ engine: any SQLEngine) async throws -> [LogLine] {
    try await engine.read { connection in
      var lines: [LogLine] = []
      var after: Int64 = 0
      while true {
        let page = try EventStore().bySubject(verification.subject, tenantID: verification.tenantID, after: after, in: connection)
        lines += page.compactMap { OrganizationLog.line(of: $0.event) }
        guard let last = page.last, page.count == EventStore.pageCountMax else { break }
        after = last.sequence
      }
      return Array(lines.suffix(500))
    }
  }
}
