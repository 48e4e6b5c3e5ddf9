package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// One line of the review queue; personal data is masked (F-028, table D).
package struct ReviewQueueRow: Sendable {
  package let task: ReviewTask
  package let maskedName: String
  package let maskedIDCard: String
  /// The checks a person must decide.
  package let questions: [IdentityCheck]
  package let isOverdue: Bool
  /// Name of the company, for a company's case.
  package let company: String?
  /// Masked name of the reviewer at it, while the claim holds.
  package let claimedBy: String?
}

/// The queue with its counts.
package struct ReviewQueue: Sendable {
  package let rows: [ReviewQueueRow]
  /// The last of this page when there is another page.
  package let next: ID<ReviewTask>?
  package let openCount: Int
  package let overdueCount: Int
}

/// Which part of the queue.
package enum ReviewQueueView: String, Sendable, CaseIterable { case open, overdue, closed }

/// Lists review tasks a page at a time, most urgent first (F-096).
package struct ListReviewQueue: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// - Throws: `IdentityError` `.notPermitted` without the role `platformReviewer`.
  package func callAsFunction(
    _ view: ReviewQueueView = .open, after: ID<ReviewTask>? = nil, limit: Int = 50, caller: Caller
  ) async throws -> ReviewQueue {
    try PeoplePolicy.require(.review, caller)
    let now = ledger.clock.now
    let vault = try await ledger.open(caller.tenantID)
    return try await ledger.engine.read { connection in
      let store = ReviewTaskStore(tenantID: caller.tenantID)
      let last = try after.flatMap { try store.find($0, in: connection) }
      let tasks =
        switch view {
        case .open: try store.open(after: last, limit: limit + 1, in: connection)
        case .overdue: try store.overdue(at: now, after: last, limit: limit + 1, in: connection)
        case .closed: try store.closed(before: last, limit: limit + 1, in: connection)
        }
      let counts = try store.counts(at: now, in: connection)
      let page = tasks.prefix(limit)
      let rows = try page.map { try Self.row($0, vault, now, connection) }
      return ReviewQueue(
        rows: rows, next: tasks.count > limit ? page.last?.id : nil, openCount: counts.open, overdueCount: counts.overdue)
    }
  }

  static func row(
    _ task: ReviewTask, _ vault: TenantVault, _ now: Instant, _ connection: any SQLConnection
  ) throws -> ReviewQueueRow {
    let company = try task.companyVerificationID.flatMap { try OrganizationVerificationStore(vault: vault).find($0, in: connection) }
    let verification =
      task.kind == .face ? try VerificationStore(vault: vault).find(task.verificationID, in: connection) : nil
    var claimedBy: String?
    if case .claimed(let reviewer, let until) = task.state, now < until {
      claimedBy = try AccountStore(vault: vault).find(reviewer, in: connection).map { Mask.name($0.name) }
    }
    return ReviewQueueRow(
      task: task, maskedName: Mask.name(verification?.name ?? company?.data?.legalRepresentative.text ?? ""),
      maskedIDCard: verification?.idCardNumber.map { Mask.idCardNumber($0.text) } ?? "",
      questions: verification?.checks.forReview ?? [], isOverdue: task.isOverdue(at: now), company: company?.data?.name.text,
      claimedBy: claimedBy)
  }
}

/// A case as a reviewer sees it: masked data, which images there are, the same log the person sees (F-017).
package struct ReviewCase: Sendable {
  package let row: ReviewQueueRow
  package let verification: IdentityVerification
  package let maskedMobile: String
  package let maskedEmail: String
  package let age: Int?
  package let images: [IdentityImages.Kind]
  package let log: [LogLine]
}

