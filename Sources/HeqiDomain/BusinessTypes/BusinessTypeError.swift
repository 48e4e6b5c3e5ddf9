/// Why a business type refuses what was asked. Equality is on the code.
package struct BusinessTypeError: Error, Equatable, Sendable {
  package enum Code: String, Sendable, CaseIterable {
    case unknown, notPermitted, powerMissing, staleRevision, nameInvalid, codeInvalid, nameTaken, numberingInvalid
    case peopleInvalid, sealInvalid, planInvalid, stopped, wrongStatus, removalRefused
  }

  package let code: Code
  /// What happened and the remedy.
  package let message: Bilingual
  /// The form field it is about, if one.
  package let field: String?

  package init(_ code: Code, _ message: Bilingual, field: String? = nil) {
    self.code = code
    self.message = message
    self.field = field
  }

  package static func == (left: BusinessTypeError, right: BusinessTypeError) -> Bool { left.code == right.code }

  package static var unknown: BusinessTypeError {
    BusinessTypeError(.unknown, Bilingual("没有找到这个业务类型。", "There is no such business type."))
  }
  package static var notPermitted: BusinessTypeError {
    BusinessTypeError(
      .notPermitted,
      Bilingual("只有法定代表人和授权委托人可以管理业务类型。", "Only the legal representative and delegates manage business types."))
  }
  package static var notHandled: BusinessTypeError {
    BusinessTypeError(
      .notPermitted,
      Bilingual(
        "您不是这个业务类型的经办人。请选择自己经办的类型，或请授权委托人把您加为经办人。",
        "You do not handle this business type. Choose one of yours, or ask a delegate to add you."))
  }
  package static var staleRevision: BusinessTypeError {
    BusinessTypeError(
      .staleRevision, Bilingual("业务类型刚被别人修改，请刷新后再试。", "Somebody else has just changed this type. Reload and try again."))
  }
  package static var stopped: BusinessTypeError {
    BusinessTypeError(
      .stopped,
      Bilingual("这个业务类型已停用，请选择其他类型，或请管理人恢复。", "This business type is stopped. Choose another, or ask for it to be resumed."))
  }
}
