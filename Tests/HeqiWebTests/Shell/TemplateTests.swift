import Foundation
import HeqiDomain
import HeqiHTTPKit
@testable import HeqiWeb
import Testing

@Suite("templates and texts")
struct TemplateTests {
  static let resources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources/HeqiWeb/Resources")
    .standardizedFileURL.path
  static let library = Result { try PageLibrary(directory: resources) }

  @Test("both languages define the same keys, none empty, none with other names in braces")
  func sameKeys() throws {
    let library = try Self.library.get()
    #expect(library.chinese.keys.symmetricDifference(library.english.keys).sorted() == [])
    for key in library.chinese.keys {
      let chinese = library.chinese.find(key) ?? ""
      let english = library.english.find(key) ?? ""
      #expect(!chinese.isEmpty && !english.isEmpty, "\(key)")
      #expect(TemplateNames.names(in: chinese).sorted() == TemplateNames.names(in: english).sorted(), "\(key)")
    }
  }

  @Test("Chinese texts use full-width punctuation between Chinese characters")
  func punctuation() throws {
    let library = try Self.library.get()
    for key in library.chinese.keys {
      let characters = Array(library.chinese.find(key) ?? "")
      for index in characters.indices.dropFirst() where ",;:!?".contains(characters[index]) {
        let before = characters[index - 1].unicodeScalars.first?.value ?? 0
        #expect(!(0x4E00...0x9FFF).contains(before), "\(key): \(String(characters))")
      }
    }
  }

  @Test("every page template has a sample, and every sample a template")
  func samples() throws {
    let library = try Self.library.get()
    let pages = library.templateNames.filter { name in
      let text = try? String(contentsOfFile: "\(Self.resources)/Templates/\(name).mustache", encoding: .utf8)
      return text?.hasPrefix("[[layout ") == true
    }
    #expect(Set(pages) == Set(Samples.all(library).map(\.template)))
  }

  @Test("every name that a template uses exists in its model")
  func names() throws {
    let library = try Self.library.get()
    for sample in Samples.all(library) {
      let missing = try TemplateNames.missing(
        template: sample.template, model: sample.model, shell: Samples.shell(library), directory: Self.resources, library: library)
      #expect(missing == [], "\(sample.template)")
    }
  }

  @Test("every page renders in both languages, signed in and not", arguments: [false, true])
  func renders(english: Bool) throws {
    let library = try Self.library.get()
    for sample in Samples.all(library) {
      let staff = sample.template.hasPrefix("review/")
      for signedIn in [true, false] {
        let html = sample.render(library, Samples.shell(library, english: english, signedIn: signedIn, staff: staff))
        #expect(html.hasPrefix("<!doctype html>"), "\(sample.template)")
        #expect(html.contains("</html>") && !html.contains("{{") && !html.contains("[["), "\(sample.template)")
        #expect(!html.contains(" style=") && !html.contains("<style") && !html.contains(" onclick="), "\(sample.template)")
        try Self.keep(html, "\(sample.template)\(english ? ".en" : "")\(signedIn ? "" : ".public")")
      }
    }
  }

  @Test("what a person typed comes out escaped")
  func escaped() throws {
    let library = try Self.library.get()
    let form = FormFields(.init(values: ["login": "\"><script>alert(1)</script>"], message: "<b>x</b>"))
    let html = library.render(LoginPage(form: form, isPassword: true, next: nil, texts: library.chinese), shell: Samples.shell(library, signedIn: false))
    #expect(!html.contains("<script>alert") && !html.contains("<b>x</b>") && html.contains("&lt;script&gt;"))
  }

  @Test("every class and icon of the templates exists in the style sheet and the sprite")
  func icons() throws {
    let library = try Self.library.get()
    let sprite = try String(contentsOfFile: "\(Self.resources)/Public/icons.svg", encoding: .utf8)
    for name in library.templateNames {
      let source = try String(contentsOfFile: "\(Self.resources)/Templates/\(name).mustache", encoding: .utf8)
      for piece in source.split(separator: "[[icon ").dropFirst() {
        let icon = piece.prefix { $0 != "]" }
        #expect(sprite.contains("id=\"\(icon)\""), "\(name): \(icon)")
      }
    }
  }

  /// Writes rendered pages to the folder named by HEQI_RENDER_DIR, to be looked at in a browser.
  private static func keep(_ html: String, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["HEQI_RENDER_DIR"] else { return }
    let file = URL(filePath: folder).appending(path: name.split(separator: "/").joined(separator: "-") + ".html")
    try Data(html.utf8).write(to: file)
  }
}
