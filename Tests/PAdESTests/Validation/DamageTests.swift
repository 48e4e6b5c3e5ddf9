import CMS
import PAdES
import PDF
import Testing

/// Deterministic damage to signed files: at every structural position, and at many places chosen by a fixed sequence.
/// `Fuzz/` runs the same entry points without end.
@Suite("Damaged signed files")
struct DamageTests {
  /// A small generator with a fixed seed, so that a failure can be repeated.
  struct Sequence: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  /// Offsets where structure begins: keywords, names, brackets of the file.
  static func structure(_ bytes: [UInt8], outside gap: Range<Int>) -> [Int] {
    bytes.indices.filter { index in
      guard !gap.contains(index) else { return false }
      switch bytes[index] {
      case UInt8(ascii: "/"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("),
        UInt8(ascii: ")"), UInt8(ascii: "%"), 10:
        return true
      default: return false
      }
    }
  }

  @Test("damage at a structural position of signed bytes is always refused")
  func structure() async throws {
    let pki = try await SigningPKI()
    let bytes = try await ShadowContract.signed(pki, certifies: true)
    let gap = try SignatureSurgery(bytes).gap
    for position in Self.structure(bytes, outside: gap) where position % 3 == 0 {
      var forged = bytes
      forged[position] = bytes[position] == 0x20 ? 0x2F : 0x20
      #expect(pki.refuses(forged), "byte \(position)")
    }
  }

  @Test("cutting, doubling and splicing never traps and never validates", arguments: [1, 2, 3, 4] as [UInt64])
  func splices(_ seed: UInt64) async throws {
    let pki = try await SigningPKI()
    let bytes = try await ShadowContract.signed(pki, stamped: true)
    var sequence = Sequence(state: seed &* 0x9E37_79B9_7F4A_7C15)
    for _ in 0..<120 {
      var forged = bytes
      let start = Int.random(in: 0..<bytes.count, using: &sequence)
      let end = min(bytes.count, start + Int.random(in: 1...400, using: &sequence))
      switch Int.random(in: 0...3, using: &sequence) {
      case 0: forged.removeSubrange(start..<end)
      case 1: forged.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &sequence))
      case 2: forged = Array(bytes[..<max(1, start)])
      default: forged += bytes[start...]
      }
      if forged == bytes { continue }
      let report = pki.report(forged)
      // Places move with the lengths of fresh signatures. A last line end once more changes nothing that was there.
      let isHarmless = forged.starts(with: bytes) && report.signatures.allSatisfy { $0.changes == .none }
      #expect(report.verdict != .valid || isHarmless, "from \(start) to \(end)")
    }
  }

  @Test("a later revision damaged anywhere never traps and never hides the signature")
  func laterRevision() async throws {
    let pki = try await SigningPKI()
    let signed = try await ShadowContract.signed(pki)
    let forgery = Forgery(bytes: signed)
    let bytes = forgery.update([(7, forgery.body(7).replacing("(100)", "(200)"))])
    var sequence = Sequence(state: 77)
    for position in signed.count..<bytes.count {
      var forged = bytes
      forged[position] = UInt8.random(in: 0...255, using: &sequence)
      let report = pki.report(forged)
      #expect(report.verdict != .unsigned, "byte \(position)")
    }
  }
}
