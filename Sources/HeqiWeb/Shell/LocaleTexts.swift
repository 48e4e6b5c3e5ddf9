import Foundation
package import HeqiDomain

/// The texts of one language, by key such as `login.title`. Read once from `Locales/<language>/*.json`.
package struct LocaleTexts: Sendable {
  package let language: Language
  private let texts: [String: String]

  package init(language: Language, texts: [String: String]) {
    self.language = language
    self.texts = texts
  }

  /// Reads every file of the language's folder. Throws `WebResourceError` for a folder that is missing, a file that
  /// is not a flat object of strings, or a key that two files define.
  package init(directory: String, language: Language) throws {
    let folder = URL(filePath: directory, directoryHint: .isDirectory).appending(path: language.rawValue)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw WebResourceError.unreadable(folder.path)
    }
    var texts: [String: String] = [:]
    for name in names.sorted() where name.hasSuffix(".json") {
      let data = try Data(contentsOf: folder.appending(path: name))
      guard let part = try? JSONDecoder().decode([String: String].self, from: data) else {
        throw WebResourceError.malformed("\(language.rawValue)/\(name)")
      }
      for (key, text) in part {
        guard texts.updateValue(text, forKey: key) == nil else { throw WebResourceError.duplicateKey(key) }
      }
    }
    self.init(language: language, texts: texts)
  }

  package var keys: Set<String> { Set(texts.keys) }

  /// The text of a key that may be missing.
  package func find(_ key: String) -> String? { texts[key] }

  /// The text of a key, with `{{name}}` replaced by the given values. A key that does not exist is shown itself, so
  /// that a test and a person both see it.
  package func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
    guard var text = texts[key] else { return key }
    for (name, value) in values { text = text.split(separator: "{{\(name)}}", omittingEmptySubsequences: false).joined(separator: value) }
    return text
  }

  /// The words of a bilingual value in this language.
  package func callAsFunction(_ text: Bilingual) -> String { text.text(in: language) }
}

/// Why templates, texts or public files could not be read at start; each is a fault of the installation.
package enum WebResourceError: Error, CustomStringConvertible {
  case unreadable(String)
  case malformed(String)
  case duplicateKey(String)
  case missingText(key: String, template: String, language: Language)
  case template(name: String, reason: String)

  package var description: String {
    switch self {
    case .unreadable(let path): "cannot read \(path); set web.resourcesPath to the folder that holds Templates, Locales and Public"
    case .malformed(let file): "\(file) is not a flat JSON object of texts"
    case .duplicateKey(let key): "text \(key) is defined twice"
    case .missingText(let key, let template, let language): "template \(template) uses \(key), which \(language.rawValue) does not define"
    case .template(let name, let reason): "template \(name): \(reason)"
    }
  }
}
