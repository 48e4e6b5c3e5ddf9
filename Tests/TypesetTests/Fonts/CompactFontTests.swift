import Graphics
import Testing

@testable import Typeset

@Suite("CFF subsets (Adobe TN 5176 and 5177)")
struct CompactFontTests {
  /// A font with three glyphs, one local and one global subroutine, written byte by byte.
  static func tiny(outline: [UInt8], local: [UInt8] = [11], global: [UInt8] = [11]) -> [UInt8] {
    func index(_ entries: [[UInt8]]) -> [UInt8] {
      var bytes: [UInt8] = [UInt8(entries.count >> 8), UInt8(entries.count & 255), 1]
      var offset = 1
      for size in [0] + entries.map(\.count) {
        offset += size
        bytes.append(UInt8(offset))
      }
      return bytes + entries.flatMap(\.self)
    }
    func number(_ value: Int) -> [UInt8] { [29, 0, 0, UInt8(value >> 8), UInt8(value & 255)] }
    let head: [UInt8] = [1, 0, 4, 1] + index([Array("Tiny".utf8)])
    let outlines = index([[14], outline, [139, 14]])
    let rest: [UInt8] = [0, 0] + index([global])
    // Private DICT: Subrs at 7 (its own length), then the local subroutines.
    let own: [UInt8] = number(6) + [19]
    let topSize = 3 + 2 + 3 * 5 + 2
    let outlinesAt = head.count + topSize + rest.count
    let privateAt = outlinesAt + outlines.count
    let top = number(outlinesAt) + [17] + number(own.count) + number(privateAt) + [18]
    return head + index([top]) + rest + outlines + own + index([local])
  }

  private func flatten(_ bytes: [UInt8]) throws -> [UInt8] {
    try bytes.withUnsafeBytes { buffer in
      let font = try CompactFont(buffer)
      return try CharStringFlattener(font, glyph: 1, part: 0).bytes
    }
  }

  @Test("calls are replaced by the bodies of their subroutines, and the call numbers vanish")
  func calls() throws {
    // 1 2 rmoveto, then local 0 (number -107 + bias 107): 5 hlineto return; endchar.
    let outline: [UInt8] = [140, 141, 21, 32, 10, 32, 29, 14]
    let bytes = Self.tiny(outline: outline, local: [144, 6, 11], global: [28, 1, 0, 7, 11])
    #expect(try flatten(bytes) == [140, 141, 21, 144, 6, 28, 1, 0, 7, 14])
  }

  @Test("a number for a call may stand before another call")
  func nestedNumbers() throws {
    // -107 pushed, then local 0 called with a second -107; the first one then calls the global subroutine.
    #expect(try flatten(Self.tiny(outline: [32, 32, 10, 29, 14], local: [11], global: [140, 6, 11])) == [140, 6, 14])
  }

  @Test("mask bytes are not read as operators: their number follows from the stems before")
  func masks() throws {
    // 1 2 hstemhm, 3 4 (implicit vstem) hintmask with one byte that looks like return; endchar.
    let outline: [UInt8] = [140, 141, 18, 142, 143, 19, 11, 140, 6, 14]
    #expect(try flatten(Self.tiny(outline: outline)) == outline)
  }

  @Test(
    "damaged and endless charstrings are refused",
    arguments: [
      [32, 10, 14], [29], [140, 10, 14], [28, 1], [255, 1, 2], [12, 10, 14], [12], [140, 141, 19], [13],
    ] as [[UInt8]])
  func damaged(outline: [UInt8]) {
    // Local subroutine 0 calls itself.
    #expect(throws: TypesetError(.fontUnusable, "")) {
      try flatten(Self.tiny(outline: outline, local: [32, 10, 11]))
    }
  }

  @Test("every cut of a font is refused or read, never a trap")
  func cuts() {
    let bytes = Self.tiny(outline: [140, 6, 14])
    for count in 0..<bytes.count {
      let cut = Array(bytes.prefix(count))
      _ = try? flatten(cut)
    }
    for position in bytes.indices {
      var changed = bytes
      changed[position] ^= 0xFF
      _ = try? flatten(changed)
    }
  }

  @Test("a subset can be read again, keeps its glyphs and nothing else")
  func subset() throws {
    let bytes = Self.tiny(outline: [140, 141, 21, 32, 10, 14], local: [144, 6, 11])
    let subset = try bytes.withUnsafeBytes { try CompactFont($0).subset([0, 1], name: "ABCDEF+Tiny") }
    try subset.withUnsafeBytes { buffer in
      let font = try CompactFont(buffer)
      #expect(font.charStrings.count == 2 && font.parts.count == 1)
      #expect(font.globalSubroutines.count == 0 && font.parts[0].subroutines == nil)
      #expect(try CharStringFlattener(font, glyph: 1, part: 0).bytes == [140, 141, 21, 144, 6, 14])
    }
  }

  @Test("an outline that another document needed before is the same outline, and a damaged one is refused each time")
  func remembered() throws {
    let bytes = Self.tiny(outline: [140, 141, 21, 32, 10, 14], local: [144, 6, 11])
    try bytes.withUnsafeBytes { buffer in
      let font = try CompactFont(buffer)
      let first = try font.subset([0, 1], name: "ABCDEF+Tiny")
      #expect(try font.subset([0, 1], name: "ABCDEF+Tiny") == first)
      #expect(try font.subset([0, 1, 2], name: "ABCDEF+Tiny") == CompactFont(buffer).subset([0, 1, 2], name: "ABCDEF+Tiny"))
    }
    let damaged = Self.tiny(outline: [28, 1])
    try damaged.withUnsafeBytes { buffer in
      let font = try CompactFont(buffer)
      for _ in 0..<2 { #expect(throws: TypesetError.self) { try font.subset([0, 1], name: "ABCDEF+Tiny") } }
    }
  }
}
