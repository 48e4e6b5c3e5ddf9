import Testing

@testable import MerkleLog

@Suite struct Base64Tests {
  /// Origin: RFC 4648 §10.
  static let vectors = [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ]

  @Test("the vectors of RFC 4648 hold in both directions", arguments: vectors)
  func holds(plain: String, encoded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(plain.utf8))
  }

  @Test(
    "anything but the canonical spelling is refused",
    arguments: [
      "Z", "Zg", "Zg=", "Zg===", "Z===", "====", "Zh==", "Zm9=", "Zm 8", "Zm8\n", "Zm8=Zm8=", "Zg-_", "Zg=a",
      "Zm9v\u{e9}aaa",
    ])
  func refusals(text: String) {
    #expect(Base64.decode(text) == nil)
  }
}
