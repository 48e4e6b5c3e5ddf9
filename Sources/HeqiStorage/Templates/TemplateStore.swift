package import HeqiDomain
package import HeqiSQL

/// Versions of the templates of one tenant (M-016).
package struct TemplateStore: Sendable {
  package let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  private var tenant: SQLValue { .text(tenantID) }

  /// False when a rival took the version or its number first.
  package func insert(_ version: TemplateVersion, content: String, in connection: any SQLConnection) throws -> Bool {
    let decision = Self.decision(version.approval)
    return try connection.execute(
      TemplateSQL.insert,
      [
        tenant, .text(version.templateID), .text(version.version), SQLValue(version.ordinal), .text(version.name),
        .text(version.category), .text(version.kind.rawValue), SQLValue(version.digest),
        .text(TemplateVariable.json(version.variables)), .text(version.signers.json), SQLValue(version.isActive ? 1 : 0),
        .text(version.approval.word.rawValue), SQLValue(decision.by), SQLValue(decision.at), SQLValue(decision.reason),
        .text(version.createdBy), SQLValue(version.createdAt), .text(version.updatedBy), SQLValue(version.updatedAt),
        .text(content),
      ]) == 1
  }

  package func find(_ templateID: String, version: String, in connection: any SQLConnection) throws -> TemplateVersion? {
    try connection.first(TemplateSQL.select, [tenant, .text(templateID), .text(version)]).map(self.version)
  }

  package func active(_ templateID: String, in connection: any SQLConnection) throws -> TemplateVersion? {
    try connection.first(TemplateSQL.selectActive, [tenant, .text(templateID)]).map(version)
  }

  package func newest(_ templateID: String, in connection: any SQLConnection) throws -> TemplateVersion? {
    try connection.first(TemplateSQL.selectNewest, [tenant, .text(templateID)]).map(version)
  }

  /// Throws `SQLError` when the version is not there.
  package func content(of version: TemplateVersion, in connection: any SQLConnection) throws -> String {
    guard let row = try connection.first(TemplateSQL.selectContent, [tenant, .text(version.templateID), .text(version.version)])
    else { throw SQLError.decoding("a template version is gone") }
    return try row.text("content")
  }

  /// Newest first.
  ///
  /// - Parameter ordinal: of the last version of the page before.
  package func versions(
    of templateID: String, before ordinal: Int? = nil, limit: Int, in connection: any SQLConnection
  ) throws -> [TemplateVersion] {
    try connection.query(
      TemplateSQL.selectVersions, [tenant, .text(templateID), SQLValue(ordinal ?? Int(Int32.max)), SQLValue(limit)]
    ).map(version)
  }

  /// What a list is limited to.
  package enum Filter: Equatable, Sendable {
    /// The newest version of every template.
    case newest
    case active
    case activeOfCategory(String)
  }

  /// By template id.
  package func list(
    _ filter: Filter, after templateID: String?, limit: Int, in connection: any SQLConnection
  ) throws -> [TemplateVersion] {
    let common = [tenant, .text(templateID ?? ""), SQLValue(limit)]
    let rows =
      switch filter {
      case .newest: try connection.query(TemplateSQL.selectAll, common)
      case .active: try connection.query(TemplateSQL.selectActiveOnes, common)
      case .activeOfCategory(let category): try connection.query(TemplateSQL.selectActiveOfCategory, common + [.text(category)])
      }
    return try rows.map(version)
  }

  /// Makes `version` the active one, or none when it is nil.
  package func activate(
    _ version: String?, of templateID: String, by client: String, at now: Instant, in connection: any SQLConnection
  ) throws {
    try connection.execute(TemplateSQL.deactivate, [tenant, .text(templateID), .text(client), SQLValue(now)])
    guard let version else { return }
    try connection.execute(
      TemplateSQL.activate, [tenant, .text(templateID), .text(version), .text(client), SQLValue(now)])
  }

  /// False when the version was decided before.
  package func decide(
    _ approval: TemplateApproval, _ version: TemplateVersion, in connection: any SQLConnection
  ) throws -> Bool {
    let decision = Self.decision(approval)
    return try connection.execute(
      TemplateSQL.decide,
      [
        tenant, .text(version.templateID), .text(version.version), .text(approval.word.rawValue), SQLValue(decision.by),
        SQLValue(decision.at), SQLValue(decision.reason),
      ]) == 1
  }

  // MARK: policy

  package func isApprovalRequired(in connection: any SQLConnection) throws -> Bool {
    try connection.first(TemplateSQL.selectPolicy, [tenant]).map { try $0.bool("approval_required") } ?? false
  }

  package func setApprovalRequired(_ isRequired: Bool, at now: Instant, in connection: any SQLConnection) throws {
    try connection.execute(TemplateSQL.savePolicy, [tenant, SQLValue(isRequired ? 1 : 0), SQLValue(now)])
  }

  // MARK: rows

  private static func decision(_ approval: TemplateApproval) -> (by: String?, at: Instant?, reason: String?) {
    switch approval {
    case .notRequired, .pending: (nil, nil, nil)
    case .approved(let client, let at): (client, at, nil)
    case .rejected(let client, let at, let reason): (client, at, reason)
    }
  }

  private func version(_ row: SQLRow) throws -> TemplateVersion {
    let variables: [TemplateVariable]
    let signers: TemplateSigners
    do throws(TemplateError) {
      variables = try TemplateVariable.read(row.definitions)
      signers = try TemplateSigners.read(row.signerConfig)
    } catch {
      throw SQLError.decoding("a template's definitions cannot be read: \(error)")
    }
    return TemplateVersion(
      tenantID: tenantID, templateID: try row.text("template_id"), version: try row.text("version"),
      ordinal: try row.int("ordinal"), name: try row.text("name"), category: try row.text("category"),
      kind: try row.choice("content_type"), digest: try row.digest("digest"), variables: variables, signers: signers,
      isActive: try row.bool("active"), approval: try Self.approval(row), createdBy: try row.text("created_by"),
      createdAt: try row.instant("created_at_us"), updatedBy: try row.text("updated_by"),
      updatedAt: try row.instant("updated_at_us"))
  }

  private static func approval(_ row: SQLRow) throws -> TemplateApproval {
    let word: TemplateApproval.Word = try row.choice("approval")
    switch word {
    case .notRequired: return .notRequired
    case .pending: return .pending
    case .approved: return .approved(by: try row.text("decided_by"), at: try row.instant("decided_at_us"))
    case .rejected:
      return .rejected(
        by: try row.text("decided_by"), at: try row.instant("decided_at_us"),
        reason: try row.optionalText("decision_reason") ?? "")
    }
  }
}

extension SQLRow {
  fileprivate var definitions: String { (try? text("variable_definitions_json")) ?? "" }
  fileprivate var signerConfig: String { (try? text("signer_config_json")) ?? "" }
}
