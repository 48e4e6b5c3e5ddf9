internal import Graphics

/// A made-up person of the evaluation sample; the numbers are well-known examples with right check digits.
struct SamplePerson: Sendable {
  let name: String
  let mobile: String
  let email: String
  let idCardNumber: String

  static let all = [
    SamplePerson(name: "林晓示", mobile: "13800000001", email: "lin@heqi.localhost", idCardNumber: "310101199001011234"),
    SamplePerson(name: "陈例", mobile: "13800000002", email: "chen@heqi.localhost", idCardNumber: "11010519491231002X"),
  ]

  /// Stands for card and live photo: the person's name drawn as a seal on white.
  func picture() throws -> [UInt8] {
    try SealFace.name(NameSeal(name: name)).drawing().png(dpi: 600, background: .white)
  }
}
