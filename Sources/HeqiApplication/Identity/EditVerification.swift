package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Changes to registered or submitted data (F-022); `nil` = unchanged.
package struct VerificationChanges: Sendable {
  package var name: String?
  /// A new mobile number with the code that was sent to it.
  package var mobile: (number: String, code: String)?
  package var email: String?
  package var idCardNumber: Sensitive<String>?
  package var front: [UInt8]?
  package var back: [UInt8]?
  package var live: [UInt8]?
  package var consentsToFaceData: Bool?
  package var consentsToShowLiveImage: Bool?

  package init() {}
}

/// Edits personal data; the right checks run again (F-022).
package struct EditVerification: Sendable {
  private let desk: VerificationDesk
  private let codes: CodeDesk
  private let images: IdentityImages
  private let checks: RunIdentityChecks

  package init(desk: VerificationDesk, codes: CodeDesk, images: IdentityImages, checks: RunIdentityChecks) {
    self.desk = desk
    self.codes = codes
    self.images = images
    self.checks = checks
  }

  /// - Throws: `IdentityError` naming the field.
  package func callAsFunction(_ changes: VerificationChanges, caller: Caller) async throws -> VerificationProgress {
    let ledger = desk.ledger
    let vault = try await ledger.open(caller.tenantID)
    let (before, verification) = try await VerificationLookup(vault: vault, ledger: ledger).own(caller)
    var edit = try Self.read(changes)
    if let mobile = edit.mobile, let code = changes.mobile?.code {
      try await codes.consume(
        code, .changeMobile, binding: .account(before.id), from: .mobile(mobile), tenantID: caller.tenantID)
    }
    let now = ledger.clock.now
    let references = try await store(changes, of: before, into: &edit, at: now)
    let account = Self.applied(edit, to: before)
    let author = VerificationDesk.Author(actor: before.actor, scene: caller.scene)
    let command = VerificationCommand.edit(edit)
    let outcome = try await ledger.engine.write { connection in
      try images.record(references, at: now, in: connection)
      try forgetReplaced(command, verification, connection)
      let saved = account == before ? before : try AccountStore(vault: vault).save(account, in: connection)
      return try desk.apply(command, to: verification, of: saved, by: author, vault: vault, at: now, in: connection)
    }
    let after = await checks.proceed(outcome.verification.id, tenantID: caller.tenantID, scene: caller.scene)
    return VerificationProgress(verification: after ?? outcome.verification, warning: outcome.warning)
  }

  private static func read(_ changes: VerificationChanges) throws -> VerificationEdit {
    var edit = VerificationEdit()
    if let typed = changes.name {
      guard let name = PersonName(typed) else { throw IdentityError(.invalidName, field: "name") }
      edit.name = name
    }
    if let typed = changes.mobile {
      guard let mobile = MobileNumber(typed.number) else { throw IdentityError(.invalidMobile, field: "mobile") }
      edit.mobile = mobile
    }
    if let typed = changes.email {
      guard let email = EmailAddress(typed) else { throw IdentityError(.invalidEmail, field: "email") }
      edit.email = email
    }
    if let typed = changes.idCardNumber {
      do { edit.idCardNumber = try IDCardNumber(typed.reveal()) } catch { throw IdentityError.invalidIDCard(error) }
    }
    edit.consentsToFaceData = changes.consentsToFaceData
    edit.consentsToShowLiveImage = changes.consentsToShowLiveImage
    return edit
  }

  private func store(
    _ changes: VerificationChanges, of account: Account, into edit: inout VerificationEdit, at now: Instant
  ) async throws -> [BlobReference] {
    var references: [BlobReference] = []
    if let bytes = changes.front {
      let reference = try await images.put(bytes, .front, of: account, at: now)
      edit.front = reference.storedImage
      references.append(reference)
    }
    if let bytes = changes.back {
      let reference = try await images.put(bytes, .back, of: account, at: now)
      edit.back = reference.storedImage
      references.append(reference)
    }
    if let bytes = changes.live {
      let reference = try await images.put(bytes, .live, of: account, at: now)
      edit.live = reference.storedImage
      references.append(reference)
    }
    return references
  }

  /// A live image that is replaced or whose consent is withdrawn is destroyed; card images stay as evidence.
  private func forgetReplaced(
    _ command: VerificationCommand, _ old: IdentityVerification, _ connection: any SQLConnection
  ) throws {
    guard case .edit(let edit) = command, let live = old.images.live else { return }
    guard (edit.live != nil && edit.live != live) || edit.consentsToFaceData == false else { return }
    try images.forget(live, .live, of: old.accountID, tenantID: old.tenantID, in: connection)
  }

  private static func applied(_ edit: VerificationEdit, to account: Account) -> Account {
    var account = account
    if let mobile = edit.mobile { account.mobile = mobile }
    if let email = edit.email, email != account.email {
      account.email = email
      account.emailConfirmedAt = nil
    }
    // A verified name changes only when the new one is verified.
    if let name = edit.name, !account.isVerified { account.name = name.text }
    return account
  }
}

/// 提交后台审核 确认|取消 (F-025).
package struct RequestReview: Sendable {
  private let desk: VerificationDesk

  package init(desk: VerificationDesk) { self.desk = desk }

  /// - Throws: `IdentityError` `.terminated`, `.checksRunning` …
  package func callAsFunction(confirmed: Bool, caller: Caller) async throws -> IdentityVerification {
    let ledger = desk.ledger
    let vault = try await ledger.open(caller.tenantID)
    let (account, verification) = try await VerificationLookup(vault: vault, ledger: ledger).own(caller)
    let now = ledger.clock.now
    let author = VerificationDesk.Author(actor: account.actor, scene: caller.scene)
    return try await ledger.engine.write { connection in
      try desk.apply(
        .requestReview(confirmed: confirmed), to: verification, of: account, by: author, vault: vault, at: now,
        in: connection
      ).verification
    }
  }
}
