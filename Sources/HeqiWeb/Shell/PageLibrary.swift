import Foundation
package import HeqiDomain
package import HeqiHTTPKit
import Mustache

/// All templates in both languages, the texts, and the public files; read once at start.
package struct PageLibrary: Sendable {
  package let assets: StaticAssets
  package let chinese: LocaleTexts
  package let english: LocaleTexts
  package let documents: LegalDocuments
  /// `openapi.yaml`, served by the API and shown at `/api/docs`.
  package let apiDescription: APIDescription
  private let chinesePages: MustacheLibrary
  private let englishPages: MustacheLibrary
  /// Names of all templates, such as `identity/login`.
  package let templateNames: [String]

  /// `directory` holds `Templates`, `Locales` and `Public`; nil means the folder that was built with the program.
  /// Throws `WebResourceError` or `StaticAssetsError`.
  package init(directory: String? = nil) throws {
    let root = try directory ?? Self.builtDirectory()
    assets = try StaticAssets(
      directory: root + "/Public", stylesheet: ["css/base.css", "css/layout.css", "css/components.css", "css/forms.css"])
    chinese = try LocaleTexts(directory: root + "/Locales", language: .chinese)
    english = try LocaleTexts(directory: root + "/Locales", language: .english)
    documents = try LegalDocuments(directory: root + "/Documents")
    guard let description = FileManager.default.contents(atPath: root + "/API/openapi.yaml") else {
      throw WebResourceError.unreadable(root + "/API/openapi.yaml")
    }
    apiDescription = try APIDescription(Array(description))
    let sources = try Self.read(root + "/Templates")
    templateNames = sources.keys.sorted()
    chinesePages = try Self.compile(sources, texts: chinese, assets: assets)
    englishPages = try Self.compile(sources, texts: english, assets: assets)
  }

  /// Texts of a language.
  package func texts(_ language: Language) -> LocaleTexts { language == .chinese ? chinese : english }

  /// The page as HTML. An unknown template is a programmer's error and renders nothing; a test covers every model.
  package func render<Model: PageModel>(_ page: Model, shell: Shell) -> String {
    let library = shell.language == .chinese ? chinesePages : englishPages
    return library.render(PageValues(RenderedPage(shell: shell, page: page)), withTemplate: Model.template) ?? ""
  }

  /// `Bundle.module` stops the program when its folder is missing, so the folder is looked for by hand: beside the
  /// program, as the build leaves it.
  private static func builtDirectory() throws -> String {
    let program = URL(filePath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath().deletingLastPathComponent()
    let executable = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
    for folder in [executable, program].compactMap({ $0 }) {
      let candidate = folder.appending(path: "heqi_HeqiWeb.resources/Resources").path
      if FileManager.default.fileExists(atPath: candidate) { return candidate }
    }
    throw WebResourceError.unreadable("heqi_HeqiWeb.resources/Resources beside the program")
  }

  private static func read(_ directory: String) throws -> [String: String] {
    guard let names = FileManager.default.subpaths(atPath: directory) else { throw WebResourceError.unreadable(directory) }
    var sources: [String: String] = [:]
    for name in names where name.hasSuffix(".mustache") {
      sources[String(name.dropLast(".mustache".count))] = try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
    }
    return sources
  }

  private static func compile(_ sources: [String: String], texts: LocaleTexts, assets: StaticAssets) throws -> MustacheLibrary {
    var library = MustacheLibrary()
    for (name, source) in sources {
      let expanded = try TemplateSource(name: name, texts: texts, assets: assets).expand(source)
      do {
        try library.register(expanded, named: name.hasPrefix("layouts/") ? "layout-\(name.dropFirst(8))" : name)
      } catch {
        throw WebResourceError.template(name: name, reason: "\(error)")
      }
    }
    return library
  }
}

/// What a page template sees: the shell and its own model.
struct RenderedPage {
  let shell: Shell
  let page: Any
}

/// A plain struct that one template shows. Everything in it is text, numbers, flags, lists and structs of these.
package protocol PageModel: Sendable {
  /// Template name, such as `identity/login`.
  static var template: String { get }
  /// Title of the window, without the product's name.
  func title(_ texts: LocaleTexts) -> String
  /// Address of a style sheet of the page's own, after the product's; nil for none.
  var theme: String? { get }
}

extension PageModel {
  package var theme: String? { nil }
}
