package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Row 5, 保存草稿: takes an uploaded PDF as the file of a new draft, of a draft, or of a next round.
package struct UploadContractFile: Sendable {
  /// What came with the upload.
  package struct Input: Sendable {
    /// nil starts a new draft.
    package let contractID: ID<Contract>?
    /// Name as sent by the browser; only its last component is kept, for display.
    package let fileName: String
    /// nil takes the file's name.
    package let title: String?
    package let bytes: [UInt8]
    /// Required parameters that the text still leaves open.
    let openParameters: Int

    package init(
      contractID: ID<Contract>?, fileName: String, title: String? = nil, bytes: [UInt8]
    ) {
      self.init(contractID: contractID, fileName: fileName, title: title, bytes: bytes, openParameters: 0)
    }

    init(contractID: ID<Contract>?, fileName: String, title: String?, bytes: [UInt8], openParameters: Int) {
      self.openParameters = openParameters
      self.contractID = contractID
      self.fileName = fileName
      self.title = title
      self.bytes = bytes
    }
  }

  /// A draft with its new file.
  package struct Upload: Sendable {
    package let contract: Contract
    /// Whether the upload was broken and what is kept is a repaired copy: its sender should look at it once more.
    package let wasRepaired: Bool
    /// Whether hidden layers were dropped or form fields drawn: its sender should look at it once more, too.
    package let wasSettled: Bool
  }

  private let ledger: ContractLedger
  private let files: ContractFiles

  package init(ledger: ContractLedger, files: ContractFiles) {
    self.ledger = ledger
    self.files = files
  }

  /// The draft with its new file. Throws `ContractError` with the reason of a refusal; then nothing is kept.
  package func callAsFunction(_ input: Input, caller: Caller) async throws -> Contract {
    try await upload(input, caller: caller).contract
  }

  /// The same, with what had to be done to the file.
  package func upload(_ input: Input, caller: Caller) async throws -> Upload {
    // An uploaded file takes the place of a text that was drawn up from a template.
    try await upload(input, form: nil, caller: caller)
  }

  /// - Parameter form: what the file was drawn up from; kept with the contract in the same transaction.
  func upload(_ input: Input, form: DraftForm?, caller: Caller) async throws -> Upload {
    if let id = input.contractID { return try await replace(id, input, form, caller) }
    let document = try DocumentIntake.accept(input.bytes)
    return Upload(
      contract: try await begin(document, input, form, caller), wasRepaired: document.wasRepaired,
      wasSettled: document.wasSettled)
  }

  private func begin(
    _ document: AcceptedDocument, _ input: Input, _ form: DraftForm?, _ caller: Caller
  ) async throws -> Contract {
    let now = ledger.clock.now
    let id: ID<Contract> = ledger.random.id(at: now)
    let file = file(document, input, at: now)
    let title = input.title.flatMap { ContractLimits.title($0) } ?? Self.title(of: input.fileName)
    let store = try await ledger.store(caller.tenantID)
    let initiator = try Self.initiator(ledger.random.id(at: now), caller)
    let round = ContractRound(title: title, file: file, initiator: initiator)
    let shell = Contract(id: id, tenantID: caller.tenantID, transactionNo: "", createdAt: now, round: round)
    let blob = try await files.put(document.bytes, of: shell, at: now)
    let contract = try await ledger.engine.write { connection in
      let draft = Contract(
        id: id, tenantID: caller.tenantID, transactionNo: try store.nextTransactionNo(in: connection), createdAt: now,
        round: round)
      try files.record(blob, over: nil, of: draft, at: now, in: connection)
      let saved = try store.insert(draft, at: now, in: connection)
      if let form { try DraftFormStore(vault: store.vault).put(form, of: id, at: now, in: connection) }
      let transition = try ContractLifecycle.apply(
        .saveDraft(RoundEdit(title: title)), to: saved, by: .party(initiator.id), at: now)
      try ledger.record(transition.events, of: saved, as: caller.actor, from: caller.scene, at: now, in: connection)
      return saved
    }
    await ledger.announce(contract)
    return contract
  }

  /// The caller, or the company they act for (F-029).
  private static func initiator(_ id: ID<ContractParty>, _ caller: Caller) throws(ContractError) -> ContractParty {
    guard let standing = caller.mode.standing else {
      return ContractParty(id: id, side: .initiator, accountID: caller.accountID, name: caller.name)
    }
    guard caller.permits(.contractDraft) else { throw ContractError(.notPermitted) }
    return ContractParty(
      id: id, side: .initiator, kind: .company, accountID: caller.accountID, name: standing.organizationName,
      company: PartyCompany(organizationID: standing.organizationID, handlerID: standing.membershipID))
  }

  private func replace(
    _ id: ID<Contract>, _ input: Input, _ form: DraftForm?, _ caller: Caller
  ) async throws -> Upload {
    let (contract, _) = try await ledger.find(id, for: caller, .draft)
    guard contract.editable != nil else { throw ContractError(.notAllowedInStage, contract.stage.name.rawValue) }
    let document = try DocumentIntake.accept(input.bytes)
    let now = ledger.clock.now
    let file = file(document, input, at: now)
    let blob = try await files.put(document.bytes, of: contract, at: now)
    let forms = DraftFormStore(vault: try await ledger.store(caller.tenantID).vault)
    let saved = try await ledger.perform(id, for: caller, .draft) { saved, connection in
      try forms.keep(form, of: id, at: now, in: connection)
      try files.record(blob, over: nil, of: saved, at: now, in: connection)
    } _: { _, _ in
      .saveDraft(RoundEdit(title: input.title, file: file))
    }
    return Upload(contract: saved, wasRepaired: document.wasRepaired, wasSettled: document.wasSettled)
  }

  private func file(_ document: AcceptedDocument, _ input: Input, at now: Instant) -> ContractFile {
    ContractFile(
      id: ledger.random.id(at: now), name: Self.shownName(input.fileName), pageCount: document.pageCount,
      openParameters: input.openParameters,
      original: FileRevision(
        number: 0, kind: .original, digest: FileDigest.of(document.bytes), length: document.bytes.count, at: now))
  }

  /// The last component of a file's name, for display.
  static func shownName(_ fileName: String) -> String {
    let name = fileName.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? "contract.pdf"
    return String(name.prefix(200))
  }

  /// A file's name as a title: without folder, extension and refused characters.
  static func title(of fileName: String) -> String {
    var name = fileName.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    if name.lowercased().hasSuffix(".pdf") { name = String(name.dropLast(4)) }
    let kept = name.filter { !ContractLimits.titleCharactersRefused.contains($0) }.prefix(
      ContractLimits.titleCharactersMax)
    return ContractLimits.title(String(kept)) ?? "未命名合同"
  }
}
