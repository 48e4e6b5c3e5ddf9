/// A password as typed, after the rules: 10 to 128 characters, not a common one, not the person's own data.
package struct Password: Sendable {
  package static let charactersMin = 10
  package static let charactersMax = 128

  /// Why a password is refused.
  package enum Fault: Error, Equatable, Sendable { case tooShort, tooLong, tooCommon, containsOwnData }

  /// UTF-8 of the text as typed.
  package let bytes: Sensitive<[UInt8]>

  /// Checks a new password. `ownData` are the mobile number, the e-mail's local part and the name.
  package init(_ typed: String, ownData: [String]) throws(Fault) {
    guard typed.count >= Self.charactersMin else { throw .tooShort }
    guard typed.count <= Self.charactersMax, typed.utf8.count <= 512 else { throw .tooLong }
    let folded = typed.lowercased()
    guard !Self.isCommon(folded) else { throw .tooCommon }
    for text in ownData where text.count >= 4 && folded.contains(text.lowercased()) { throw .containsOwnData }
    bytes = Sensitive(Array(typed.utf8))
  }

  /// One character repeated, a run up or down, or a well-known stem with digits around it.
  private static func isCommon(_ folded: String) -> Bool {
    let scalars = folded.unicodeScalars.map { Int($0.value) }
    let steps = zip(scalars, scalars.dropFirst()).map { $1 - $0 }
    if Set(scalars).count < 4 || steps.allSatisfy({ $0 == 1 }) || steps.allSatisfy({ $0 == -1 }) { return true }
    let letters = folded.filter { $0.isLetter }
    if letters.isEmpty, folded.allSatisfy(\.isNumber), ["1234567890", "0987654321", "1122334455"].contains(folded) { return true }
    return ["password", "passw", "qwerty", "qwertyuiop", "asdfghjkl", "letmein", "iloveyou", "admin", "welcome", "woaini"]
      .contains(letters)
  }
}
