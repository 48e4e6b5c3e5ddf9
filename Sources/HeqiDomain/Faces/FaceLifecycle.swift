/// What can happen to a face check.
package enum FaceCommand: Equatable, Sendable {
  case consent(FaceConsent)
  /// Begun with a vendor; once more, with another vendor or after a break.
  case begin(FaceSession)
  /// What the vendor said when asked about this very session.
  case settle(FaceAnswer, session: FaceSession)
  case lapse
  /// No service answered when the check was to begin, or to begin once more.
  case exhausted
  /// Handed to a reviewer, who has until then.
  case review(FaceSession, until: Instant)
}

/// The state machine of face checks: PENDING → PROCESSING → SUCCESS | FAILED, or EXPIRED before an end (B-20). Pure.
package enum FaceLifecycle {
  /// Life of a check without `expireMinutes`, minutes (M-002).
  package static let minutesDefault = 30
  package static let minutesRange = 1...1440

  /// The check after a command. A repeated result changes nothing (drill 8). Throws `ClientError` `.wrongState`.
  package static func apply(
    _ command: FaceCommand, to check: FaceVerification, at now: Instant
  ) throws(ClientError) -> FaceVerification {
    var next = check
    let isOver = now >= check.expiresAt
    switch command {
    case .lapse:
      guard !check.status.isFinal else { return check }
      guard isOver else { throw ClientError(.wrongState) }
      next.status = .expired
    case .consent(let consent):
      guard !check.status.isFinal, !isOver else { throw ClientError(.wrongState) }
      // The first consent is the one that counts.
      if check.consent == nil { next.consent = consent }
    case .begin(let session):
      guard !check.isReviewed, !check.status.isFinal, !isOver, check.consent != nil else { throw ClientError(.wrongState) }
      next.session = session
      next.exhaustedAt = nil
      next.status = .processing
    case .exhausted:
      guard !check.status.isFinal, !isOver, check.consent != nil, !check.isReviewed else { throw ClientError(.wrongState) }
      next.exhaustedAt = now
    case .review(let session, let until):
      guard check.mayAskReview, !isOver, session.vendor == FaceReview.vendor else { throw ClientError(.wrongState) }
      next.session = session
      next.status = .processing
      next.expiresAt = max(check.expiresAt, until)
    case .settle(let answer, let session):
      if check.status.isFinal { return check }
      guard check.status == .processing, check.session == session else { throw ClientError(.wrongState) }
      if isOver {
        next.status = .expired
        return next
      }
      settle(&next, answer, at: now)
    }
    return next
  }

  private static func settle(_ check: inout FaceVerification, _ answer: FaceAnswer, at now: Instant) {
    switch answer {
    case .pending: break
    case .passed(let score, let number, let remark):
      check.status = .success
      check.score = score
      check.transactionNo = number
      check.remark = remark
      check.verifiedAt = now
    case .failed(let fault, let score, let number, let remark):
      check.status = .failed
      check.fault = fault
      check.score = score
      check.transactionNo = number
      check.remark = remark
      check.verifiedAt = now
    }
  }

  /// What happened, for the log; nothing personal.
  package static func events(from before: FaceVerification?, to after: FaceVerification) -> [EventDraft] {
    var drafts: [EventDraft] = []
    if before == nil { drafts.append(EventDraft("face.initiated", by: .caller, [Event.Fact("purpose", after.purpose.rawValue)])) }
    if before?.consent == nil, let consent = after.consent {
      drafts.append(EventDraft("face.consented", by: .caller, [Event.Fact("textDigest", consent.textDigest.description)]))
    }
    if let session = after.session, before?.session != session {
      drafts.append(EventDraft("face.begun", by: .caller, [Event.Fact("vendor", session.vendor)]))
    }
    if after.exhaustedAt != nil, before?.exhaustedAt != after.exhaustedAt { drafts.append(EventDraft("face.exhausted", by: .system)) }
    if after.status.isFinal, before?.status != after.status {
      var facts = [Event.Fact("status", after.status.rawValue)]
      if let number = after.transactionNo { facts.append(Event.Fact("transactionNo", number)) }
      if let session = after.session { facts.append(Event.Fact("vendor", session.vendor)) }
      if let remark = after.remark { facts.append(Event.Fact("remark", remark)) }
      if let fault = after.fault { facts.append(Event.Fact("failReason", fault.rawValue)) }
      drafts.append(EventDraft("face.settled", by: .system, facts))
    }
    return drafts
  }
}
