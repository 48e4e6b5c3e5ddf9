package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// What a person hands in to be verified (F-021), images as uploaded.
package struct VerificationForm: Sendable {
  package let name: String
  package let idCardNumber: Sensitive<String>
  package let front: [UInt8]
  package let back: [UInt8]
  /// From the camera or a file; `nil` without consent to face data.
  package let live: [UInt8]?
  package let consentsToFaceData: Bool
  package let consentsToShowLiveImage: Bool

  package init(
    name: String, idCardNumber: Sensitive<String>, front: [UInt8], back: [UInt8], live: [UInt8]?,
    consentsToFaceData: Bool, consentsToShowLiveImage: Bool
  ) {
    self.name = name
    self.idCardNumber = idCardNumber
    self.front = front
    self.back = back
    self.live = live
    self.consentsToFaceData = consentsToFaceData
    self.consentsToShowLiveImage = consentsToShowLiveImage
  }
}

/// Where a verification stands after the person acted.
package struct VerificationProgress: Sendable {
  package let verification: IdentityVerification
  /// For example that a guardian's consent may be needed.
  package let warning: Bilingual?
}

/// Hands in identity data and runs the checks (F-009, F-021 to F-024).
package struct SubmitVerification: Sendable {
  private let desk: VerificationDesk
  private let images: IdentityImages
  private let checks: RunIdentityChecks

  package init(desk: VerificationDesk, images: IdentityImages, checks: RunIdentityChecks) {
    self.desk = desk
    self.images = images
    self.checks = checks
  }

  /// - Throws: `IdentityError` naming the field.
  package func callAsFunction(_ form: VerificationForm, caller: Caller) async throws -> VerificationProgress {
    let ledger = desk.ledger
    guard let name = PersonName(form.name) else { throw IdentityError(.invalidName, field: "name") }
    let number: IDCardNumber
    do { number = try IDCardNumber(form.idCardNumber.reveal()) } catch { throw IdentityError.invalidIDCard(error) }
    guard !form.front.isEmpty, !form.back.isEmpty else {
      throw IdentityError(.imageMissing, field: form.front.isEmpty ? "front" : "back")
    }
    guard form.live == nil || form.consentsToFaceData else { throw IdentityError(.consentMissing, field: "live") }
    let vault = try await ledger.open(caller.tenantID)
    let (account, verification) = try await VerificationLookup(vault: vault, ledger: ledger).own(caller)
    guard verification.status == .unverified || verification.status == .failed else {
      throw IdentityError(verification.status == .verified ? .alreadyVerified : .checksRunning)
    }
    let holder = try await ledger.engine.read { try VerificationStore(vault: vault).find(verified: number, in: $0) }
    guard holder == nil || holder?.accountID == account.id else { throw IdentityError(.idCardTaken, field: "idCardNumber") }

    let now = ledger.clock.now
    let front = try await images.put(form.front, .front, of: account, at: now)
    let back = try await images.put(form.back, .back, of: account, at: now)
    var live: BlobReference?
    if let bytes = form.live { live = try await images.put(bytes, .live, of: account, at: now) }
    let references = [front, back] + (live.map { [$0] } ?? [])
    let submission = VerificationSubmission(
      name: name, idCardNumber: number, front: front.storedImage, back: back.storedImage, live: live?.storedImage,
      consentsToFaceData: form.consentsToFaceData, consentsToShowLiveImage: form.consentsToShowLiveImage)
    let author = VerificationDesk.Author(actor: account.actor, scene: caller.scene)
    let outcome = try await ledger.engine.write { connection in
      try images.record(references, at: now, in: connection)
      return try desk.apply(
        .submit(submission), to: verification, of: account, by: author, vault: vault, at: now, in: connection)
    }
    let after = await checks.proceed(outcome.verification.id, tenantID: caller.tenantID, scene: caller.scene)
    return VerificationProgress(verification: after ?? outcome.verification, warning: outcome.warning)
  }
}

/// Loads an account with its verification.
struct VerificationLookup: Sendable {
  let vault: TenantVault
  let ledger: PeopleLedger

  /// The caller's. Throws `.notSignedIn`, `.accountSuspended`.
  func own(_ caller: Caller) async throws -> (Account, IdentityVerification) {
    try await ledger.engine.read { connection in
      let account = try ledger.account(caller, AccountStore(vault: vault), in: connection)
      guard let verification = try VerificationStore(vault: vault).find(of: account.id, in: connection) else {
        throw IdentityError(.accountUnknown)
      }
      return (account, verification)
    }
  }

  /// By verification. Throws `.accountUnknown`.
  func of(
    _ id: ID<IdentityVerification>, in connection: any SQLConnection
  ) throws -> (Account, IdentityVerification) {
    guard let verification = try VerificationStore(vault: vault).find(id, in: connection),
      let account = try AccountStore(vault: vault).find(verification.accountID, in: connection)
    else { throw IdentityError(.accountUnknown) }
    return (account, verification)
  }
}
