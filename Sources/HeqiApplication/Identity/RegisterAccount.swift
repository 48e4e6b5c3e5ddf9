package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// What a new person types (F-007) and which agreement text they were shown (F-008).
package struct RegistrationForm: Sendable {
  package let name: String
  package let mobile: String
  package let email: String
  package let password: Sensitive<String>
  package let code: String
  /// `nil` when the box was not ticked.
  package let agreement: ShownAgreement?
  package let language: Language

  package init(
    name: String, mobile: String, email: String, password: Sensitive<String>, code: String, agreement: ShownAgreement?,
    language: Language
  ) {
    self.name = name
    self.mobile = mobile
    self.email = email
    self.password = password
    self.code = code
    self.agreement = agreement
    self.language = language
  }
}

/// The agreement as it stood on the page.
package struct ShownAgreement: Equatable, Sendable {
  package let version: String
  /// SHA-256 of the shown text.
  package let digest: Digest

  package init(version: String, digest: Digest) {
    self.version = version
    self.digest = digest
  }
}

/// Registers a person and signs them in (F-007, F-008, F-019).
package struct RegisterAccount: Sendable {
  private let ledger: PeopleLedger
  private let desk: CodeDesk
  private let passwords: PasswordHasher

  package init(ledger: PeopleLedger, desk: CodeDesk, passwords: PasswordHasher) {
    self.ledger = ledger
    self.desk = desk
    self.passwords = passwords
  }

  /// - Throws: `IdentityError` naming the field. A taken mobile number is told only to who proved to hold it.
  package func callAsFunction(_ form: RegistrationForm, scene: Scene, tenantID: String) async throws -> SignedIn {
    guard let name = PersonName(form.name) else { throw IdentityError(.invalidName, field: "name") }
    guard let mobile = MobileNumber(form.mobile) else { throw IdentityError(.invalidMobile, field: "mobile") }
    guard let email = EmailAddress(form.email) else { throw IdentityError(.invalidEmail, field: "email") }
    let password = try Self.password(form.password, name: name.text, mobile: mobile, email: email)
    guard let agreement = form.agreement else { throw IdentityError(.agreementMissing, field: "agreement") }
    try await desk.consume(form.code, .register, binding: .device(scene), from: .mobile(mobile), tenantID: tenantID)

    let now = ledger.clock.now
    let vault = try await ledger.open(tenantID)
    let account = Account(
      id: ledger.id(), tenantID: tenantID, name: name.text, mobile: mobile, email: email, language: form.language,
      createdAt: now)
    let credential = try await passwords.credential(for: account.id, password: password, at: now)
    let verification = IdentityVerification(id: ledger.id(), accountID: account.id, tenantID: tenantID)
    let acceptance = AgreementAcceptance(
      accountID: account.id, version: agreement.version, textDigest: agreement.digest, language: form.language, at: now,
      scene: scene)
    let events = ledger.events(
      [
        VerificationEvent.registered(name: name, mobile: mobile, email: email),
        VerificationEvent.accepted(version: agreement.version, digest: agreement.digest),
        VerificationEvent.mobileChecked(passed: true),
        VerificationEvent.statusChanged(verification, account: account),
      ], of: account, scene: scene, at: now)
    let opening = SessionOpening(account: account, scene: scene, random: ledger.random, at: now)
    try await ledger.engine.write { connection in
      try AccountStore(vault: vault).insert(account, in: connection)
      try CredentialStore(tenantID: tenantID).put(credential, in: connection)
      try VerificationStore(vault: vault).insert(verification, in: connection)
      try AgreementStore(tenantID: tenantID).record(acceptance, in: connection)
      // Contracts that were sent to this number before it had an account (F-050).
      _ = try ContractStore(vault: vault).linkInvitations(to: account, in: connection)
      try JoinContact.link(account, vault, ledger.random, at: now, in: connection)
      try opening.store(in: connection)
      try EventStore().append(events, in: connection)
    }
    return opening.signedIn
  }

  /// The typed password after the rules; throws `.weakPassword` with the reason.
  static func password(
    _ typed: Sensitive<String>, name: String, mobile: MobileNumber, email: EmailAddress
  ) throws -> Password {
    let local = email.text.split(separator: "@").first.map(String.init) ?? ""
    do {
      return try Password(typed.reveal(), ownData: [mobile.text, local, name])
    } catch {
      throw IdentityError.weakPassword(error)
    }
  }
}
