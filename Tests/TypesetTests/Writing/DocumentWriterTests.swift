import Testing

@testable import Typeset

@Suite("PDF syntax")
struct DocumentWriterTests {
  @Test(
    "dates are those of the calendar",
    arguments: [
      (0, "D:19700101000000Z"), (951_782_400, "D:20000229000000Z"), (1_767_225_599, "D:20251231235959Z"),
      (4_107_542_400, "D:21000301000000Z"), (-5, "D:19700101000000Z"),
    ] as [(Int64, String)])
  func dates(seconds: Int64, text: String) { #expect(DocumentWriter.date(seconds) == text) }

  @Test("text strings are UTF-16 with a mark, characters outside the first plane as pairs")
  func text() {
    #expect(DocumentWriter.text("合A") == "<FEFF54080041>")
    #expect(DocumentWriter.text("𠮷") == "<FEFFD842DFB7>")
  }

  @Test("a ToUnicode map has blocks of at most 100 entries and leaves out glyphs without text")
  func toUnicode() {
    var glyphs: [UInt16: [UInt8]] = [0: []]
    for glyph in 1...150 { glyphs[UInt16(glyph)] = Array("字".utf8) }
    let text = String(decoding: DocumentWriter.toUnicode(glyphs), as: UTF8.self)
    #expect(text.contains("100 beginbfchar") && text.contains("50 beginbfchar"))
    #expect(text.contains("<0001><5B57>") && !text.contains("\n<0000>"))
  }
}
