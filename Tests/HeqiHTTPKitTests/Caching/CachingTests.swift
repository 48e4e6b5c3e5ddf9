import HeqiHTTPKit
import Testing

@Suite("entity tag and cursor")
struct CachingTests {
  @Test("tags match lists, weak forms and the star")
  func tags() {
    let tag = ETag(revision: 7)
    #expect(tag.description == "\"r7\"")
    #expect(tag.matches("\"x\", W/\"r7\"") && tag.matches("*") && tag.matches("\"r7\""))
    #expect(!tag.matches("\"r70\"") && !tag.matches(nil) && !tag.matches(""))
  }

  @Test("If-Match names one revision or none")
  func revisions() {
    #expect(ETag.revision(ifMatch: "\"r12\"") == 12)
    for bad in ["*", "r12", "\"12\"", "\"r\"", "\"rx\"", "\"r1\", \"r2\""] { #expect(ETag.revision(ifMatch: bad) == nil) }
    #expect(ETag.revision(ifMatch: nil) == nil)
  }

  @Test("a cursor comes back as it was; a tampered one is none")
  func cursors() {
    let cursor = Cursor(["1700000000000000", "0190-abc"])
    #expect(Cursor(text: cursor.text) == cursor)
    #expect(Cursor(text: "zz") == nil && Cursor(text: nil) == nil)
    #expect(Cursor(text: Cursor(["a", "b", "c", "d", "e"]).text) == nil)
    #expect(Cursor(text: Cursor([String(repeating: "x", count: 129)]).text) == nil)
  }
}
