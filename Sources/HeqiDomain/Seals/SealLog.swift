/// Events of seals, powers of attorney and business types as lines of logs (F-020, F-090).
package enum SealLog {
  package static let made = "seal.created"
  package static let pinWrong = "seal.pinWrong"
  package static let pinLocked = "seal.pinLocked"
  package static let used = "seal.used"
  package static let madeDefault = "seal.madeDefault"
  package static let grantEnded = "seal.grantEnded"
  package static let powerDrafted = "power.drafted"
  package static let powerSigned = "power.signed"
  package static let powerRevoked = "power.revoked"
  package static let powerDiscarded = "power.discarded"
  package static let typeMade = "businessType.created"
  package static let typeChanged = "businessType.changed"

  /// The line of an event, or `nil` when it is none of these.
  package static func line(of event: Event, as category: LogCategory = .personalOperation) -> LogLine? {
    guard let action = heads[event.kind] else { return nil }
    return LogLine(category, of: event, action: .marked(action), entries: event.facts.compactMap(entry))
  }

  private static let heads: [String: Bilingual] = [
    made: Bilingual("制作印章", "Make seal"), "seal.active": Bilingual("启用印章", "Activate seal"),
    "seal.suspended": Bilingual("停用印章", "Suspend seal"), "seal.cancelled": Bilingual("注销印章", "Cancel seal"),
    "seal.expired": Bilingual("印章到期", "Seal expired"), "seal.pinChanged": Bilingual("修改签章密码", "Change seal PIN"),
    pinWrong: Bilingual("签章密码错误", "Wrong seal PIN"), pinLocked: Bilingual("签章密码锁定", "Seal PIN locked"),
    used: Bilingual("使用印章", "Use seal"), madeDefault: Bilingual("设为默认印章", "Make default seal"),
    grantEnded: Bilingual("用印授权到期", "Grant ended"),
    powerDrafted: Bilingual("拟定授权委托书", "Draft power of attorney"),
    powerSigned: Bilingual("签署授权委托书", "Sign power of attorney"),
    powerRevoked: Bilingual("撤销授权委托书", "Revoke power of attorney"),
    powerDiscarded: Bilingual("作废授权委托书", "Discard power of attorney"),
    typeMade: Bilingual("创建业务类型", "Create business type"), typeChanged: Bilingual("修改业务类型", "Change business type"),
    "businessType.stopped": Bilingual("停用业务类型", "Stop business type"),
    "businessType.active": Bilingual("恢复业务类型", "Resume business type"),
  ]

  private static let labels: [String: Bilingual] = [
    "sealKind": Bilingual("印章类型", "Seal kind"), "sealStatus": Bilingual("印章状态", "Seal status"),
    "origin": Bilingual("来源", "Origin"), "reason": Bilingual("原因", "Reason"), "title": Bilingual("合同", "Contract"),
    "transactionNo": Bilingual("系统交易编号", "Transaction number"), "pages": Bilingual("页码", "Pages"),
    "hash": Bilingual("HASH值", "Hash"), "declared": Bilingual("声明", "Declaration"),
    "grantee": Bilingual("受托人", "Attorney"), "scope": Bilingual("范围", "Scope"),
    "until": Bilingual("有效期至", "Until"), "businessType": Bilingual("业务类型", "Business type"),
    "grantsEnded": Bilingual("作废授权", "Grants ended"), "certificate": Bilingual("证书序列号", "Serial number"),
  ]

  private static func entry(_ fact: Event.Fact) -> LogLine.Entry? {
    guard let label = labels[fact.name] else { return nil }
    let words: Bilingual? =
      switch fact.name {
      case "sealKind": SealKind(rawValue: fact.value)?.label
      case "sealStatus": SealStatus(rawValue: fact.value)?.label
      case "origin": SealOrigin(rawValue: fact.value)?.label
      case "declared": Bilingual("有权使用该印章", "Entitled to use it")
      case "reason": SealCancellation(rawValue: fact.value)?.label
      default: nil
      }
    return LogLine.Entry(label, words ?? Bilingual(fact.value, fact.value))
  }
}
