package import Graphics
package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// What stands behind a group's link: each contract as its own link would show it.
package struct GroupVisit: Sendable {
  package struct Item: Sendable {
    package enum Obstacle: String, Sendable { case unread, reading, face }

    package let visit: LinkVisit
    /// Of the member's own page.
    package let token: String
    /// The file as it was read; nil until it was opened.
    package let seen: Digest?
    /// Why it cannot be signed now; nil when it can, or needs no signature any more.
    package let obstacle: Obstacle?

    /// Still to be signed by this person.
    package var isOpen: Bool {
      visit.contract.stage.isLive && visit.party.state == .awaitingSignature && visit.state == .open
    }
    /// The prepared file: stays the same while others sign.
    package var content: Digest? { visit.contract.round.file?.revisions.first { $0.kind == .prepared }?.digest }
    package var needsHandwriting: Bool {
      visit.contract.round.places(of: visit.party.id).contains { $0.kind == .handwriting }
    }
    package var mayUseHandwriting: Bool {
      needsHandwriting || visit.contract.round.places(of: visit.party.id).contains { $0.kind == .signature }
    }
  }

  package let group: SignGroup
  package let items: [Item]

  package var needsReceipt: Bool {
    items.contains { $0.visit.state == .open && $0.visit.contract.stage.isLive && $0.visit.party.state == .awaitingReceipt }
  }
  package var open: [Item] { items.filter(\.isOpen) }
  /// Whether everything that is left can be signed now.
  package var isReady: Bool { !open.isEmpty && open.allSatisfy { $0.obstacle == nil } }
}

