package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Sends a code to somebody who is not signed in: register, log in, reset a password (F-009a).
package struct SendCode: Sendable {
  private let ledger: PeopleLedger
  private let desk: CodeDesk

  package init(ledger: PeopleLedger, desk: CodeDesk) {
    self.ledger = ledger
    self.desk = desk
  }

  /// The answer and the work are the same for numbers with and without an account (drill 32).
  /// - Throws: `IdentityError` `.invalidMobile`, `.tooManyRequests`, `.notPermitted` for other purposes.
  package func callAsFunction(
    _ purpose: CodePurpose, mobile typed: String, scene: Scene, tenantID: String, language: Language,
    kind: AccountKind = .person
  ) async throws -> CodeReceipt {
    guard [.register, .login, .resetPassword].contains(purpose) else { throw IdentityError(.notPermitted) }
    guard let mobile = MobileNumber(typed) else { throw IdentityError(.invalidMobile, field: "mobile") }
    let accounts = AccountStore(vault: try await ledger.open(tenantID))
    let found = try await ledger.engine.read { try accounts.find(mobile: mobile, kind: kind, in: $0) }
    let isKnown = found.map { $0.status == .active } ?? false
    return try await desk.issue(
      purpose, binding: .device(scene), to: .mobile(mobile), scene: scene, tenantID: tenantID, isSignedIn: false,
      isSent: purpose == .register || isKnown
    ) { CodeWords.message($0, purpose, language) }
  }
}

/// Sends a code to a signed-in person: a new mobile number, or the e-mail to confirm.
package struct SendOwnCode: Sendable {
  private let ledger: PeopleLedger
  private let desk: CodeDesk

  package init(ledger: PeopleLedger, desk: CodeDesk) {
    self.ledger = ledger
    self.desk = desk
  }

  /// To the new mobile number, which the code is also tied to.
  package func callAsFunction(changeMobileTo typed: String, caller: Caller) async throws -> CodeReceipt {
    guard let mobile = MobileNumber(typed) else { throw IdentityError(.invalidMobile, field: "mobile") }
    return try await desk.issue(
      .changeMobile, binding: .account(caller.accountID), to: .mobile(mobile), scene: caller.scene,
      tenantID: caller.tenantID, isSignedIn: true
    ) { [language = caller.language] in CodeWords.message($0, .changeMobile, language) }
  }

  /// To the account's own e-mail.
  package func callAsFunction(confirmEmailOf caller: Caller) async throws -> CodeReceipt {
    let accounts = AccountStore(vault: try await ledger.open(caller.tenantID))
    let account = try await ledger.engine.read { try ledger.account(caller, accounts, in: $0) }
    return try await desk.issue(
      .confirmEmail, binding: .account(caller.accountID), to: .email(account.email), scene: caller.scene,
      tenantID: caller.tenantID, isSignedIn: true
    ) { [language = caller.language] in CodeWords.message($0, .confirmEmail, language) }
  }
}

/// The words of code messages.
enum CodeWords {
  static func message(_ code: String, _ purpose: CodePurpose, _ language: Language) -> (subject: String, text: String) {
    let use = use(purpose)
    return switch language {
    case .chinese: ("合契验证码", "【合契】验证码 \(code)，用于\(use.chinese)，10 分钟内有效。请勿告诉任何人；如非本人操作，请忽略。")
    case .english:
      (
        "Heqi code",
        "[Heqi] Your code is \(code), for \(use.english). Valid for 10 minutes. Tell nobody; ignore this if it was not you."
      )
    }
  }

  private static func use(_ purpose: CodePurpose) -> Bilingual {
    switch purpose {
    case .register: Bilingual("注册", "registration")
    case .login: Bilingual("登录", "signing in")
    case .resetPassword: Bilingual("重置密码", "a new password")
    case .changeMobile: Bilingual("更换手机号码", "changing your mobile number")
    case .confirmEmail: Bilingual("确认邮箱", "confirming your e-mail")
    case .sign: Bilingual("签署合同", "signing a contract")
    }
  }
}
