/// What a person does with their own account, as lines of the personal operation log (个人操作日志, F-090).
package enum AccountLog {
  package static let loggedIn = "account.loggedIn"
  package static let loggedOut = "account.loggedOut"
  package static let sessionRevoked = "account.sessionRevoked"
  package static let passwordChanged = "account.passwordChanged"
  package static let passwordReset = "account.passwordReset"
  package static let emailConfirmed = "account.emailConfirmed"
  package static let languageChanged = "account.languageChanged"
  package static let noticesChanged = "account.noticesChanged"
  package static let staffCreated = "account.staffCreated"
  package static let modeChosen = "account.modeChosen"

  /// The line of an event, or `nil` when it is none of these.
  package static func line(of event: Event) -> LogLine? {
    // A seal made by the platform at verification belongs to the identity log (F-045).
    if event.actor.kind != .system, let line = SealLog.line(of: event) { return line }
    guard let action = heads[event.kind] else { return nil }
    let method = event.fact("method").flatMap { methods[$0] }
    var entries: [LogLine.Entry] = []
    if let method { entries.append(LogLine.Entry(Bilingual("方式", "Method"), method)) }
    if event.kind == modeChosen {
      let mode = event.fact("company").map { Bilingual("企业合同（\($0)）", "Company (\($0))") } ?? Bilingual("个人合同", "Personal")
      entries.append(LogLine.Entry(Bilingual("模式", "Mode"), mode))
    }
    return LogLine(.personalOperation, of: event, action: .marked(action), entries: entries)
  }

  private static let heads: [String: Bilingual] = [
    loggedIn: Bilingual("登录", "Sign in"), loggedOut: Bilingual("退出登录", "Sign out"),
    sessionRevoked: Bilingual("结束其他设备的登录", "End another session"),
    passwordChanged: Bilingual("修改密码", "Change password"), passwordReset: Bilingual("重置密码", "Reset password"),
    emailConfirmed: Bilingual("确认邮箱", "Confirm e-mail"), languageChanged: Bilingual("切换语言", "Change language"),
    modeChosen: Bilingual("选择合同模式", "Choose mode"), noticesChanged: Bilingual("修改通知设置", "Change notices"),
    staffCreated: Bilingual("创建后台账户", "Create back-office account"),
  ]

  private static let methods: [String: Bilingual] = [
    "password": Bilingual("密码", "password"), "code": Bilingual("短信验证码", "SMS code"),
  ]
}