/// Opens a case: takes it for this reviewer and logs the look.
package struct OpenReviewCase: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// A closed case, or one another reviewer is at, is shown without taking it.
  /// - Throws: `IdentityError` `.notPermitted`, `.taskClosed` for an unknown case, `.ownCase`.
  package func callAsFunction(_ id: ID<ReviewTask>, caller: Caller) async throws -> ReviewCase {
    try PeoplePolicy.require(.review, caller)
    let now = ledger.clock.now
    let vault = try await ledger.open(caller.tenantID)
    let found = try await ledger.engine.write { connection -> (ReviewQueueRow, IdentityVerification, Account) in
      let tasks = ReviewTaskStore(tenantID: caller.tenantID)
      guard var task = try tasks.find(id, in: connection) else { throw IdentityError(.taskClosed) }
      guard task.accountID != caller.accountID else { throw IdentityError(.ownCase) }
      if let claimed = try? ReviewTaskLifecycle.claim(task, by: caller.accountID, at: now) {
        task = try tasks.save(claimed, in: connection)
      }
      let (account, verification) = try VerificationLookup(vault: vault, ledger: ledger)
        .of(task.verificationID, in: connection)
      try Self.look(.data, account, caller, ledger, now, connection)
      return (try ListReviewQueue.row(task, vault, now, connection), verification, account)
    }
    let (row, verification, account) = found
    return ReviewCase(
      row: row, verification: verification, maskedMobile: Mask.mobile(account.mobile.text),
      maskedEmail: Mask.email(account.email.text), age: verification.idCardNumber?.age(at: now),
      images: IdentityImages.Kind.allCases.filter { verification.images[$0] != nil },
      log: try await ReadIdentityLog.lines(of: account.id, tenantID: caller.tenantID, ledger.engine))
  }

  /// 【认证日志】后台查看认证资料
  static func look(
    _ item: ReviewedItem, _ account: Account, _ caller: Caller, _ ledger: PeopleLedger, _ now: Instant,
    _ connection: any SQLConnection
  ) throws {
    try EventStore().append(
      ledger.events(
        [VerificationEvent.lookedAt(item)], tenantID: caller.tenantID, subject: account.subject, actor: caller.backOfficeActor,
        scene: caller.scene, at: now), in: connection)
  }
}

/// One image of a case; each look is logged.
package struct ReadReviewImage: Sendable {
  private let ledger: PeopleLedger
  private let images: IdentityImages

  package init(ledger: PeopleLedger, images: IdentityImages) {
    self.ledger = ledger
    self.images = images
  }

  /// JPEG, or `nil` when there is none.
  /// - Throws: `IdentityError` `.notPermitted`, `.taskClosed`, `.ownCase`.
  package func callAsFunction(
    _ kind: IdentityImages.Kind, of id: ID<ReviewTask>, caller: Caller
  ) async throws -> [UInt8]? {
    try PeoplePolicy.require(.review, caller)
    let now = ledger.clock.now
    let vault = try await ledger.open(caller.tenantID)
    let item: ReviewedItem = kind == .front ? .front : kind == .back ? .back : .live
    let found = try await ledger.engine.write { connection -> (ID<Account>, StoredImage)? in
      guard let task = try ReviewTaskStore(tenantID: caller.tenantID).find(id, in: connection), task.state.isOpen else {
        throw IdentityError(.taskClosed)
      }
      guard task.accountID != caller.accountID else { throw IdentityError(.ownCase) }
      let (account, verification) = try VerificationLookup(vault: vault, ledger: ledger)
        .of(task.verificationID, in: connection)
      guard let image = verification.images[kind] else { return nil }
      try OpenReviewCase.look(item, account, caller, ledger, now, connection)
      return (account.id, image)
    }
    guard let (account, image) = found else { return nil }
    return try await images.read(image, kind, of: account, tenantID: caller.tenantID)
  }
}

extension Caller {
  /// Reviewers act as back-office users whatever browser they use (F-020).
  var backOfficeActor: Actor {
    Actor(kind: .backOffice, id: accountID.description, maskedName: Mask.name(name))
  }
}
