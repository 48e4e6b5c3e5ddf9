package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// One line of the reviewers' queue.
package struct FaceReviewRow: Sendable {
  package let review: FaceReview
  package let maskedName: String
  package let clientName: String
  package let isOverdue: Bool
}

/// The queue: what waits, most urgent first, and what was decided last.
package struct FaceReviewQueue: Sendable {
  package let open: [FaceReviewRow]
  package let closed: [FaceReviewRow]
}

/// A case as a reviewer sees it: name and number in full, since they are compared with the card; each look is logged.
package struct FaceReviewCase: Sendable {
  package let review: FaceReview
  package let check: FaceVerification
  package let clientName: String
  /// Which services were tried, and how each failed.
  package let passedOver: [String]
}

/// Reviewers' side of manual checks (B-26): queue, case, images, decision.
extension FaceReviewDesk {
  private static let shownMax = 100

  /// Throws `IdentityError` `.notPermitted` without the role `platformReviewer`.
  package func queue(caller: Caller) async throws -> FaceReviewQueue {
    try PeoplePolicy.require(.review, caller)
    let ledger = faces.ledger
    let (open, closed) = try await ledger.engine.read { connection in
      let store = FaceReviewStore()
      return (try store.open(limit: Self.shownMax, in: connection), try store.closed(limit: 20, in: connection))
    }
    return FaceReviewQueue(open: try await rows(open), closed: try await rows(closed))
  }

  private func rows(_ reviews: [FaceReview]) async throws -> [FaceReviewRow] {
    let now = faces.ledger.clock.now
    var rows: [FaceReviewRow] = []
    for review in reviews {
      guard let (check, client) = try await check(of: review) else { continue }
      rows.append(
        FaceReviewRow(
          review: review, maskedName: Mask.name(check.person.name.reveal()), clientName: client.name,
          isOverdue: review.isOverdue(at: now)))
    }
    return rows
  }

  private func check(of review: FaceReview) async throws -> (FaceVerification, APIClient)? {
    let vault = try await faces.ledger.vault(review.tenantID)
    return try await faces.ledger.engine.read { connection in
      guard let check = try FaceStore(vault: vault).find(review.checkID, in: connection),
        let client = try ClientStore().find(check.clientID, in: connection)
      else { return nil }
      return (check, client)
    }
  }

  /// Throws `IdentityError` `.notPermitted`, `.taskClosed` for an unknown case.
  package func open(_ id: ID<FaceReview>, caller: Caller) async throws -> FaceReviewCase {
    try PeoplePolicy.require(.review, caller)
    let ledger = faces.ledger
    guard let review = try await ledger.engine.read({ try FaceReviewStore().find(id, in: $0) }),
      let (check, client) = try await check(of: review)
    else { throw IdentityError(.taskClosed) }
    try await look("data", at: check, caller)
    let events = try await ledger.engine.read {
      try EventStore().bySubject(check.subject, tenantID: check.tenantID, in: $0)
    }
    let passedOver = events.filter { ["face.passedOver", "face.exhausted"].contains($0.event.kind) }
      .compactMap { $0.event.fact("vendor") ?? $0.event.fact("reason") }
    return FaceReviewCase(review: review, check: check, clientName: client.name, passedOver: passedOver)
  }

  /// JPEG. Throws `IdentityError` `.notPermitted`, `.taskClosed` when the case is closed.
  package func image(_ kind: Kind, of id: ID<FaceReview>, caller: Caller) async throws -> [UInt8] {
    try PeoplePolicy.require(.review, caller)
    guard let review = try await faces.ledger.engine.read({ try FaceReviewStore().find(id, in: $0) }), review.state == .open,
      let (check, _) = try await check(of: review)
    else { throw IdentityError(.taskClosed) }
    try await look(kind.rawValue, at: check, caller)
    return try await blobs.read(Self.reference(kind, of: review))
  }

  private func look(_ item: String, at check: FaceVerification, _ caller: Caller) async throws {
    let ledger = faces.ledger
    let now = ledger.clock.now
    let event = EventDraft("face.lookedAt", by: .caller, [Event.Fact("item", item)]).event(
      id: ledger.random.id(at: now), tenantID: check.tenantID, at: now, caller: caller.backOfficeActor, scene: caller.scene,
      subject: check.subject)
    try await ledger.engine.write { try EventStore().append([event], in: $0) }
  }

  /// Settles the check by a person's decision; check, evidence, callback and message in one transaction.
  /// - Parameter fault: nil when the person was recognised.
  /// Throws `IdentityError` `.notPermitted`, `.taskClosed`, `.reasonMissing`, `.staleRevision`.
  package func decide(_ id: ID<FaceReview>, fault: FaceFault?, reason: String, caller: Caller) async throws {
    try PeoplePolicy.require(.review, caller)
    let ledger = faces.ledger
    let now = ledger.clock.now
    guard let review = try await ledger.engine.read({ try FaceReviewStore().find(id, in: $0) }),
      let (check, _) = try await check(of: review), check.session == review.session, check.status(at: now) == .processing
    else { throw IdentityError(.taskClosed) }
    let name = Mask.name(caller.name)
    let decided = try FaceReviewLifecycle.decide(review, fault: fault, reason: reason, by: caller.accountID, name: name, at: now)
    let answer: FaceAnswer =
      if let fault { .failed(fault, score: nil, transactionNo: review.number) } else { .passed(score: nil, transactionNo: review.number) }
    let note = EventDraft(
      "face.reviewed", by: .caller,
      [.init("reviewer", name), .init("result", fault?.rawValue ?? "PASSED"), .init("reason", reason.trimmingWhitespace)])
    let vault = try await ledger.vault(check.tenantID)
    let message = message(check, fault: fault, reason: reason.trimmingWhitespace)
    let after = try await faces.perform(
      .settle(answer, session: review.session), check, scene: caller.scene, notes: [note], actor: caller.backOfficeActor,
      method: "\(check.consent == nil ? FaceMethod.declined : FaceReview.vendor):\(name)"
    ) { connection in
      try FaceReviewStore().save(decided, in: connection)
      guard let mobile = check.person.mobile else { return }
      try MessageOutbox(vault: vault, random: ledger.random).sms(
        to: mobile, text: message, key: "face-review:\(review.id)", at: now, in: connection)
    }
    guard after.status == (fault == nil ? .success : .failed), after.transactionNo == review.number else {
      throw IdentityError(.taskClosed)
    }
  }

  private func message(_ check: FaceVerification, fault: FaceFault?, reason: String) -> String {
    let next = check.returnPath.map { "请打开：\(faces.publicURL)\($0.reveal())" } ?? "请回到发起方的页面继续。"
    return fault == nil ? "【合契】您的身份已由人工核验通过。\(next)" : "【合契】您的人工核验未通过：\(reason)。\(next)"
  }
}
