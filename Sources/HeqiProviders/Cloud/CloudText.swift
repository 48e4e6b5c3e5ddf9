/// A value that a vendor writes now as a string, now as a number.
struct CloudText: Decodable, Sendable {
  let text: String

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try? value.decode(String.self) {
      self.text = text
    } else if let number = try? value.decode(Int.self) {
      text = String(number)
    } else {
      text = String(try value.decode(Double.self))
    }
  }
}
