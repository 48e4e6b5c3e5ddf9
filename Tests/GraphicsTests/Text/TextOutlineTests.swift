import Testing

@testable import Graphics

@Suite("Text outlines and fonts")
struct TextOutlineTests {
  @Test("a character that no font has is refused instead of drawn as a box")
  func missingGlyph() {
    // Plane 16 is private use; symbol fonts of office programs fill plane 0 of it only.
    #expect(throws: GraphicsError(.glyphMissing, "")) { try TextOutline("\u{10F7AB}", .serif, bold: true) }
  }

  @Test("all needed families are installed where the tests run")
  func fonts() {
    #expect(FontCheck().missing == [], "\(FontCheck.remedy)")
    #expect(FontCheck().isComplete)
  }

  @Test("a Chinese character fills its em box and nothing else")
  func emBox() throws {
    let outline = try TextOutline("国", .serif, bold: true)
    #expect(abs(outline.advance - 1) < 0.01)
    let box = try #require(outline.path.bounds)
    #expect(box.minX > -0.02 && box.maxX < 1.02 && box.minY > -0.9 && box.maxY < 0.14)
    #expect(box.height > 0.7)
  }

  @Test("a long line keeps all its letters (Cairo drops glyphs more than ten em outside a bounded surface)")
  func longLine() throws {
    let outline = try TextOutline(String(repeating: "M", count: 60), .serif, bold: true)
    let box = try #require(outline.path.bounds)
    #expect(box.maxX > outline.advance * 0.98)
  }

  @Test("several threads may shape text at the same time")
  func threads() async throws {
    let expected = try TextOutline("合契", .serif, bold: true).path
    let same = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask { @concurrent in try TextOutline("合契", .serif, bold: true).path == expected }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(same == 8)
  }
}
