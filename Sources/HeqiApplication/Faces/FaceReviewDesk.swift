package import HeqiDomain
import HeqiPorts
import HeqiSQL
package import HeqiStorage

/// Manual checks at the end of the chain (B-26, M-035): the person hands in card and live image with a consent of its own, a
/// reviewer decides with a reason, the person is told.
package struct FaceReviewDesk: Sendable {
  /// The images, encrypted with a key of the check's own.
  package enum Kind: String, Sendable, CaseIterable {
    case front = "face-front"
    case live = "face-live"
  }

  package let faces: FaceDesk
  let blobs: BlobStore
  private let cleaner: any PhotoCleaner
  private let calendar: WorkingCalendar
  private let workingDays: Int

  package init(
    faces: FaceDesk, blobs: BlobStore, cleaner: any PhotoCleaner, calendar: WorkingCalendar = .china, workingDays: Int = 2
  ) {
    self.faces = faces
    self.blobs = blobs
    self.cleaner = cleaner
    self.calendar = calendar
    self.workingDays = workingDays
  }

  /// Puts the check before a reviewer, never by itself: where the person chose so instead of consenting to face recognition,
  /// or every service has been tried in vain.
  /// Throws `ClientError` `.wrongState`, `IdentityError` `.imageMissing`, `.imageUnreadable`.
  package func ask(_ visit: FaceVisit, front: [UInt8], live: [UInt8], words: String, scene: Scene) async throws {
    let (check, ledger) = (visit.check, faces.ledger)
    guard check.mayAskReview, !visit.status.isFinal else { throw ClientError(.wrongState) }
    guard !front.isEmpty, !live.isEmpty else { throw IdentityError(.imageMissing, field: front.isEmpty ? "front" : "live") }
    let cleanFront = try await cleaner.clean(front), cleanLive = try await cleaner.clean(live)
    let now = ledger.clock.now
    let owner = Self.owner(check)
    let blobs = [
      try await blobs.put(cleanFront, owner: owner, purpose: Kind.front.rawValue, at: now),
      try await blobs.put(cleanLive, owner: owner, purpose: Kind.live.rawValue, at: now),
    ]
    let review = FaceReview(
      id: ledger.random.id(at: now), tenantID: check.tenantID, checkID: check.id,
      consent: FaceConsent(
        at: now, ip: scene.ip, userAgent: String(scene.userAgent.prefix(512)), textDigest: FileDigest.of(Array(words.utf8))),
      front: blobs[0].storedImage, live: blobs[1].storedImage, openedAt: now, dueAt: calendar.due(after: workingDays, from: now))
    let until = try await end(of: review, check)
    let store = self.blobs
    _ = try await faces.perform(
      .review(review.session, until: until), check, scene: scene,
      notes: [EventDraft("face.reviewAsked", by: .caller, [Event.Fact("textDigest", review.consent.textDigest.description)])]
    ) { connection in
      for blob in blobs { try store.record(blob, at: now, in: connection) }
      try FaceReviewStore().insert(review, in: connection)
    }
  }

  /// A day after the reviewer's last one, but never after the contract's own end.
  private func end(of review: FaceReview, _ check: FaceVerification) async throws -> Instant {
    let end = review.dueAt.adding(FaceReview.grace)
    guard let contract = check.contractID else { return end }
    let vault = try await faces.ledger.vault(check.tenantID)
    let order = try await faces.ledger.engine.read { try ClientContractStore(vault: vault).find(contract, in: $0) }
    return order.map { min(end, $0.expiresAt) } ?? end
  }

  /// The newest manual check of a face check, for its page.
  package func find(of check: FaceVerification) async throws -> FaceReview? {
    try await faces.ledger.engine.read { try FaceReviewStore().find(of: check.id, tenantID: check.tenantID, in: $0) }
  }

  /// Closes those whose check has ended otherwise, and removes images that have served their time. Returns how many.
  package func sweep() async throws -> Int {
    let ledger = faces.ledger
    let now = ledger.clock.now
    let (blobs, batch) = (blobs, 100)
    return try await ledger.engine.write { connection in
      let store = FaceReviewStore()
      let lapsed = try store.lapsed(limit: batch, in: connection)
      for review in lapsed { try store.save(FaceReviewLifecycle.withdraw(review, at: now), in: connection) }
      let stale = try store.stale(before: now.adding(.zero - FaceReview.imagesKept), limit: batch, in: connection)
      for review in stale {
        for kind in Kind.allCases { try blobs.forget(Self.reference(kind, of: review), in: connection) }
        try store.markPurged(review, at: now, in: connection)
      }
      return lapsed.count + stale.count
    }
  }

  static func owner(_ check: FaceVerification) -> DataKeyOwner { .account(check.id.description, tenantID: check.tenantID) }

  static func reference(_ kind: Kind, of review: FaceReview) -> BlobReference {
    let image = kind == .front ? review.front : review.live
    return BlobReference(
      owner: .account(review.checkID.description, tenantID: review.tenantID), purpose: kind.rawValue, hash: image.digest,
      length: image.length)
  }
}
