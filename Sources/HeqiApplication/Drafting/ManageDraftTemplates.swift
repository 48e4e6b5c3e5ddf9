package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Templates for drawing up texts: the platform's, and those of the person or the company they act for (F-051, F-052,
/// F-055, table D template.*).
package struct ManageDraftTemplates: Sendable {
  /// What somebody typed.
  package struct Input: Equatable, Sendable {
    package let name: String
    package let group: String
    package let text: String
    package let parameters: [TemplateVariable]
    /// The version that was read; nil makes a new template.
    package let version: Int?

    package init(name: String, group: String, text: String, parameters: [TemplateVariable], version: Int?) {
      self.name = name
      self.group = group
      self.text = text
      self.parameters = parameters
      self.version = version
    }
  }

  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// The platform's own first, then the caller's by group and name. Throws `ContractError` `.notPermitted`.
  package func list(caller: Caller) async throws -> [DraftTemplate] {
    guard caller.permits(.templateView) else { throw ContractError(.notPermitted) }
    let own = try await ledger.engine.read {
      try DraftTemplateStore(tenantID: caller.tenantID).list(of: caller.templateOwner, in: $0)
    }
    return SystemTemplates.all + own
  }

  /// Throws `ContractError` `.notFound` for another owner's.
  package func find(_ key: String, caller: Caller) async throws -> DraftTemplate {
    guard caller.permits(.templateView) else { throw ContractError(.notPermitted) }
    if let system = SystemTemplates.all.first(where: { $0.key == key }) { return system }
    let found = try await ledger.engine.read {
      try DraftTemplateStore(tenantID: caller.tenantID).find(key, of: caller.templateOwner, in: $0)
    }
    guard let found else { throw ContractError(.notFound) }
    return found
  }

  /// Throws `TemplateError` with the field at fault, `ContractError` `.identityUnverified`, `.notPermitted`,
  /// `.staleRevision`.
  package func save(_ key: String?, _ input: Input, caller: Caller) async throws -> DraftTemplate {
    guard caller.permits(key == nil ? .templateCreate : .templateEdit) else { throw ContractError(.notPermitted) }
    guard caller.isVerified else { throw ContractError(.identityUnverified) }
    let now = ledger.clock.now
    let id: ID<DraftTemplate> = ledger.random.id(at: now)
    let owner = caller.templateOwner
    let template = DraftTemplate(
      key: key ?? id.description, owner: owner, name: input.name.trimmingWhitespace,
      group: input.group.trimmingWhitespace, text: input.text,
      parameters: DraftTemplate.parameters(of: input.text, known: input.parameters), version: input.version ?? 1)
    do throws(TemplateError) { try template.check() } catch { throw error }
    try await ledger.engine.write { connection in
      let store = DraftTemplateStore(tenantID: caller.tenantID)
      if key == nil {
        guard try store.count(of: owner, in: connection) < DraftTemplate.countMax else {
          throw TemplateError(.tooLarge, at: "name", "模板最多 500 份。", "There can be at most 500 templates.")
        }
        try store.insert(template, at: now, in: connection)
      } else {
        guard try store.update(template, at: now, in: connection) else { throw ContractError(.staleRevision) }
      }
    }
    return template
  }

  /// Contracts that were drawn up from it keep their copy.
  package func delete(_ key: String, caller: Caller) async throws {
    guard caller.permits(.templateDelete) else { throw ContractError(.notPermitted) }
    try await ledger.engine.write {
      try DraftTemplateStore(tenantID: caller.tenantID).delete(key, of: caller.templateOwner, in: $0)
    }
  }

  /// The template as PDF with every parameter blank (F-055 下载). Throws `ContractError`.
  package func blank(_ key: String, caller: Caller) async throws -> DownloadedFile {
    guard caller.permits(.templateDownload) else { throw ContractError(.notPermitted) }
    let template = try await find(key, caller: caller)
    let form = DraftForm(name: template.name, text: template.text, parameters: template.parameters, values: [:])
    let bytes = try DraftPaper.pdf(form)
    return DownloadedFile(
      name: "\(template.name).pdf", mediaType: "application/pdf", bytes: bytes, digest: FileDigest.of(bytes))
  }
}

extension Caller {
  /// Whose templates the caller sees beside the platform's.
  var templateOwner: DraftTemplate.Owner {
    mode.standing.map { .organization($0.organizationID) } ?? .person(accountID)
  }
}
