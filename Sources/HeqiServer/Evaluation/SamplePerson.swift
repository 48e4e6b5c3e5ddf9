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

  /// People of the sample company besides its legal representative, who is the first of `all`.
  static let company = [
    SamplePerson(name: "周经办", mobile: "13800000003", email: "zhou@heqi.localhost", idCardNumber: "350203199003150014"),
    SamplePerson(name: "吴审批", mobile: "13800000004", email: "wu@heqi.localhost", idCardNumber: "350203198807220028"),
    SamplePerson(name: "郑用章", mobile: "13800000005", email: "zheng@heqi.localhost", idCardNumber: "350203199209090037"),
    SamplePerson(name: "钱财务", mobile: "13800000006", email: "qian@heqi.localhost", idCardNumber: "350203199105200043"),
  ]

  /// Stands for card and live photo: the person's name drawn as a seal on white.
  func picture() throws -> [UInt8] {
    try SealFace.name(NameSeal(name: name)).drawing().png(dpi: 600, background: .white)
  }
}
