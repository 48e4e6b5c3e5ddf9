import Testing

@testable import Office

@Suite("Drawings that may become seals (F-046)")
struct SafeDrawingTests {
  private func isSafe(_ body: String, head: String = "") -> Bool {
    SafeDrawing.isSafe(Array("\(head)<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>\(body)</svg>".utf8))
  }

  @Test(
    "what runs, loads, moves or hides is refused",
    arguments: [
      "<script>alert(1)</script>", "<svg:script/>", "<image href='a.png'/>", "<image xlink:href='data:image/png;base64,AA'/>",
      "<foreignObject/>", "<path onload='x()' d='M0 0'/>", "<path ONCLICK = 'x()'/>", "<a href='#x'/>", "<use href='/etc/passwd'/>",
      "<use xlink:href = 'http://a.example/b.svg#c'/>", "<use href='&#x66;ile:///etc/passwd'/>", "<text>公章</text>",
      "<path fill='url(http://a.example/x)'/>", "<path style=\"fill:url( 'file:///x' )\"/>", "<style>@import 'x.css';</style>",
      "<style>path{fill:\\75rl(x)}</style>", "<style>path{fill:url(//a.example)}</style>", "<g xml:base='http://a.example/'/>",
      "<animate attributeName='d'/>", "<set attributeName='href'/>", "<filter/>", "<feImage href='#a'/>",
      "<path href=\"#a\"xlink:href=\"b.svg\"/>", "<path fill=\"a>b\" onload=\"x()\"/>", "<metadata><script/></metadata>", "<metadata></metadata><text/>", "<![CDATA[<script/>]]>", "<!ENTITY a 'b'>",
      "<?xml-stylesheet href='a.css'?>", "<!--> <script/> -->", "<path d='M0 0'",
    ])
  func refused(body: String) { #expect(!isSafe(body), "\(body)") }

  @Test(
    "shapes, gradients, safe styles and an editor's remarks are taken",
    arguments: [
      "<path d='M0 0h9'/>", "<g id='a'><circle r='1'/></g><use href='#a'/>", "<style>.a{fill:#e60012}</style><rect class='a'/>",
      "<defs><linearGradient id='g'><stop offset='0'/></linearGradient></defs><path fill='url(#g)'/>", "<!-- made by hand -->",
      "<sodipodi:namedview id='x'/><metadata><rdf:RDF><cc:Work rdf:about=''><dc:format>image/svg+xml</dc:format></cc:Work></rdf:RDF></metadata><path/>",
    ])
  func taken(body: String) { #expect(isSafe(body), "\(body)") }

  @Test("only UTF-8 is read: another encoding could hide a tag from this look and show it to the drawing program")
  func encodings() {
    #expect(isSafe("<path/>", head: "<?xml version='1.0' encoding='UTF-8'?>\n<!-- a -->"))
    #expect(!isSafe("+ADw-script/+AD4-", head: "<?xml version='1.0' encoding='UTF-7'?>"))
    #expect(!isSafe("<path/>", head: "<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"))
    let wide = Array("<svg/>".utf16).flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    #expect(!SafeDrawing.isSafe([0xFE, 0xFF] + wide) && !SafeDrawing.isSafe(wide) && !SafeDrawing.isSafe([]))
    #expect(!SafeDrawing.isSafe(Array("<html><svg/></html>".utf8)) && !SafeDrawing.isSafe(Array("no picture".utf8)))
  }

  @Test("a drawing comes out as pixels and goes back into a PNG of the same pixels")
  func pixels() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let decoder = PictureDecoder(workers: bench.workers)
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 10'><rect width='10' height='10' fill='#d3201a'/></svg>"
    let samples = try await decoder.samples(ofSVG: Array(svg.utf8))
    #expect(samples.width == 1_200 && samples.height == 600)
    #expect(Array(samples.rgba[0..<4]) == [0xD3, 0x20, 0x1A, 0xFF] && samples.rgba[1_199 * 4 + 3] == 0)
    #expect(try await decoder.samples(of: decoder.png(samples)) == samples)
    #expect(PictureSamples(width: 2, height: 2, rgba: [1]) == nil && PictureSamples(width: 0, height: 0, rgba: []) == nil)
    do {
      _ = try await decoder.samples(ofSVG: Array("<svg><script/></svg>".utf8))
      Issue.record("drawn")
    } catch { #expect(error.code == .imageUnsupported) }
  }
}
