package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// 批量签: up to 100 contracts under one intention check that names every file (T-011). Each file has been opened by the
/// signer, or stays out; each contract gets a signature of its own.
package struct SignBatch: Sendable {
  package static let contractsMax = 100

  /// One contract that waits for the caller's signature.
  package struct Item: Equatable, Sendable {
    package enum Obstacle: String, Sendable, CaseIterable { case unopened, reading, rating, handwriting, noSeal }

    package let contract: Contract
    package let party: ContractParty
    package let digest: Digest
    /// Why it cannot be signed in a batch now; nil when it can.
    package let obstacle: Obstacle?
  }

  package struct Sheet: Equatable, Sendable {
    package let items: [Item]
    package let maskedMobile: String
    package let asksSealPIN: Bool
  }

  /// A contract and the file that was shown.
  package struct Choice: Hashable, Sendable {
    package let contractID: ID<Contract>
    package let digest: Digest

    package init(contractID: ID<Contract>, digest: Digest) {
      self.contractID = contractID
      self.digest = digest
    }
  }

  package struct Outcome: Equatable, Sendable {
    package let contractID: ID<Contract>
    package let title: String
    /// nil where it was signed.
    package let problem: ContractError?
  }

  private let ledger: ContractLedger
  private let desk: CodeDesk
  private let sheetOf: OpenSigningSheet
  private let complete: CompleteSignature

  package init(ledger: ContractLedger, desk: CodeDesk, complete: CompleteSignature) {
    self.ledger = ledger
    self.desk = desk
    sheetOf = OpenSigningSheet(ledger: ledger)
    self.complete = complete
  }

  /// What waits for the caller's signature, the oldest request first.
  package func callAsFunction(caller: Caller) async throws -> Sheet {
    let requests = try await waiting(caller)
    var items: [Item] = []
    var mobile = ""
    var asksPIN = false
    for row in requests.reversed() {
      do {
        let sheet = try await sheetOf(row.contract.id, caller: caller)
        mobile = sheet.maskedMobile
        asksPIN = asksPIN || sheet.asksSealPIN
        items.append(
          Item(
            contract: sheet.contract, party: sheet.party, digest: sheet.digest,
            obstacle: try await obstacle(sheet, caller)))
      } catch is ContractError {
        // It ended or moved on between the two looks.
        continue
      }
    }
    return Sheet(items: items, maskedMobile: mobile, asksSealPIN: asksPIN)
  }

  /// The newest requests to sign, among however many of other kinds.
  private func waiting(_ caller: Caller) async throws -> [RequestRow] {
    let list = ListRequests(ledger: ledger)
    var rows: [RequestRow] = []
    var last: ActionRequest?
    while rows.count < Self.contractsMax {
      let page = try await list(before: last, limit: Self.contractsMax, caller: caller)
      rows += page.filter { $0.turn.yourAction == .sign }
      guard let oldest = page.last?.request else { break }
      last = oldest
    }
    return Array(rows.prefix(Self.contractsMax))
  }

  private func obstacle(_ sheet: SigningSheet, _ caller: Caller) async throws -> Item.Obstacle? {
    let store = try await ledger.store(caller.tenantID)
    let reading = try await ledger.engine.read { try store.reading(party: sheet.party.id, digest: sheet.digest, in: $0) }
    guard let reading, reading.lastPage > 0 else { return .unopened }
    if sheet.readingSecondsLeft > 0 { return .reading }
    if sheet.liveImages.contains(where: { $0.rating == nil || $0.rating == .unacceptable }) { return .rating }
    if sheet.needsHandwriting { return .handwriting }
    return sheet.seals.isEmpty ? .noSeal : nil
  }

  /// Sends one code that is good for exactly these files. Throws `ContractError` `.notYourTurn`, `.fileChanged`, and
  /// `IdentityError` `.tooManyRequests`.
  package func askCode(_ choices: [Choice], caller: Caller) async throws -> CodeReceipt {
    let items = try await chosen(choices, caller)
    let now = ledger.clock.now
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: now)
    let account = try await ledger.engine.read { try AccountStore(vault: vault).find(caller.accountID, in: $0) }
    guard let account else { throw ContractError(.notFound) }
    let titles = items.map { "《\($0.contract.round.title)》（\($0.digest.short)）" }
    let receipt = try await desk.issue(
      .sign, binding: binding(choices, caller), to: .mobile(account.mobile), scene: caller.scene,
      tenantID: caller.tenantID, isSignedIn: true
    ) { code in Self.message(code, titles, in: caller.language) }
    // Each contract's own record names its file and the digest of the list. The records of all of them together give the
    // list back, while no party of one contract learns of the others.
    let list = "批量 \(items.count) 份，清单 SHA-256 \(listDigest(choices).hex)"
    let intention = "\(IntentionProof.Method.smsCode.title.chinese)（\(list)）"
    try await ledger.engine.write { connection in
      for item in items {
        let event = ContractEvent(
          .intentionAsked, fileDigest: item.digest,
          facts: [
            Event.Fact(ContractFact.title, item.contract.round.title),
            Event.Fact(ContractFact.side, item.party.side.rawValue), Event.Fact(ContractFact.party, item.party.maskedName),
            Event.Fact(ContractFact.intention, intention),
          ])
        try ledger.record([event], of: item.contract, as: caller.actor, from: caller.scene, at: now, in: connection)
      }
    }
    return receipt
  }

  /// Signs each of the files after the one code; what cannot be signed is told, the others stand.
  ///
  /// - Parameter code: nil goes on with what was proved within the code's lifetime, after an interruption.
  /// - Throws: `ContractError` `.codeWrong`, `.codeExpired`, `.codeExhausted`, `.intentionMissing`; then nothing was signed.
  package func sign(
    _ choices: [Choice], code: String?, sealPIN: Sensitive<String>?, caller: Caller
  ) async throws -> [Outcome] {
    let items = try await chosen(choices, caller)
    if let code { try await prove(items, choices, code, caller) }
    var outcomes: [Outcome] = []
    for item in items {
      let input = CompleteSignature.Input(
        contractID: item.contract.id, seenDigest: item.digest, isContentConfirmed: true, code: nil, sealPIN: sealPIN)
      do {
        _ = try await complete(input, caller: caller)
        outcomes.append(Outcome(contractID: item.contract.id, title: item.contract.round.title, problem: nil))
      } catch let error as ContractError {
        outcomes.append(Outcome(contractID: item.contract.id, title: item.contract.round.title, problem: error))
      } catch let error as SealError {
        let problem = ContractError(.markUnusable, error.code.rawValue, remark: error.message, cause: error)
        outcomes.append(Outcome(contractID: item.contract.id, title: item.contract.round.title, problem: problem))
      }
    }
    return outcomes
  }

  /// The chosen contracts as they stand; each must be open to a batch, in the file that was shown.
  private func chosen(_ choices: [Choice], _ caller: Caller) async throws -> [Item] {
    guard !choices.isEmpty, choices.count <= Self.contractsMax, Set(choices).count == choices.count else {
      throw ContractError(.requestConflict, "1 to \(Self.contractsMax) contracts")
    }
    var items: [Item] = []
    for choice in choices {
      let sheet = try await sheetOf(choice.contractID, caller: caller)
      guard sheet.digest == choice.digest else { throw ContractError(.fileChanged) }
      switch try await obstacle(sheet, caller) {
      case nil: break
      case .unopened?: throw ContractError(.contentUnconfirmed, sheet.contract.round.title)
      case .reading?: throw ContractError(.readingTooShort)
      case .rating?: throw ContractError(.liveImageUnrated)
      case .handwriting?, .noSeal?: throw ContractError(.markUnusable)
      }
      items.append(Item(contract: sheet.contract, party: sheet.party, digest: sheet.digest, obstacle: nil))
    }
    return items
  }

  /// Uses the code up and keeps the proof with each file's reading, in one transaction.
  private func prove(_ items: [Item], _ choices: [Choice], _ code: String, _ caller: Caller) async throws {
    let now = ledger.clock.now
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: now)
    let binding = binding(choices, caller)
    let refusal = try await ledger.engine.write { connection -> CodeRefusal? in
      guard let account = try AccountStore(vault: vault).find(caller.accountID, in: connection) else { return .unknown }
      let refusal = try OneTimeCodeStore(vault: vault).consume(
        code: code, purpose: .sign, binding: binding, recipient: account.mobile.text, at: now, in: connection)
      guard refusal == nil else { return refusal }
      let store = ContractStore(vault: vault)
      for item in items {
        try store.recordIntention(
          IntentionProof(method: .smsCode, fileDigest: item.digest, at: now), party: item.party.id,
          by: caller.accountID, at: now, in: connection)
      }
      return nil
    }
    switch refusal {
    case nil: break
    case .unknown?, .wrong?: throw ContractError(.codeWrong)
    case .expired?, .used?: throw ContractError(.codeExpired)
    case .tooManyTries?: throw ContractError(.codeExhausted)
    }
  }

  /// Tied to exactly these contracts and files, in whatever order they were sent.
  private func binding(_ choices: [Choice], _ caller: Caller) -> CodeBinding {
    .batch(listDigest(choices), account: caller.accountID)
  }

  /// Of the lines `<contract>:<digest of its file>`, sorted and joined by line feeds.
  private func listDigest(_ choices: [Choice]) -> Digest {
    let lines = choices.map { "\($0.contractID):\($0.digest.hex)" }.sorted().joined(separator: "\n")
    return FileDigest.of(Array(lines.utf8))
  }

  /// A text message cannot hold a hundred titles: one part carries 67 characters and carriers drop long ones, and a code that
  /// does not arrive signs nothing. So it names three and the count; the page that asks for the code lists every file with its
  /// state, and the code is bound to exactly those.

  static func message(_ code: String, _ titles: [String], in language: Language) -> (subject: String, text: String) {
    let named = titles.prefix(3).joined(separator: "、")
    switch language {
    case .chinese:
      return (
        "批量签署验证码",
        "验证码 \(code)，用于一次签署 \(titles.count) 份合同：\(named)\(titles.count > 3 ? " 等" : "")。10 分钟内有效。请勿告诉任何人；如非本人操作，请不要使用。"
      )
    case .english:
      return (
        "Code to sign a batch",
        "Code \(code) signs \(titles.count) contracts at once: \(named)\(titles.count > 3 ? " and more" : ""). Valid for 10 minutes. Tell nobody; ignore it if you did not ask."
      )
    }
  }
}
