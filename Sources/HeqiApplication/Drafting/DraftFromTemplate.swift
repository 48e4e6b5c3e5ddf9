package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Rows 1, 3 and 4 with parameters (F-031, F-068): each side fills in its own, the text is set anew each time.
package struct DraftFromTemplate: Sendable {
  private let ledger: ContractLedger
  private let templates: ManageDraftTemplates
  private let upload: UploadContractFile
  private let negotiate: NegotiateDraft

  package init(
    ledger: ContractLedger, templates: ManageDraftTemplates, upload: UploadContractFile, negotiate: NegotiateDraft
  ) {
    self.ledger = ledger
    self.templates = templates
    self.upload = upload
    self.negotiate = negotiate
  }

  /// A new draft. Throws `TemplateError` with the parameter at fault, `.valueMissing` where one of the initiator's is
  /// empty; `ContractError` as an upload does.
  package func start(_ key: String, _ typed: [String: String], caller: Caller) async throws -> Contract {
    let template = try await templates.find(key, caller: caller)
    let empty = DraftForm(name: template.name, text: template.text, parameters: template.parameters, values: [:])
    let form = try Self.complete(empty.filled(typed, by: .initiator), .initiator)
    return try await save(form, as: nil, caller)
  }

  /// The form of a contract and which side the caller fills in; nil where its text is an uploaded file.
  package func form(_ id: ID<Contract>, caller: Caller) async throws -> (form: DraftForm, side: ContractSide)? {
    let store = try await ledger.store(caller.tenantID)
    return try await ledger.engine.read { connection in
      let (_, party) = try ContractLedger.find(id, for: caller, .view, store, in: connection)
      return try DraftFormStore(vault: store.vault).find(id, in: connection).map { ($0, party.side) }
    }
  }

  /// What one side typed becomes part of the text: a draft of the initiator is set anew, a declined one goes to the
  /// receivers again, a receiver's values give the text they are asked to agree to.
  ///
  /// Throws `TemplateError` with the parameter at fault; `ContractError` `.notAllowedInStage`, `.staleRevision`.
  package func fill(_ id: ID<Contract>, _ typed: [String: String], caller: Caller) async throws -> Contract {
    guard let (present, side) = try await form(id, caller: caller) else { throw ContractError(.notAllowedInStage) }
    let form = try Self.complete(present.filled(typed, by: side), side)
    let (contract, _) = try await ledger.find(id, for: caller, side == .initiator ? .draft : .receive)
    switch (side, contract.stage.name) {
    case (.initiator, .draftRejected):
      return try await negotiate.redraft(
        id, fileName: Self.fileName(form), bytes: DraftPaper.pdf(form), form: form, caller: caller)
    case (.initiator, _) where contract.stage == .draft: return try await save(form, as: id, caller)
    case (.receiver, .draftAwaitingConfirmation):
      return try await negotiate.fill(
        contract, fileName: Self.fileName(form), bytes: DraftPaper.pdf(form), form: form, caller: caller)
    default: throw ContractError(.notAllowedInStage, contract.stage.name.rawValue)
    }
  }

  private func save(_ form: DraftForm, as id: ID<Contract>?, _ caller: Caller) async throws -> Contract {
    let input = UploadContractFile.Input(
      contractID: id, fileName: Self.fileName(form), title: id == nil ? form.name : nil, bytes: try DraftPaper.pdf(form),
      openParameters: form.open.count)
    return try await upload.upload(input, form: form, caller: caller).contract
  }

  private static func fileName(_ form: DraftForm) -> String { "\(form.name).pdf" }

  private static func complete(_ form: DraftForm, _ side: ContractSide) throws(TemplateError) -> DraftForm {
    guard let first = form.open(of: side).first else { return form }
    throw TemplateError(.valueMissing, at: "variables.\(first.key)", "请填写\(first.name)。", "Fill in \(first.name).")
  }
}

/// A filled form as PDF.
enum DraftPaper {
  /// Throws `TemplateError`; `ContractError` `.fileRefused` where it cannot be set.
  static func pdf(_ form: DraftForm) throws -> [UInt8] {
    let body = try form.body()
    do {
      return try TemplateDocument(body, title: form.name).pdf()
    } catch {
      throw ContractError(
        .fileRefused, "typeset",
        remark: Bilingual("文本含有无法排版的文字", "the text holds characters that cannot be set"), cause: error)
    }
  }
}
