import Testing

@testable import HeqiWeb

@Suite("A business system's colour on signing pages")
struct ThemeColourTests {
  @Test("Text that is no colour is refused", arguments: ["", "#fff", "red", "#ggffaa", "#12345", "#1234567", "123456#"])
  func refused(_ text: String) { #expect(ThemeColour(text) == nil) }

  @Test("A dark colour stays as it is")
  func dark() throws {
    let colour = try #require(ThemeColour("#123456"))
    #expect(colour.readable.text == "#123456")
    #expect(colour.styles.contains("--cinnabar: #123456;"))
  }

  @Test("A light colour is darkened until white text on it can be read", arguments: ["#ffffff", "#ffd54f", "#00ff00", "#80c0ff"])
  func light(_ text: String) throws {
    let colour = try #require(ThemeColour(text))
    #expect(colour.contrast < ThemeColour.contrastMin)
    #expect(colour.readable.contrast >= ThemeColour.contrastMin)
    #expect(colour.readable.contrast < ThemeColour.contrastMin + 1)
  }

  @Test("Black and white contrast as WCAG says")
  func extremes() throws {
    #expect(abs(try #require(ThemeColour("#000000")).contrast - 21) < 0.01)
    #expect(abs(try #require(ThemeColour("#ffffff")).contrast - 1) < 0.01)
  }

  @Test("Only scheme and authority of a return address enter the policy", arguments: [
    ("https://shop.example/back?x=1", "https://shop.example"), ("http://shop.example:8080", "http://shop.example:8080"),
  ])
  func origins(_ url: String, _ origin: String) { #expect(LinkPolicy.origin(of: url) == origin) }

  @Test("An address that could write into the policy is left out", arguments: [
    "javascript:alert(1)", "https://", "https://a;script-src *", "https://a b/", "https://a'b/",
  ])
  func hostile(_ url: String) { #expect(LinkPolicy.origin(of: url) == nil) }
}