/// Opens a group's link and signs its contracts under one code that names them all (J-007). Every file has been read to its
/// end; each contract gets a signature of its own, and what cannot be signed is told while the others stand.
package struct SignGroupActions: Sendable {
  package struct Outcome: Sendable {
    package let contractID: ID<Contract>
    package let title: String
    /// nil where it was signed.
    package let problem: Bilingual?
  }

  private let links: SignLinkActions
  private let desk: CodeDesk
  private let sign: SignByLink
  private let accept: AcceptByLink

  package init(links: SignLinkActions, desk: CodeDesk, sign: SignByLink, accept: AcceptByLink) {
    self.links = links
    self.desk = desk
    self.sign = sign
    self.accept = accept
  }

  private var ledger: ClientLedger { links.ledger }

  /// Throws `ClientError` `.notFound` for text that is no group's token.
  package func visit(_ token: String, scene: Scene, language: Language) async throws -> GroupVisit {
    guard token.utf8.count <= 128, !token.isEmpty else { throw ClientError(.notFound) }
    let hash = IssueSignLinks.hash(token)
    guard let group = try await ledger.engine.read({ try SignGroupStore().find(token: hash, in: $0) }) else {
      throw ClientError(.notFound)
    }
    let tokens = group.members.indices.map { MakeSignGroup.memberToken(token, $0) }
    var visits: [LinkVisit] = []
    for token in tokens { visits.append(try await links.visit(token, scene: scene, language: language)) }
    try await shareFace(&visits, since: group.createdAt)
    var items: [GroupVisit.Item] = []
    for (visit, token) in zip(visits, tokens) {
      let reading = try await reading(visit)
      items.append(
        GroupVisit.Item(visit: visit, token: token, seen: reading?.digest, obstacle: obstacle(visit, reading)))
    }
    return GroupVisit(group: group, items: items)
  }

  /// One face check of the person counts for all contracts of the group; each keeps the check's transaction number.
  private func shareFace(_ visits: inout [LinkVisit], since: Instant) async throws {
    guard
      let passed = visits.map(\.signer.progress).first(where: { ($0.facePassedAt ?? since.adding(.seconds(-1))) >= since })
    else { return }
    for (position, visit) in visits.enumerated() where visit.needsFace && visit.state == .open {
      let signer = visit.signer.with { progress in
        progress.facePassedAt = passed.facePassedAt
        progress.faceTransactionNo = passed.faceTransactionNo
        progress.faceMethod = passed.faceMethod
      }
      let vault = try await ledger.vault(visit.link.tenantID)
      try await ledger.engine.write { try ClientContractStore(vault: vault).save(signer, in: $0) }
      visits[position] = visit.with(signer)
    }
  }

  /// The furthest reading of the file, whichever of its revisions was shown.
  private func reading(_ visit: LinkVisit) async throws -> (digest: Digest, lastPage: Int, openedAt: Instant)? {
    guard let file = visit.contract.round.file else { return nil }
    let store = try await ledger.contracts.store(visit.link.tenantID)
    return try await ledger.engine.read { connection in
      try file.revisions.filter { file.showsContent($0.digest) }.compactMap { revision in
        try store.reading(party: visit.party.id, digest: revision.digest, in: connection).map {
          (revision.digest, $0.lastPage, $0.openedAt)
        }
      }.max { $0.1 < $1.1 }
    }
  }

  private func obstacle(
    _ visit: LinkVisit, _ reading: (digest: Digest, lastPage: Int, openedAt: Instant)?
  ) -> GroupVisit.Item.Obstacle? {
    guard let file = visit.contract.round.file, visit.party.state == .awaitingSignature else { return nil }
    if visit.needsFace { return .face }
    guard let reading, reading.lastPage >= file.pageCount else { return .unread }
    let seconds = Int(max(0, ledger.clock.now.since(reading.openedAt).components.seconds))
    return seconds < visit.link.scene.readingSeconds ? .reading : nil
  }

  /// Row 13 for every contract that still waits for it.
  package func receive(_ visit: GroupVisit) async throws {
    for item in visit.items where item.visit.state == .open && item.visit.party.state == .awaitingReceipt {
      _ = try await links.receive(item.visit)
    }
  }

  /// One code, good for exactly these files. Throws `ContractError` `.contentUnconfirmed` while one is unread.
  package func askCode(_ visit: GroupVisit) async throws -> CodeReceipt {
    let open = try ready(visit)
    guard let first = open.first, let mobile = MobileNumber(first.visit.signer.mobile.reveal()) else { throw ClientError(.notFound) }
    let titles = open.map { "《\($0.visit.contract.round.title)》（\($0.content?.short ?? "")）" }
    return try await desk.issue(
      .sign, binding: binding(open), to: .mobile(mobile), scene: first.visit.caller.scene, tenantID: visit.group.tenantID,
      isSignedIn: true
    ) { code in SignBatch.message(code, titles, in: first.visit.caller.language) }
  }

  /// Signs everything that is open. Throws before the first signature: `ContractError` `.contentUnconfirmed`, `.codeWrong`,
  /// `.codeExpired`, `.codeExhausted`, `.intentionMissing`.
  package func sign(
    _ visit: GroupVisit, handwriting: Handwriting?, diagonal: Double, code: String?, scene: Scene, language: Language
  ) async throws -> [Outcome] {
    let open = try ready(visit)
    if handwriting == nil, open.contains(where: \.needsHandwriting) { throw ContractError(.markUnusable) }
    let certified = open.filter { $0.visit.party.mode == .certificate }
    let now = ledger.clock.now
    if !certified.isEmpty { try await prove(open, certified, code, at: now) }
    var outcomes: [Outcome] = []
    for item in open {
      guard let digest = item.seen else { continue }
      let problem: Bilingual?
      do {
        if item.visit.party.mode == .clickwrap {
          _ = try await accept(item.token, seen: digest, isConfirmed: true, scene: scene, language: language)
        } else {
          let input = SignByLink.Input(
            seenDigest: digest, isContentConfirmed: true, handwriting: item.mayUseHandwriting ? handwriting : nil,
            handwritingDiagonal: diagonal, code: nil)
          _ = try await sign(
            item.token, input, proof: IntentionProof(method: .smsCode, fileDigest: digest, at: now), scene: scene,
            language: language)
        }
        problem = nil
      } catch let error as ContractError {
        problem = error.message
      } catch let error as ClientError {
        problem = error.message
      }
      outcomes.append(Outcome(contractID: item.visit.contract.id, title: item.visit.contract.round.title, problem: problem))
    }
    return outcomes
  }

  private func ready(_ visit: GroupVisit) throws -> [GroupVisit.Item] {
    let open = visit.open
    guard !open.isEmpty else { throw ContractError(.notYourTurn) }
    for item in open {
      switch item.obstacle {
      case nil: continue
      case .unread?: throw ContractError(.contentUnconfirmed, item.visit.contract.round.title)
      case .reading?: throw ContractError(.readingTooShort)
      case .face?: throw ClientError(.faceFailed)
      }
    }
    return open
  }

  /// Uses the code up and keeps the proof with each file's reading, in one transaction.
  private func prove(
    _ open: [GroupVisit.Item], _ certified: [GroupVisit.Item], _ code: String?, at now: Instant
  ) async throws {
    guard let code, let first = open.first else { throw ContractError(.intentionMissing) }
    let vault = try await ledger.vault(first.visit.link.tenantID)
    let binding = binding(open)
    let recipient = first.visit.signer.mobile.reveal()
    let refusal = try await ledger.engine.write { connection -> CodeRefusal? in
      let refusal = try OneTimeCodeStore(vault: vault).consume(
        code: code, purpose: .sign, binding: binding, recipient: recipient, at: now, in: connection)
      guard refusal == nil else { return refusal }
      for item in certified {
        guard let digest = item.seen else { continue }
        try ContractStore(vault: vault).recordIntention(
          IntentionProof(method: .smsCode, fileDigest: digest, at: now), party: item.visit.party.id,
          by: item.visit.signer.standIn, at: now, in: connection)
      }
      return nil
    }
    switch refusal {
    case nil: return
    case .unknown?, .wrong?: throw ContractError(.codeWrong)
    case .expired?, .used?: throw ContractError(.codeExpired)
    case .tooManyTries?: throw ContractError(.codeExhausted)
    }
  }

  /// Tied to exactly these contracts and files.
  private func binding(_ items: [GroupVisit.Item]) -> CodeBinding {
    let lines = items.map { "\($0.visit.contract.id):\($0.content?.hex ?? "")" }.sorted().joined(separator: "\n")
    return .batch(FileDigest.of(Array(lines.utf8)), account: items[0].visit.signer.standIn)
  }
}
