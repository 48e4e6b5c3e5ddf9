package import HeqiDomain
package import HeqiPorts
import HeqiSQL
import HeqiStorage
package import Logging

/// Asks the outside parties of a verification one after the other and records their answers (F-009b–e, F-023, F-024).
///
/// Safe to run twice and at once: an answer counts only while its check is open (drill 8).
package struct RunIdentityChecks: Sendable {
  /// The parties that are asked.
  package struct Parties: Sendable {
    package let reader: any TextRecognizer
    package let police: any PoliceIDChecker
    package let faces: any FaceVerifier

    package init(reader: any TextRecognizer, police: any PoliceIDChecker, faces: any FaceVerifier) {
      self.reader = reader
      self.police = police
      self.faces = faces
    }
  }

  /// More steps than there are checks would be a loop.
  private static let stepsMax = 8

  private let desk: VerificationDesk
  private let images: IdentityImages
  private let parties: Parties
  private let complete: CompleteVerification
  private let logger: Logger

  package init(
    desk: VerificationDesk, images: IdentityImages, parties: Parties, complete: CompleteVerification,
    logger: Logger = Logger(label: "heqi.identity")
  ) {
    self.desk = desk
    self.images = images
    self.parties = parties
    self.complete = complete
    self.logger = logger
  }

  /// Goes on within the person's own request. A party that does not answer leaves the rest to the job.
  func proceed(_ id: ID<IdentityVerification>, tenantID: String, scene: Scene) async -> IdentityVerification? {
    do {
      return try await self(id, tenantID: tenantID, scene: scene, givesUp: false)
    } catch {
      logger.warning(
        "identity checks are left to the job", metadata: ["verification.id": "\(id)", "error.type": "\(type(of: error))"])
      let ledger = desk.ledger
      guard let vault = try? await ledger.open(tenantID) else { return nil }
      return try? await ledger.engine.read { try VerificationStore(vault: vault).find(id, in: $0) }
    }
  }

  /// Runs every open check, then completes a verified person.
  ///
  /// - Parameter givesUp: true at the last attempt: whoever has not answered by then is replaced by a reviewer.
  /// - Throws: `ProviderError` `.retryable` when a party should be asked again later.
  @discardableResult
  package func callAsFunction(
    _ id: ID<IdentityVerification>, tenantID: String, scene: Scene = .system, givesUp: Bool
  ) async throws -> IdentityVerification {
    let ledger = desk.ledger
    let vault = try await ledger.open(tenantID)
    let lookup = VerificationLookup(vault: vault, ledger: ledger)
    for _ in 0..<Self.stepsMax {
      let (account, verification) = try await ledger.engine.read { try lookup.of(id, in: $0) }
      if verification.status == .verified {
        try await complete(account.id, tenantID: tenantID, scene: scene)
        return verification
      }
      guard verification.status == .checking, let task = IdentityVerificationLifecycle.openTask(of: verification) else {
        return verification
      }
      let command = try await answer(task, verification, givesUp)
      let author = VerificationDesk.Author(actor: account.actor, scene: scene)
      let now = ledger.clock.now
      do {
        try await ledger.engine.write { connection in
          let (account, verification) = try lookup.of(id, in: connection)
          _ = try desk.apply(command, to: verification, of: account, by: author, vault: vault, at: now, in: connection)
        }
      } catch let error as IdentityError where error == IdentityError(.idCardTaken) {
        try await refuseDouble(id, lookup, author, vault)
      }
    }
    return try await ledger.engine.read { try lookup.of(id, in: $0).1 }
  }

  private func answer(
    _ task: VerificationTask, _ verification: IdentityVerification, _ givesUp: Bool
  ) async throws -> VerificationCommand {
    let number = verification.submission
    do {
      switch task {
      case .readCard: return .recordCard(try await reading(verification), submission: number)
      case .checkPolice: return .recordPolice(try await policeAnswer(verification), submission: number)
      default: return .recordFace(try await faceAnswer(verification), submission: number)
      }
    } catch let error as ProviderError {
      if error.kind == .retryable, !givesUp { throw error }
      logger.notice(
        "an identity check goes to a reviewer", metadata: ["provider": "\(error.provider)", "error.kind": "\(error.kind.rawValue)"])
      switch task {
      case .readCard: return .recordCard(.nothing, submission: number)
      case .checkPolice: return .recordPolice(.needsReview, submission: number)
      default: return .recordFace(.needsReview, submission: number)
      }
    }
  }

  private func reading(_ verification: IdentityVerification) async throws -> CardReading {
    guard let front = try await image(verification.images.front, .front, verification) else { return .nothing }
    let text = try await parties.reader.readCardFront(front)
    return CardReading(name: text.name, idCardNumber: text.idCardNumber.flatMap { try? IDCardNumber($0) })
  }

  private func policeAnswer(_ verification: IdentityVerification) async throws -> CheckAnswer {
    guard let name = verification.name, let number = verification.idCardNumber,
      let front = try await image(verification.images.front, .front, verification),
      let back = try await image(verification.images.back, .back, verification)
    else { return .needsReview }
    return try await parties.police.check(
      name: Sensitive(name), idCardNumber: Sensitive(number.text), front: front, back: back
    ).checkAnswer
  }

  private func faceAnswer(_ verification: IdentityVerification) async throws -> CheckAnswer {
    guard let live = try await image(verification.images.live, .live, verification),
      let front = try await image(verification.images.front, .front, verification)
    else { return .needsReview }
    return try await parties.faces.compare(live: live, cardFront: front).checkAnswer
  }

  private func image(
    _ stored: StoredImage?, _ kind: IdentityImages.Kind, _ verification: IdentityVerification
  ) async throws -> [UInt8]? {
    guard let stored else { return nil }
    return try await images.read(stored, kind, of: verification.accountID, tenantID: verification.tenantID)
  }

  /// Another account became verified with the same number meanwhile: a reviewer must look at both.
  private func refuseDouble(
    _ id: ID<IdentityVerification>, _ lookup: VerificationLookup, _ author: VerificationDesk.Author, _ vault: TenantVault
  ) async throws {
    let now = desk.ledger.clock.now
    try await desk.ledger.engine.write { connection in
      let (account, verification) = try lookup.of(id, in: connection)
      guard verification.status == .checking else { return }
      var refused = verification
      for check in IdentityCheck.allCases where refused.checks[check] == .running { refused.checks[check] = .notRun }
      refused.checks.idCardNumber = .failed
      refused.status = .failed
      refused.decidedAt = now
      refused.reason = IdentityError(.idCardTaken).message.chinese
      let saved = try VerificationStore(vault: vault).save(refused, in: connection)
      try EventStore().append(
        desk.ledger.events(
          [VerificationEvent.statusChanged(saved, account: account)], of: account, scene: author.scene, at: now),
        in: connection)
    }
  }
}

extension CheckOutcome {
  fileprivate var checkAnswer: CheckAnswer {
    switch self {
    case .passed: .passed
    case .failed: .failed
    case .needsReview: .needsReview
    }
  }
}
