/// Makes damaged input from a corpus, the same for the same seed (xorshift64).
struct Damage: RandomNumberGenerator {
  private var state: UInt64
  private let corpus: [[UInt8]]
  /// Pieces that matter to the grammars in question.
  private static let words = [
    "obj", "endobj", "stream", "endstream", "xref", "trailer", "startxref", "%%EOF", "<<", ">>", "/Prev ", "/Size ", "/Root ",
    "/W [1 2 1]", "/Kids [", "/Contents <", "/ByteRange [0 ", "65535", "-1", "9999999999", "0 R", "null", "[[[[[[[[", "((((",
  ].map { Array($0.utf8) } + [[0x30, 0x80], [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x02, 0x00], [0x00, 0x00], [0xA0, 0x03]]

  init(_ corpus: [[UInt8]], seed: UInt64) {
    self.corpus = corpus
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  /// The next input: a corpus file with one to eight wounds.
  mutating func input() -> [UInt8] {
    guard var bytes = corpus.randomElement(using: &self), !bytes.isEmpty else { return [] }
    for _ in 0..<Int.random(in: 1...8, using: &self) {
      if bytes.isEmpty { return bytes }
      let place = Int.random(in: 0..<bytes.count, using: &self)
      let end = min(bytes.count, place + Int.random(in: 1...64, using: &self))
      switch Int.random(in: 0...6, using: &self) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &self)
      case 1: bytes[place] = UInt8.random(in: 0...255, using: &self)
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &self))
      case 4: bytes.insert(contentsOf: Self.words.randomElement(using: &self) ?? [], at: place)
      case 5: bytes.replaceSubrange(place..<end, with: Self.words.randomElement(using: &self) ?? [])
      default:
        let other = corpus.randomElement(using: &self) ?? []
        if !other.isEmpty { bytes = Array(bytes[..<place]) + other[Int.random(in: 0..<other.count, using: &self)...] }
      }
    }
    return bytes
  }
}
