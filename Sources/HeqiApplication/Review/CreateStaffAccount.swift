package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Makes a back-office account: from the command line, or by an operator.
package struct CreateStaffAccount: Sendable {
  private let ledger: PeopleLedger
  private let passwords: PasswordHasher

  package init(ledger: PeopleLedger, passwords: PasswordHasher) {
    self.ledger = ledger
    self.passwords = passwords
  }

  /// From the command line: whoever can read the data folder may. Returns the password, made when none was given.
  /// - Throws: `IdentityError` naming the field; `.mobileTaken` when there is such an account already.
  package func callAsFunction(
    name: String, email: String, mobile: String, password given: Sensitive<String>?, roles: Set<PlatformRole>,
    tenantID: String
  ) async throws -> (account: Account, password: Sensitive<String>) {
    try await create(
      name: name, email: email, mobile: mobile, password: given, roles: roles, tenantID: tenantID, actor: .system,
      scene: .system)
  }

  /// By an operator of the back office. Throws also `.notPermitted`.
  package func callAsFunction(
    name: String, email: String, mobile: String, roles: Set<PlatformRole>, caller: Caller
  ) async throws -> (account: Account, password: Sensitive<String>) {
    try PeoplePolicy.require(.manageStaff, caller)
    return try await create(
      name: name, email: email, mobile: mobile, password: nil, roles: roles, tenantID: caller.tenantID,
      actor: caller.backOfficeActor, scene: caller.scene)
  }

  private func create(
    name typedName: String, email typedEmail: String, mobile typedMobile: String, password given: Sensitive<String>?,
    roles: Set<PlatformRole>, tenantID: String, actor: Actor, scene: Scene
  ) async throws -> (account: Account, password: Sensitive<String>) {
    guard let name = PersonName(typedName) else { throw IdentityError(.invalidName, field: "name") }
    guard let mobile = MobileNumber(typedMobile) else { throw IdentityError(.invalidMobile, field: "mobile") }
    guard let email = EmailAddress(typedEmail) else { throw IdentityError(.invalidEmail, field: "email") }
    let text = given ?? Sensitive(Self.readablePassword(ledger.random))
    let password = try RegisterAccount.password(text, name: name.text, mobile: mobile, email: email)
    let now = ledger.clock.now
    let vault = try await ledger.open(tenantID)
    let account = Account(
      id: ledger.id(), tenantID: tenantID, kind: .backOffice, name: name.text, mobile: mobile, email: email,
      emailConfirmedAt: now, platformRoles: roles, createdAt: now)
    let credential = try await passwords.credential(for: account.id, password: password, at: now)
    let events = ledger.events(
      [EventDraft(AccountLog.staffCreated, by: .caller, [.init("name", Mask.name(name.text))])], tenantID: tenantID,
      subject: account.subject, actor: actor, scene: scene, at: now)
    try await ledger.engine.write { connection in
      try AccountStore(vault: vault).insert(account, in: connection)
      try CredentialStore(tenantID: tenantID).put(credential, in: connection)
      try EventStore().append(events, in: connection)
    }
    return (account, text)
  }

  /// 20 characters of 32, 100 bits, in groups: readable over the phone.
  private static func readablePassword(_ random: any RandomSource) -> String {
    let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789".utf8)
    var text = ""
    while text.utf8.filter({ $0 != 45 }).count < 20 {
      guard let byte = random.bytes(1).first, byte < 248 else { continue }
      if !text.isEmpty, text.utf8.filter({ $0 != 45 }).count % 5 == 0, text.utf8.last != 45 { text += "-" }
      text.unicodeScalars.append(Unicode.Scalar(alphabet[Int(byte) % alphabet.count]))
    }
    return text
  }
}
