/// The logs a line can belong to, as the source names them (F-019 to F-021, F-087 to F-090).
package enum LogCategory: String, Sendable, CaseIterable {
  case registration, verification, system, contractOperation, contractStatus, personalOperation

  /// The word between 【 and 】.
  package var label: Bilingual {
    switch self {
    case .registration: Bilingual("注册日志", "Registration log")
    case .verification: Bilingual("认证日志", "Verification log")
    case .system: Bilingual("系统日志", "System log")
    case .contractOperation: Bilingual("合同操作日志", "Contract operation log")
    case .contractStatus: Bilingual("合同状态日志", "Contract status log")
    case .personalOperation: Bilingual("个人操作日志", "Personal operation log")
    }
  }
}

/// One line of a log in the source's grammar (F-020, F-089), as columns and as one line of text:
/// 【category】time actor 在 client 端 / MAC：… / IP - … &action& /key：value/key：value
package struct LogLine: Equatable, Sendable {
  /// How the action is written: `&提交注册信息&` (F-020) or `签署合同 《title》` (F-089).
  package enum Action: Equatable, Sendable {
    case marked(Bilingual)
    case plain(Bilingual, object: String?)
  }

  /// One `/key：value` pair.
  package struct Entry: Equatable, Sendable {
    package let label: Bilingual
    package let value: Bilingual

    package init(_ label: Bilingual, _ value: Bilingual) {
      self.label = label
      self.value = value
    }

    /// A value that reads the same in both languages (numbers, masks, hashes).
    package init(_ label: Bilingual, _ value: String) { self.init(label, Bilingual(value, value)) }
  }

  package let category: LogCategory
  package let at: Instant
  package let actor: Actor
  /// Words before the actor's name, such as `用户` or `发起方-用户` (B-02: the true role).
  package let role: Bilingual
  package let scene: Scene
  package let action: Action
  package let entries: [Entry]

  package init(
    category: LogCategory, at: Instant, actor: Actor, role: Bilingual = Bilingual("用户", "User"), scene: Scene, action: Action,
    entries: [Entry] = []
  ) {
    self.category = category
    self.at = at
    self.actor = actor
    self.role = role
    self.scene = scene
    self.action = action
    self.entries = entries
  }

  /// A line about `event`, taking time, actor and scene from it.
  package init(
    _ category: LogCategory, of event: Event, role: Bilingual = Bilingual("用户", "User"), action: Action,
    entries: [Entry] = []
  ) {
    self.init(
      category: category, at: event.at, actor: event.actor, role: role, scene: event.scene, action: action, entries: entries)
  }
}

extension LogLine {
  /// `2026年11月21日 14：30：00 +08:00` or `2026-11-21 14:30:00 +08:00` (F-020, B-13).
  package func timeText(in language: Language) -> String {
    let time = CivilTime(at)
    let parts = [time.month, time.day, time.hour, time.minute, time.second].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return switch language {
    case .chinese: "\(time.year)年\(parts[0])月\(parts[1])日 \(parts[2])：\(parts[3])：\(parts[4]) +08:00"
    case .english: "\(time.year)-\(parts[0])-\(parts[1]) \(parts[2]):\(parts[3]):\(parts[4]) +08:00"
    }
  }

  /// Who acted and from where: `用户：叶*三 在 web 端`, `后台用户 张*三 在 合契 后台`, `系统`.
  package func actorText(in language: Language) -> String {
    switch (actor.kind, language) {
    case (.system, .chinese): "系统"
    case (.system, .english): "System"
    case (.backOffice, .chinese): "后台用户：\(actor.maskedName) 在 合契 后台"
    case (.backOffice, .english): "Back office user: \(actor.maskedName) in the Heqi back office"
    case (.apiClient, .chinese): "业务系统：\(actor.maskedName) 在 API 端"
    case (.apiClient, .english): "Business system: \(actor.maskedName) on API"
    case (.person, .chinese): "\(role.chinese)：\(actor.maskedName) 在 \(clientText) 端"
    case (.person, .english): "\(role.english): \(actor.maskedName) on \(clientText)"
    }
  }

  /// 运用端.
  package var clientText: String {
    switch scene.client {
    case .web: "web"
    case .h5: "H5"
    case .app: "APP"
    case .api: "API"
    case .backOffice: "后台"
    case .system: "系统"
    }
  }

  /// `MAC：不可用(web)`: a browser's MAC address never reaches a server (B-12); native clients may give theirs as device id.
  package var macText: String {
    scene.client == .app && !scene.deviceID.isEmpty ? Mask.device(scene.deviceID) : "不可用(\(clientText))"
  }

  /// The masked address, `-` when there is none (jobs of the platform itself).
  package var ipText: String { scene.ip.isEmpty ? "-" : Mask.ip(scene.ip) }

  /// The action alone.
  package func actionText(in language: Language) -> String {
    switch action {
    case .marked(let words): words.text(in: language)
    case .plain(let words, let object): words.text(in: language) + (object.map { " 《\($0)》" } ?? "")
    }
  }

  /// `/key：value/key：value`, empty without entries.
  package func entriesText(in language: Language) -> String {
    let colon = language == .chinese ? "：" : ": "
    return entries.map { "/\($0.label.text(in: language))\(colon)\($0.value.text(in: language))" }.joined()
  }

  /// The whole line in the source's grammar.
  package func text(in language: Language = .chinese) -> String {
    var line = "【\(category.label.text(in: language))】\(timeText(in: language)) \(actorText(in: language))"
    let showsScene = actor.kind != .backOffice && !(actor.kind == .system && scene.ip.isEmpty)
    if showsScene { line += " / MAC：\(macText) / IP - \(ipText)" }
    switch action {
    case .marked: line += " &\(actionText(in: language))&"
    case .plain: line += " \(actionText(in: language))"
    }
    let entries = entriesText(in: language)
    if case .marked = action, !entries.isEmpty { line += " " }
    return line + entries
  }
}
