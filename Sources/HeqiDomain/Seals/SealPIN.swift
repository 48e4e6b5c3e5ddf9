/// 签章密码: what a seal asks of whoever uses it, kept as a scrypt hash (F-062, B-17).
package struct SealPIN: Equatable, Sendable {
  /// Wrong tries in a row after which it is locked.
  package static let triesMax = 5
  /// How long it stays locked.
  package static let lockTime = Duration.seconds(30 * 60)
  package static let digitRange = 6...12

  package let credential: Credential
  package let wrongTries: Int
  package let lockedUntil: Instant?

  package init(credential: Credential, wrongTries: Int = 0, lockedUntil: Instant? = nil) {
    self.credential = credential
    self.wrongTries = wrongTries
    self.lockedUntil = lockedUntil
  }

  package func isLocked(at now: Instant) -> Bool { lockedUntil.map { now < $0 } ?? false }

  /// After a try: a right one clears the count, the fifth wrong one locks.
  package func tried(_ isRight: Bool, at now: Instant) -> SealPIN {
    if isRight { return SealPIN(credential: credential) }
    // A lock that has run out begins a new count.
    let tries = (lockedUntil == nil ? wrongTries : 0) + 1
    guard tries >= Self.triesMax else { return SealPIN(credential: credential, wrongTries: tries) }
    return SealPIN(credential: credential, wrongTries: tries, lockedUntil: now.adding(Self.lockTime))
  }

  /// The digits as typed, if they may be a PIN. Throws `SealError` `.pinWeak`.
  package static func check(_ typed: Sensitive<String>) throws(SealError) -> Sensitive<[UInt8]> {
    let digits = Array(typed.reveal().utf8)
    guard digitRange.contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw weak("签章密码为 6 至 12 位数字。", "A seal PIN has 6 to 12 digits.")
    }
    let steps = Set(zip(digits, digits.dropFirst()).map { Int($1) - Int($0) })
    guard steps != [0], steps != [1], steps != [-1] else {
      throw weak("请勿使用相同或连续的数字。", "Do not use equal or consecutive digits.")
    }
    return Sensitive(digits)
  }

  private static func weak(_ chinese: String, _ english: String) -> SealError {
    SealError(.pinWeak, Bilingual(chinese, english), field: "pin")
  }
}
