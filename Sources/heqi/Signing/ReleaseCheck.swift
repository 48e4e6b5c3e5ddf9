internal import CMS
internal import PAdES

/// Nothing leaves a signing command that its own verifier would call broken (A5.7).
enum ReleaseCheck {
  /// - Throws: `CommandRefusal` when the new file has more unsound signatures than the old one.
  static func run(before: [UInt8], after: [UInt8], now: PKITime, password: String) throws(CommandRefusal) {
    let validator = SignatureValidator(roots: [], judgesTrust: false, time: now, password: password)
    let broken = validator.validate(after).signatures.filter { !$0.isSound }
    guard let first = broken.first else { return }
    let earlier = validator.validate(before).signatures.filter { !$0.isSound }
    guard broken.count > earlier.count else { return }
    throw CommandRefusal(
      "the result would not verify, so nothing was written: \(first.message) \(first.findings.first ?? "")")
  }
}
