/// Why a seal, its design, PIN, grant or power of attorney refuses what was asked. Equality is on the code.
package struct SealError: Error, Equatable, Sendable {
  package enum Code: String, Sendable, CaseIterable {
    // the seal
    case wrongStatus, unknown, notOwner, notVerified, tooMany
    // its picture
    case designInvalid, imageInvalid, imageOpaque
    // its use
    case notGranted, pinMissing, pinWrong, pinLocked, pinWeak
    // powers of attorney
    case powerInvalid, powerClosed, fileChanged, codeWrong, signingUnavailable
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

  package static func == (left: SealError, right: SealError) -> Bool { left.code == right.code }

  package static var unknown: SealError { SealError(.unknown, Bilingual("没有找到这枚印章。", "There is no such seal.")) }

  /// Table D gives this to the legal representative alone.
  package static var notOwner: SealError {
    SealError(
      .notOwner, Bilingual("您没有这项权限，请联系法定代表人。", "You may not do this. Ask the legal representative."))
  }
}
