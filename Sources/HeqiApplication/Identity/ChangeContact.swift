package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Changes the mobile number or the e-mail of an account, in the user centre (F-022, F-044a, S-019). Both ask for the
/// password again; the old address is told.
package struct ChangeContact: Sendable {
  private let ledger: PeopleLedger
  private let edit: EditVerification
  private let confirm: ConfirmPassword

  init(ledger: PeopleLedger, edit: EditVerification, confirm: ConfirmPassword) {
    self.ledger = ledger
    self.edit = edit
    self.confirm = confirm
  }

  /// To a number that has received a code. Other devices are signed out.
  ///
  /// - Parameter session: the one in use, which stays.
  /// - Throws: `IdentityError` `.loginRefused`, `.invalidMobile`, `.mobileTaken`, `.codeRefused`.
  package func callAsFunction(
    mobile: String, code: String, password: Sensitive<String>, session: ID<LoginSession>, caller: Caller
  ) async throws {
    let account = try await confirm(password, field: "old", caller: caller)
    guard let number = MobileNumber(mobile) else { throw IdentityError(.invalidMobile, field: "mobile") }
    guard number != account.mobile else {
      throw IdentityError(.invalidMobile, Bilingual("这就是现在的手机号码。", "This is the present number."), field: "mobile")
    }
    var changes = VerificationChanges()
    changes.mobile = (mobile, code)
    _ = try await edit(changes, caller: caller)
    let now = ledger.clock.now
    let vault = try await ledger.open(caller.tenantID)
    let outbox = MessageOutbox(vault: vault, random: ledger.random)
    let masked = Mask.mobile(number.text)
    try await ledger.engine.write { connection in
      try LoginSessionStore(tenantID: caller.tenantID)
        .endAll(of: account.id, except: session, reason: .passwordChanged, at: now, in: connection)
      try outbox.sms(
        to: Sensitive(account.mobile.text),
        text: Bilingual(
          "【合契】您账号的手机号码已更换为 \(masked)。如非本人操作，请立即用邮箱登录并修改密码。",
          "[Heqi] The mobile number of your account is now \(masked). If this was not you, sign in by e-mail and change your password at once."
        ).text(in: account.language), key: "mobile-changed:\(account.id):\(now.microseconds)", at: now, in: connection)
    }
  }

  /// To an address that is then to be confirmed by a code.
  ///
  /// - Throws: `IdentityError` `.loginRefused`, `.invalidEmail`, `.emailTaken`.
  package func callAsFunction(email: String, password: Sensitive<String>, caller: Caller) async throws {
    let account = try await confirm(password, field: "old", caller: caller)
    guard let address = EmailAddress(email) else { throw IdentityError(.invalidEmail, field: "email") }
    guard address != account.email else {
      throw IdentityError(.invalidEmail, Bilingual("这就是现在的邮箱。", "This is the present e-mail."), field: "email")
    }
    var changes = VerificationChanges()
    changes.email = email
    _ = try await edit(changes, caller: caller)
    let now = ledger.clock.now
    let outbox = MessageOutbox(vault: try await ledger.open(caller.tenantID), random: ledger.random)
    let masked = Mask.email(address.text)
    try await ledger.engine.write { connection in
      try outbox.mail(
        to: Sensitive(account.email.text),
        subject: Bilingual("您的邮箱已更换", "Your e-mail was changed").text(in: account.language),
        body: Bilingual(
          "您合契账号的邮箱已更换为 \(masked)。如非本人操作，请立即登录并修改密码。",
          "The e-mail of your Heqi account is now \(masked). If this was not you, sign in and change your password at once."
        ).text(in: account.language), key: "email-changed:\(account.id):\(now.microseconds)", at: now, in: connection)
    }
  }
}
