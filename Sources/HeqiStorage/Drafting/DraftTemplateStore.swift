package import HeqiDomain
package import HeqiSQL

/// Templates of people and companies; those of the platform are in the program. Every statement carries the owner.
package struct DraftTemplateStore: Sendable {
  private let tenant: SQLValue

  package init(tenantID: String) { tenant = .text(tenantID) }

  package func insert(_ template: DraftTemplate, at now: Instant, in connection: any SQLConnection) throws {
    try connection.execute(
      DraftSQL.insertTemplate,
      [
        tenant, .text(template.key), .text(template.owner.key), .text(template.name), .text(template.group),
        .text(template.text), .text(TemplateVariable.json(template.parameters)), SQLValue(now),
      ])
  }

  /// False when somebody was faster, or it is gone.
  package func update(_ template: DraftTemplate, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(
      DraftSQL.updateTemplate,
      [
        tenant, .text(template.owner.key), .text(template.key), .text(template.name), .text(template.group),
        .text(template.text), .text(TemplateVariable.json(template.parameters)), SQLValue(template.version),
        SQLValue(now),
      ]) == 1
  }

  package func delete(_ key: String, of owner: DraftTemplate.Owner, in connection: any SQLConnection) throws {
    try connection.execute(DraftSQL.deleteTemplate, [tenant, .text(owner.key), .text(key)])
  }

  package func find(
    _ key: String, of owner: DraftTemplate.Owner, in connection: any SQLConnection
  ) throws -> DraftTemplate? {
    try connection.first(DraftSQL.selectTemplate, [tenant, .text(owner.key), .text(key)]).map { try template($0, owner) }
  }

  /// By group and name.
  package func list(of owner: DraftTemplate.Owner, in connection: any SQLConnection) throws -> [DraftTemplate] {
    try connection.query(DraftSQL.selectTemplates, [tenant, .text(owner.key), SQLValue(DraftTemplate.countMax)])
      .map { try template($0, owner) }
  }

  package func count(of owner: DraftTemplate.Owner, in connection: any SQLConnection) throws -> Int {
    try connection.first(DraftSQL.countTemplates, [tenant, .text(owner.key)])?.int("number") ?? 0
  }

  private func template(_ row: SQLRow, _ owner: DraftTemplate.Owner) throws -> DraftTemplate {
    DraftTemplate(
      key: try row.text("id"), owner: owner, name: try row.text("name"), group: try row.text("group_name"),
      text: try row.text("body"), parameters: try row.parameters(), version: try row.int("version"),
      updatedAt: try row.instant("updated_at_us"))
  }
}

/// The form of each contract that was drawn up from a template; what people typed is encrypted (B-24).
package struct DraftFormStore: Sendable {
  private let vault: TenantVault

  package init(vault: TenantVault) { self.vault = vault }

  package func put(
    _ form: DraftForm, of contract: ID<Contract>, at now: Instant, in connection: any SQLConnection
  ) throws {
    try connection.execute(
      DraftSQL.putForm,
      [
        .text(vault.tenantID), .text(contract.description), .text(form.name), .text(form.text),
        .text(TemplateVariable.json(form.parameters)),
        .blob(try vault.seal(Sensitive(form.valuesJSON), at: Self.place(contract))), SQLValue(now),
      ])
  }

  /// nil where the text is a file that somebody uploaded.
  package func find(_ contract: ID<Contract>, in connection: any SQLConnection) throws -> DraftForm? {
    guard let row = try connection.first(DraftSQL.selectForm, [.text(vault.tenantID), .text(contract.description)])
    else { return nil }
    let json = try vault.open(row.blob("filled"), at: Self.place(contract)).reveal()
    do throws(TemplateError) {
      return DraftForm(
        name: try row.words("name"), text: try row.words("body"), parameters: try row.parameters(),
        values: try DraftForm.values(json: json))
    } catch {
      throw SQLError.decoding("draft_form cannot be read: \(error)")
    }
  }

  /// What the text is drawn up from now on; nil where it is an uploaded file.
  package func keep(
    _ form: DraftForm?, of contract: ID<Contract>, at now: Instant, in connection: any SQLConnection
  ) throws {
    if let form { try put(form, of: contract, at: now, in: connection) } else { try remove(contract, in: connection) }
  }

  /// The text is an uploaded file from now on.
  package func remove(_ contract: ID<Contract>, in connection: any SQLConnection) throws {
    try connection.execute(DraftSQL.deleteForm, [.text(vault.tenantID), .text(contract.description)])
  }

  private static func place(_ contract: ID<Contract>) -> VaultPlace {
    VaultPlace(table: "draft_form", column: "filled", row: contract.description)
  }
}

extension SQLRow {
  fileprivate func words(_ column: String) throws(TemplateError) -> String { (try? text(column)) ?? "" }

  fileprivate func parameters() throws(TemplateError) -> [TemplateVariable] {
    try TemplateVariable.read(try words("parameters"))
  }
}
