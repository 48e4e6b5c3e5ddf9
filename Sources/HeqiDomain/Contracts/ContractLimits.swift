/// Caps of one contract (G-07), each with its unit.
package enum ContractLimits {
  /// Receivers of one round.
  package static let receiversMax = 50
  /// Places of one round, all parties together.
  package static let placesMax = 300
  /// Characters of a title.
  package static let titleCharactersMax = 100
  /// Characters of a reason or opinion.
  package static let reasonCharactersMax = 200
  /// The same for orders of business systems (M-016).
  package static let orderTitleCharactersMax = 256
  package static let orderReasonCharactersMax = 512
  /// Seconds of forced reading.
  package static let forcedReadingSecondsMax = 999
  /// Bytes of an uploaded file, 50 MB.
  package static let fileBytesMax = 50 * 1_048_576
  /// Papers beside one contract.
  package static let attachmentsMax = 50
  /// Bytes of all of them together, 500 MB.
  package static let attachmentsBytesMax = 500 * 1_048_576
  /// Pages of an uploaded file.
  package static let pagesMax = 500
  /// Characters that titles must not hold, because files are named after them.
  package static let titleCharactersRefused: Set<Character> = ["/", "\\", ":", "*", "\"", "<", ">", "|", "?"]

  /// A trimmed title, or nil when it is empty, too long or holds a refused or control character.
  package static func title(_ typed: String, charactersMax: Int = titleCharactersMax) -> String? {
    let title = typed.trimmingWhitespace
    guard !title.isEmpty, title.count <= charactersMax,
      title.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 && !$0.properties.isEmojiPresentation }),
      !title.contains(where: titleCharactersRefused.contains)
    else { return nil }
    return title
  }
}
